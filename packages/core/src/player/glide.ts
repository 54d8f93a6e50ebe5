import { QUANTUM } from "../engine/quantum.ts";

/**
 * Heard at once, and smooth enough at the corners between quanta: a factor that moves by 1 stays under −88 dBFS of equivalent step
 * through a tone of −6 dBFS at 5 kHz, so that a move and its reversal together stay under −80.
 */
const SECONDS = 0.075;

/** How many quanta a move by that many steps takes: its corners grow with its size, and shrink with the square of its time. */
export const glideQuanta = (sampleRate: number, steps: number): number =>
  Math.ceil(Math.ceil((SECONDS * sampleRate) / QUANTUM) * Math.sqrt(Math.max(1, Math.abs(steps))));

interface Move {
  readonly size: number;
  readonly quanta: number;
  /** Quanta done. */
  done: number;
}

/**
 * A value on its way, from quantum to quantum. Each move goes its own S to its end, `w²(3 − 2w)`, and the value is their sum: a
 * new goal in the middle of the way bends it without a corner, and it never leaves the range of its goals.
 */
export class Glide {
  #goal: number;
  readonly #moves: Move[] = [];

  constructor(value: number) {
    this.#goal = value;
  }

  /** The same way from here. */
  copy(): Glide {
    const copy = new Glide(this.#goal);
    copy.#moves.push(...this.#moves.map((move) => ({ ...move })));
    return copy;
  }

  get goal(): number {
    return this.#goal;
  }

  get isThere(): boolean {
    return this.#moves.length === 0;
  }

  moveTo(goal: number, quanta: number): void {
    this.#moves.push({ size: goal - this.#goal, quanta, done: 0 });
    this.#goal = goal;
  }

  /** Its goal is elsewhere now, and it is as far from it as it was. */
  follow(goal: number): void {
    this.#goal = goal;
  }

  /** Where it stands a quantum later; at the goal itself in the end. */
  next(): number {
    let missing = 0;
    let left = 0;
    for (let index = 0; index < this.#moves.length; index++) {
      const move = this.#moves[index]!;
      if (++move.done >= move.quanta) continue;
      const way = move.done / move.quanta;
      missing += move.size * (1 - way * way * (3 - 2 * way));
      this.#moves[left++] = move;
    }
    this.#moves.length = left;
    return this.#goal - missing;
  }
}
