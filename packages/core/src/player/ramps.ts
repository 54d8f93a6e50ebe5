/** A value in a voice's memory on its way to another. */
export interface Ramp {
  /** Addresses of where the value stands at the start and at the end of a quantum. */
  readonly start: number;
  readonly end: number;
  readonly to: number;
}

/** 64 ms at 48 kHz: heard at once, and smooth enough for no zipper above −80 dBFS. */
const QUANTA = 24;

interface Moving extends Ramp {
  readonly from: number;
  /** Quanta done. */
  done: number;
}

/** Moves values from quantum to quantum along an S of straight pieces: `w²(3 − 2w)`. */
export class Ramps {
  readonly #values: Float64Array;
  readonly #moving: Moving[] = [];

  constructor(memory: WebAssembly.Memory) {
    this.#values = new Float64Array(memory.buffer);
  }

  /** Sends values off from where they are, also on their way. */
  add(ramps: readonly Ramp[]): void {
    for (const ramp of ramps) {
      const under = this.#moving.findIndex(({ start }) => start === ramp.start);
      const moving = { ...ramp, from: this.#values[ramp.end >> 3]!, done: 0 };
      if (under === -1) this.#moving.push(moving);
      else this.#moving[under] = moving;
    }
  }

  /** Moves values at once: nobody has heard where they were. */
  jump(ramps: readonly Ramp[]): void {
    for (const { start, end, to } of ramps) {
      this.#values[start >> 3] = to;
      this.#values[end >> 3] = to;
    }
  }

  /** Writes where values stand in the next quantum. */
  step(): void {
    for (let index = 0; index < this.#moving.length; index++) {
      const ramp = this.#moving[index]!;
      const { from, to } = ramp;
      this.#values[ramp.start >> 3] = ramp.done >= QUANTA ? to : from + (to - from) * smooth(ramp.done / QUANTA);
      this.#values[ramp.end >> 3] =
        ramp.done + 1 >= QUANTA ? to : from + (to - from) * smooth((ramp.done + 1) / QUANTA);
      if (ramp.done++ < QUANTA) continue;
      this.#moving[index--] = this.#moving[this.#moving.length - 1]!;
      this.#moving.length--;
    }
  }
}

const smooth = (way: number): number => way * way * (3 - 2 * way);
