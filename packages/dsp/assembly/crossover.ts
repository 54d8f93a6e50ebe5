// A bank of Linkwitz–Riley crossovers of fourth order: two to six bands, each −6.02 dB where it meets its neighbour, 24 dB
// per octave, in phase, so that they sum to an all-pass.
//
// Low-pass and high-pass of a crossover are squared Butterworth filters, and their sum is an all-pass of second order,
// 1/D² + s⁴/D² = (s² − √2·s + 1)/D with D = s² + √2·s + 1 (S. Linkwitz, R. Riley, 1976). So one state-variable section gives
// the all-pass and the first half of the low-pass, a second one its other half, and the high band is what is left: the sum
// holds to the last bits, also while the frequency moves. Sections run as state matrices, as in `key-filter.ts`.
//
// Bands are divided as a tree, the crossover in the middle first. What a branch does not pass through it still owes the
// phase of: it takes the all-passes of the other branch's crossovers, once, before it divides.

import { FRAME_BYTES, startOf } from "./abi";
import { flushDenormal } from "./fast-maths";
import { PI, tan } from "./maths";

export const MOST_BANDS: i32 = 6;
const CROSSOVERS: i32 = 5;
const DAMPING: f64 = 1.4142135623730951;
const HIGHEST_SHARE: f64 = 0.49; // of the sample rate

// A crossover in memory: integrator gain in force, gain that it goes to (f64)
const GOAL: usize = 8;
const CROSSOVER_BYTES: usize = 16;
// Then the sections, in the order in which the tree comes to them: five divisions, six all-passes at most
const DIVISION_BYTES: usize = 64;
const ALL_PASS_BYTES: usize = 32;
const SECTIONS: usize = <usize>CROSSOVERS * CROSSOVER_BYTES;
export const CROSSOVER_BANK_BYTES: usize = SECTIONS + 5 * DIVISION_BYTES + 6 * ALL_PASS_BYTES;

/** Sets where the crossovers of `bands` bands go to: values from `first` on, in Hz, none below the one before it. */
export function setCrossovers(bank: usize, values: usize, first: i32, bands: i32, sampleRate: f64): void {
  let hz: f64 = 0.0;
  for (let i: i32 = 0; i < bands - 1; i++) {
    hz = max(hz, startOf(values, first + i));
    store<f64>(crossoverAt(bank, i), tan(PI * min(hz / sampleRate, HIGHEST_SHARE)), GOAL);
  }
}

/** Arrives at once, and forgets what was heard. */
export function resetCrossovers(bank: usize): void {
  arrive(bank);
  memory.fill(bank + SECTIONS, 0, CROSSOVER_BANK_BYTES - SECTIONS);
}

function arrive(bank: usize): void {
  for (let i: i32 = 0; i < CROSSOVERS; i++) {
    const crossover = crossoverAt(bank, i);
    store<f64>(crossover, load<f64>(crossover, GOAL));
  }
}

// @ts-ignore: decorator
@inline
function crossoverAt(bank: usize, index: i32): usize {
  return bank + <usize>index * CROSSOVER_BYTES;
}

// @ts-ignore: decorator
@inline
function bufferAt(list: usize, index: i32): usize {
  return <usize>load<u32>(list + (<usize>index << 2));
}

/** Divides what lies in the first of `bands` buffers, whose addresses (u32) stand in `list`, among all of them, lows first. */
export function divideBands(bank: usize, bands: i32, list: usize, frames: i32): void {
  divide(bank, bank + SECTIONS, 0, bands - 1, list, frames);
  arrive(bank);
}

/** Divides at the crossovers from `first` to before `end`; returns where the next section lies. */
function divide(bank: usize, section: usize, first: i32, end: i32, list: usize, frames: i32): usize {
  if (first == end) return section;
  const middle = (first + end) >> 1;
  const low = bufferAt(list, first);
  const high = bufferAt(list, middle + 1);
  divideAt(crossoverAt(bank, middle), section, low, high, frames);
  section += DIVISION_BYTES;
  for (let i = middle + 1; i < end; i++) {
    allPass(crossoverAt(bank, i), section, low, frames);
    section += ALL_PASS_BYTES;
  }
  for (let i = first; i < middle; i++) {
    allPass(crossoverAt(bank, i), section, high, frames);
    section += ALL_PASS_BYTES;
  }
  section = divide(bank, section, first, middle, list, frames);
  return divide(bank, section, middle + 1, end, list, frames);
}

// A section with the states s, t and the input x: with a = 1/(1 + g·(g + √2))
//   s′ = (2a − 1)·s + 2ga·(x − t), t′ = 2ga·s + t + 2g²a·(x − t), low-pass (t′ + t)/2, all-pass x − √2·(s′ + s)
// @ts-ignore: decorator
@inline
function closed(g: f64): f64 {
  return 1.0 / (1.0 + g * (g + DAMPING));
}

/** `buffer` becomes the low band, `high` the high one. */
function divideAt(crossover: usize, section: usize, buffer: usize, high: usize, frames: i32): void {
  let g = load<f64>(crossover);
  const step = (load<f64>(crossover, GOAL) - g) / <f64>frames;
  let a = closed(g);
  let keep = f64x2.splat(2.0 * a - 1.0);
  let cross = f64x2.splat(2.0 * g * a);
  let rise = f64x2.splat(2.0 * g * g * a);
  let stay = f64x2.splat(1.0 - 2.0 * g * g * a);
  const half = f64x2.splat(0.5);
  const damping = f64x2.splat(DAMPING);
  let s = v128.load(section);
  let t = v128.load(section, 16);
  let u = v128.load(section, 32);
  let v = v128.load(section, 48);
  const end = buffer + <usize>frames * FRAME_BYTES;
  while (buffer < end) {
    if (step != 0.0) {
      g += step;
      a = closed(g);
      keep = f64x2.splat(2.0 * a - 1.0);
      cross = f64x2.splat(2.0 * g * a);
      rise = f64x2.splat(2.0 * g * g * a);
      stay = f64x2.splat(1.0 - 2.0 * g * g * a);
    }
    const x = v128.load(buffer);
    const nextS = f64x2.add(f64x2.mul(keep, s), f64x2.sub(f64x2.mul(cross, x), f64x2.mul(cross, t)));
    const nextT = f64x2.add(f64x2.mul(cross, s), f64x2.add(f64x2.mul(rise, x), f64x2.mul(stay, t)));
    const all = f64x2.sub(x, f64x2.mul(damping, f64x2.add(nextS, s)));
    const y = f64x2.mul(half, f64x2.add(nextT, t));
    s = nextS;
    t = nextT;
    const nextU = f64x2.add(f64x2.mul(keep, u), f64x2.sub(f64x2.mul(cross, y), f64x2.mul(cross, v)));
    const nextV = f64x2.add(f64x2.mul(cross, u), f64x2.add(f64x2.mul(rise, y), f64x2.mul(stay, v)));
    const low = f64x2.mul(half, f64x2.add(nextV, v));
    u = nextU;
    v = nextV;
    v128.store(buffer, low);
    v128.store(high, f64x2.sub(all, low));
    buffer += FRAME_BYTES;
    high += FRAME_BYTES;
  }
  v128.store(section, flushDenormal(s));
  v128.store(section, flushDenormal(t), 16);
  v128.store(section, flushDenormal(u), 32);
  v128.store(section, flushDenormal(v), 48);
}

/** In place. */
function allPass(crossover: usize, section: usize, buffer: usize, frames: i32): void {
  let g = load<f64>(crossover);
  const step = (load<f64>(crossover, GOAL) - g) / <f64>frames;
  let a = closed(g);
  let keep = f64x2.splat(2.0 * a - 1.0);
  let cross = f64x2.splat(2.0 * g * a);
  let rise = f64x2.splat(2.0 * g * g * a);
  let stay = f64x2.splat(1.0 - 2.0 * g * g * a);
  const damping = f64x2.splat(DAMPING);
  let s = v128.load(section);
  let t = v128.load(section, 16);
  const end = buffer + <usize>frames * FRAME_BYTES;
  for (; buffer < end; buffer += FRAME_BYTES) {
    if (step != 0.0) {
      g += step;
      a = closed(g);
      keep = f64x2.splat(2.0 * a - 1.0);
      cross = f64x2.splat(2.0 * g * a);
      rise = f64x2.splat(2.0 * g * g * a);
      stay = f64x2.splat(1.0 - 2.0 * g * g * a);
    }
    const x = v128.load(buffer);
    const nextS = f64x2.add(f64x2.mul(keep, s), f64x2.sub(f64x2.mul(cross, x), f64x2.mul(cross, t)));
    const nextT = f64x2.add(f64x2.mul(cross, s), f64x2.add(f64x2.mul(rise, x), f64x2.mul(stay, t)));
    v128.store(buffer, f64x2.sub(x, f64x2.mul(damping, f64x2.add(nextS, s))));
    s = nextS;
    t = nextT;
  }
  v128.store(section, flushDenormal(s));
  v128.store(section, flushDenormal(t), 16);
}
