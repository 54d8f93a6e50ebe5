// Keeps true peaks under a ceiling by gain alone, for signals that exceed it by little: what band-limiting makes of clipped
// waves. Peaks are looked for at 8×, and between those frames on a parabola: without it the gain would wander with where the
// crests of a wave fall, and the wave fold at −85 dB. The gain is a sliding minimum over 34 frames followed by a mean over 32, so it reaches
// every peak in time, and is exactly 1 where nothing is above the ceiling. Both channels get the same gain.
//
// Minimum and mean grow by doubling (1, 2, 4 … frames) over a row of the last needed gains. Nothing accumulates, so nothing
// drifts, and every gain is the same sum wherever a block begins.

import { aligned, FRAME_BYTES } from "./abi";
import { delayInit, delayProcess, delayStateBytes } from "./delay";
import { LONG_FIRST_PAIRS, oversampleUp, oversamplingInit, oversamplingStateBytes } from "./oversampling";

const FACTOR: i32 = 8;
const MAXIMUM_FRAMES: i32 = 128;
const PAST: i32 = 64; // gains that a minimum over 34 frames and a mean over 32 of those look back to
const SPARE: i32 = 2; // below the row, for the last pair of a pass

/**
 * The frame under a gain is this late: interpolation to 8× is 32 frames late, and the 32 minima in a mean agree on a peak
 * from 31 to 33 frames after it was found.
 */
export const TRUE_PEAK_GUARD_LATENCY: i32 = 64;

const GAINS: usize = <usize>SPARE << 3;
const SCRATCH: usize = <usize>(SPARE + PAST + MAXIMUM_FRAMES) << 3;
const IDLE: usize = 2 * SCRATCH; // i32: whether the last block was left as it was
const DELAY: usize = IDLE + 16;

// @ts-ignore: decorator
@inline
function oversamplerOf(state: usize): usize {
  return state + DELAY + <usize>aligned(delayStateBytes(TRUE_PEAK_GUARD_LATENCY));
}

export function truePeakGuardStateBytes(): i32 {
  return <i32>oversamplerOf(0) + aligned(oversamplingStateBytes(FACTOR));
}

export function truePeakGuardInit(state: usize): void {
  for (let i: usize = 0; i < IDLE; i += 8) store<f64>(state + i, 1.0);
  delayInit(state + DELAY, TRUE_PEAK_GUARD_LATENCY);
  oversamplingInit(oversamplerOf(state), FACTOR, 0, LONG_FIRST_PAIRS);
}

/** A crest stands at most so far above the inner frames beside it: 1 / cos(π/16), of half the song's sample rate. */
const MOST_BETWEEN: f64 = 1.0196;

/** The highest of the inner frames from `area`, or of the crests between them by the parabola through three frames. */
// @ts-ignore: decorator
@inline
function crestsOf(area: usize): v128 {
  const eighth = f64x2.splat(0.125);
  const least = f64x2.splat(1e-30);
  let crests = f64x2.splat(0.0);
  let before = f64x2.abs(v128.load(area - 2 * FRAME_BYTES));
  let here = f64x2.abs(v128.load(area - FRAME_BYTES));
  for (let j: i32 = 0; j < FACTOR; j++) {
    const after = f64x2.abs(v128.load(area));
    const bend = f64x2.sub(f64x2.add(here, here), f64x2.add(before, after));
    const tilt = f64x2.sub(before, after);
    const rise = f64x2.div(f64x2.mul(f64x2.mul(tilt, tilt), eighth), f64x2.pmax(bend, least));
    const isHighest = v128.and(f64x2.ge(here, before), f64x2.ge(here, after));
    crests = f64x2.pmax(crests, f64x2.add(here, v128.and(rise, isHighest)));
    before = here;
    here = after;
    area += FRAME_BYTES;
  }
  return f64x2.pmax(crests, here);
}

/** The gain that each frame asks for, at the end of the row. */
function findPeaks(state: usize, input: usize, ceiling: f64, ceilingStep: f64, spared: usize, frames: i32): void {
  let area = oversampleUp(oversamplerOf(state), input, frames);
  const past = area - 2 * FRAME_BYTES;
  let gains = state + GAINS + (<usize>PAST << 3);
  for (let i: i32 = 0; i < frames; i++) {
    ceiling += ceilingStep;
    let peaks = f64x2.splat(0.0);
    for (let j: i32 = 0; j < FACTOR; j++) {
      peaks = f64x2.pmax(peaks, f64x2.abs(v128.load(area)));
      area += FRAME_BYTES;
    }
    let peak = max(f64x2.extract_lane(peaks, 0), f64x2.extract_lane(peaks, 1));
    if (peak * MOST_BETWEEN > ceiling) {
      const crests = crestsOf(area - <usize>FACTOR * FRAME_BYTES);
      peak = max(f64x2.extract_lane(crests, 0), f64x2.extract_lane(crests, 1));
    }
    let gain = peak > ceiling ? ceiling / peak : 1.0;
    if (spared != 0) gain += load<f64>(spared + (<usize>i << 3)) * (1.0 - gain);
    store<f64>(gains, gain);
    gains += 8;
  }
  memory.copy(past, area - 2 * FRAME_BYTES, 2 * FRAME_BYTES);
}

/** Whether every gain of the row is 1. */
function isIdle(row: usize, length: i32): bool {
  let least = v128.load(row + (<usize>(length - 2) << 3));
  for (let at = row; at < row + (<usize>(length - 1) << 3); at += 16) least = f64x2.pmin(least, v128.load(at));
  return v128.all_true<i64>(f64x2.eq(least, f64x2.splat(1.0)));
}

/** From the row's end down to `first`: each gain becomes the lesser of itself and the one `back` places before. */
// @ts-ignore: decorator
@inline
function lesser(row: usize, first: i32, back: i32, length: i32): void {
  const end = row + (<usize>(first - 2) << 3);
  for (let at = row + (<usize>(length - 2) << 3); at > end; at -= 16) {
    v128.store(at, f64x2.pmin(v128.load(at), v128.load(at - (<usize>back << 3))));
  }
}

// @ts-ignore: decorator
@inline
function sum(row: usize, first: i32, back: i32, length: i32): void {
  const end = row + (<usize>(first - 2) << 3);
  for (let at = row + (<usize>(length - 2) << 3); at > end; at -= 16) {
    v128.store(at, f64x2.add(v128.load(at), v128.load(at - (<usize>back << 3))));
  }
}

/** Minima over 34 gains, then sums of 32 minima, in place. */
function smooth(row: usize, length: i32): void {
  lesser(row, 1, 1, length);
  lesser(row, 3, 2, length);
  lesser(row, 7, 4, length);
  lesser(row, 15, 8, length);
  lesser(row, 31, 16, length);
  lesser(row, 33, 2, length);
  sum(row, 34, 1, length);
  sum(row, 36, 2, length);
  sum(row, 40, 4, length);
  sum(row, 48, 8, length);
  sum(row, 64, 16, length);
}

/** Writes the gains of the last block as stereo frames. */
export function truePeakGuardGains(state: usize, output: usize, frames: i32): void {
  const idle = load<i32>(state, IDLE) != 0;
  const one = f64x2.splat(1.0);
  const mean = f64x2.splat(1.0 / 32.0);
  let gain = state + GAINS + SCRATCH + (<usize>PAST << 3);
  const end = output + <usize>frames * FRAME_BYTES;
  for (; output < end; output += FRAME_BYTES) {
    v128.store(output, idle ? one : f64x2.mul(v128.load64_splat(gain), mean));
    gain += 8;
  }
}

/** `output` is `input`, `TRUE_PEAK_GUARD_LATENCY` frames late: what a part of the input needs to keep pace. */
export function truePeakGuardDelay(state: usize, input: usize, output: usize, frames: i32): void {
  delayProcess(state + DELAY, input, output, frames);
}

/**
 * `output` is `input`, `TRUE_PEAK_GUARD_LATENCY` frames late. The ceiling moves by `ceilingStep` per frame;
 * `spared` is a row of how much of the reduction is let off (f64 per frame, 0 … 1), or 0.
 */
export function truePeakGuardProcess(
  state: usize,
  input: usize,
  output: usize,
  ceiling: f64,
  ceilingStep: f64,
  spared: usize,
  frames: i32,
): void {
  findPeaks(state, input, ceiling, ceilingStep, spared, frames);
  delayProcess(state + DELAY, input, output, frames);
  const asked = state + GAINS;
  const length = PAST + frames;
  const idle = isIdle(asked, length);
  store<i32>(state, idle ? 1 : 0, IDLE);
  if (!idle) {
    const row = asked + SCRATCH;
    memory.copy(row, asked, <usize>length << 3);
    smooth(row, length);
    const mean = f64x2.splat(1.0 / 32.0);
    let gain = row + (<usize>PAST << 3);
    const end = output + <usize>frames * FRAME_BYTES;
    for (; output < end; output += FRAME_BYTES) {
      v128.store(output, f64x2.mul(v128.load(output), f64x2.mul(v128.load64_splat(gain), mean)));
      gain += 8;
    }
  }
  memory.copy(asked, asked + (<usize>frames << 3), <usize>PAST << 3);
}
