import { decibelsToGain, exp, gainToDecibels, log } from "@twobus/dsp";
import type { GoingOn } from "./messages.ts";
import type { Ramp, RampPlace } from "./ramp.ts";
import { Glide, glideQuanta } from "./glide.ts";

interface Moving {
  readonly place: RampPlace;
  readonly glide: Glide;
  /** A value, or wherever its automation lane is. */
  goal: number | "lane";
  /** Where it stood at the end of the last quantum. */
  last: number;
  /** What it has come from, as it is heard: on its way to a lane that moves it goes no further. */
  lowest: number;
  highest: number;
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
    for (const ramp of ramps) this.#send(ramp, ramp.to, ramp.to);
  }

  /** Goes on with what is on its way elsewhere: from there the same way, or to a new goal. Lanes have been written for the next quantum. */
  goOn(before: Ramps, { from, to, bytes, ramps, lanes }: GoingOn): void {
    for (const { place, glide, ...way } of before.#moving) {
      const offset = place.start - from;
      if (offset < 0 || offset >= bytes) continue;
      const here = { ...place, start: to + offset, end: to + offset + 8 };
      this.#moving.push({ ...way, place: here, glide: glide.copy() });
    }
    for (const place of [...ramps, ...lanes]) {
      if (this.#find(place) === undefined) this.#begin(place, before.#values[(from + place.end - to) >> 3]!);
    }
    for (const lane of lanes) this.#send(lane, "lane", this.#values[lane.start >> 3]!);
    this.add(ramps);
  }

  #send(place: RampPlace, goal: number | "lane", value: number): void {
    const moving = this.#find(place) ?? this.#begin(place, this.#values[place.end >> 3]!);
    const to = heard(value, place);
    const from = heard(moving.last, place);
    // It still goes on towards the goal before for a while: to be held there would be a corner
    moving.lowest = Math.min(moving.lowest, from, moving.glide.goal);
    moving.highest = Math.max(moving.highest, from, moving.glide.goal);
    moving.goal = goal;
    moving.glide.moveTo(to, glideQuanta(this.#sampleRate, stepsOf(to - moving.glide.goal, place)));
  }

  #find({ start }: RampPlace): Moving | undefined {
    return this.#moving.find(({ place }) => place.start === start);
  }

  /** Moves values at once: nobody has heard where they were. */
  jump(ramps: readonly Ramp[]): void {
    for (const { start, to } of ramps) this.#values.fill(to, start >> 3, (start >> 3) + 2);
  }

  /** Writes where values stand in the next quantum, for which lanes have been written. */
  step(): void {
    let left = 0;
    for (let index = 0; index < this.#moving.length; index++) {
      const moving = this.#moving[index]!;
      if (this.#move(moving)) this.#moving[left++] = moving;
    }
    this.#moving.length = left;
  }

  /** False where it has arrived, and has stood there at the end of the last quantum. */
  #move(moving: Moving): boolean {
    const { place, glide, goal, last } = moving;
    const isLane = goal === "lane";
    const to = isLane ? this.#values[place.end >> 3]! : goal;
    if (glide.isThere && (isLane || Object.is(last, to))) {
      if (!isLane) this.#values[place.start >> 3] = last;
      return false;
    }
    if (isLane) glide.follow(heard(to, place));
    const next = glide.next();
    moving.last = glide.isThere ? to : written(isLane ? within(next, glide.goal, moving) : next, place);
    this.#values[place.start >> 3] = last;
    this.#values[place.end >> 3] = moving.last;
    return true;
  }

  #begin(place: RampPlace, value: number): Moving {
    const from = heard(value, place);
    const moving = { place, glide: new Glide(from), goal: value, last: value, lowest: from, highest: from };
    this.#moving.push(moving);
    return moving;
  }
}

/** Between where it has come from and where it goes, as both are heard. */
const within = (value: number, goal: number, { lowest, highest }: Moving): number =>
  Math.min(Math.max(value, Math.min(lowest, goal)), Math.max(highest, goal));

/** What moves evenly, for a value as it stands in memory. */
const heard = (value: number, { unit }: RampPlace): number =>
  unit === "levelDb" ? decibelsToGain(value) : unit === "ratio" ? log(value) : value;

const written = (moved: number, { unit }: RampPlace): number =>
  unit === "levelDb" ? gainToDecibels(moved) : unit === "ratio" ? exp(moved) : moved;

/**
 * What changes by more than this takes longer. A ratio counts in nepers. Degrees are how far a delay sways behind another: each corner
 * between the straight pieces of their way is one of pitch, so that half a turn takes 0.75 s.
 */
const STEPS = { factor: 1, levelDb: 1, ratio: 0.5, Db: 6, Ms: 1, Percent: 50, Degrees: 1.8, other: Infinity };
/** What is no factor on all of the sound is not waited for longer than that many steps would be. */
const MOST_STEPS = 12;

/** How many steps a move takes the time of. */
function stepsOf(size: number, { unit }: RampPlace): number {
  const steps = Math.abs(size) / STEPS[unit];
  const isWaitedFor = unit === "factor" || unit === "levelDb" || unit === "Degrees";
  return isWaitedFor ? steps : Math.min(MOST_STEPS, steps);
}
