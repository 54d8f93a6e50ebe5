import { decibelsToGain, exp, gainToDecibels, log } from "@twobus/dsp";
import type { GoingOn } from "./messages.ts";
import type { Ramp } from "./ramp.ts";
import { Glide, glideQuanta } from "./glide.ts";

interface Moving {
  readonly ramp: Ramp;
  readonly glide: Glide;
  to: number;
}

/** Moves values from quantum to quantum, in straight pieces. */
export class Ramps {
  readonly #values: Float64Array;
  readonly #sampleRate: number;
  readonly #moving: Moving[] = [];

  constructor(memory: WebAssembly.Memory, sampleRate: number) {
    this.#values = new Float64Array(memory.buffer);
    this.#sampleRate = sampleRate;
  }

  /** Sends values off from where they are, also on their way. */
  add(ramps: readonly Ramp[]): void {
    for (const ramp of ramps) {
      const moving = this.#find(ramp) ?? this.#begin(ramp);
      moving.to = ramp.to;
      const goal = heard(ramp.to, ramp);
      moving.glide.moveTo(goal, glideQuanta(this.#sampleRate, stepsOf(goal - moving.glide.goal, ramp)));
    }
  }

  /** Goes on with what is on its way elsewhere: from there the same way, or to a new goal. */
  goOn(before: Ramps, { from, to, bytes, ramps }: GoingOn): void {
    for (const { ramp, glide, to: goal } of before.#moving) {
      const offset = ramp.start - from;
      if (offset < 0 || offset >= bytes) continue;
      this.#jumpTo(to + offset, before.#values[ramp.end >> 3]!);
      this.#moving.push({ ramp: { ...ramp, start: to + offset, end: to + offset + 8 }, glide: glide.copy(), to: goal });
    }
    for (const ramp of ramps) {
      if (this.#find(ramp) === undefined) this.#jumpTo(ramp.start, before.#values[(from + ramp.end - to) >> 3]!);
    }
    this.add(ramps);
  }

  #jumpTo(start: number, value: number): void {
    this.#values.fill(value, start >> 3, (start >> 3) + 2);
  }

  #find({ start }: Ramp): Moving | undefined {
    return this.#moving.find(({ ramp }) => ramp.start === start);
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
    let left = 0;
    for (let index = 0; index < this.#moving.length; index++) {
      const moving = this.#moving[index]!;
      const { ramp, glide } = moving;
      const last = this.#values[ramp.end >> 3]!;
      this.#values[ramp.start >> 3] = last;
      if (glide.isThere && Object.is(last, moving.to)) continue;
      const next = glide.next();
      this.#values[ramp.end >> 3] = glide.isThere ? moving.to : written(next, ramp);
      this.#moving[left++] = moving;
    }
    this.#moving.length = left;
  }

  #begin(ramp: Ramp): Moving {
    const moving = { ramp, glide: new Glide(heard(this.#values[ramp.end >> 3]!, ramp)), to: ramp.to };
    this.#moving.push(moving);
    return moving;
  }
}

/** What moves evenly, for a value as it stands in memory. */
const heard = (value: number, { unit }: Ramp): number =>
  unit === "levelDb" ? decibelsToGain(value) : unit === "ratio" ? log(value) : value;

const written = (moved: number, { unit }: Ramp): number =>
  unit === "levelDb" ? gainToDecibels(moved) : unit === "ratio" ? exp(moved) : moved;

/** What changes by more than this takes longer. A ratio counts in nepers. */
const STEPS = { factor: 1, levelDb: 1, ratio: 0.5, Db: 6, Ms: 1, Percent: 50, other: Infinity };
/** What is no factor on all of the sound is not waited for longer than that many steps would be. */
const MOST_STEPS = 12;

/** How many steps a move takes the time of. */
function stepsOf(size: number, { unit }: Ramp): number {
  const steps = Math.abs(size) / STEPS[unit];
  return unit === "factor" || unit === "levelDb" ? steps : Math.min(MOST_STEPS, steps);
}
