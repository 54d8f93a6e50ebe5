// Moving audio between the engine's stereo frames and the world's planar channels, telling sound from damage, and holding
// the peaks of meters.

import { FRAME_BYTES } from "./abi";
import { flushDenormal } from "./fast-maths";

/** Planar f64 channels to stereo frames. */
export function interleave(left: usize, right: usize, output: usize, frames: i32): void {
  for (let i: i32 = 0; i < frames; i++) {
    const offset = (<usize>i) << 3;
    v128.store(output + <usize>i * FRAME_BYTES, v128.load64_lane(right + offset, v128.load64_zero(left + offset), 1));
  }
}

/** Stereo frames to planar f64 channels. */
export function deinterleave(input: usize, left: usize, right: usize, frames: i32): void {
  for (let i: i32 = 0; i < frames; i++) {
    const frame = v128.load(input + <usize>i * FRAME_BYTES);
    const offset = (<usize>i) << 3;
    v128.store64_lane(left + offset, frame, 0);
    v128.store64_lane(right + offset, frame, 1);
  }
}

/** 1 when no sample is NaN or infinite: 0·x is 0 for a number and NaN for anything else. */
export function isFiniteBuffer(buffer: usize, frames: i32): i32 {
  const zero = f64x2.splat(0.0);
  let first = zero;
  let second = zero;
  let third = zero;
  let fourth = zero;
  const end = buffer + <usize>frames * FRAME_BYTES;
  for (const whole = end - ((<usize>frames & 3) << 4); buffer < whole; buffer += 4 * FRAME_BYTES) {
    first = f64x2.add(first, f64x2.mul(zero, v128.load(buffer)));
    second = f64x2.add(second, f64x2.mul(zero, v128.load(buffer, 16)));
    third = f64x2.add(third, f64x2.mul(zero, v128.load(buffer, 32)));
    fourth = f64x2.add(fourth, f64x2.mul(zero, v128.load(buffer, 48)));
  }
  for (; buffer < end; buffer += FRAME_BYTES) first = f64x2.add(first, f64x2.mul(zero, v128.load(buffer)));
  const sum = f64x2.add(f64x2.add(first, second), f64x2.add(third, fourth));
  return v128.all_true<i64>(f64x2.eq(sum, zero)) ? 1 : 0;
}

/** Raises each peak to its meter where that is higher. */
export function holdPeaks(meters: usize, peaks: usize, count: i32): void {
  const end = meters + (<usize>count << 3);
  while (meters < end) {
    if (load<f64>(meters) > load<f64>(peaks)) store<f64>(peaks, load<f64>(meters));
    meters += 8;
    peaks += 8;
  }
}

/** Bytes of a signal's level: its peak, then its mean square, each a frame. */
export const LEVEL_BYTES: usize = 32;
/** Peaks fall by 20 dB in a second of quanta at 48 kHz; mean squares settle with a time constant of 300 ms there. */
const PEAK_DECAY: f64 = 0.99388;
const MEAN_SHARE: f64 = 0.00885;

/**
 * Follows the level of a signal, for eyes. Four chains: a sum that waits for itself takes longer than all the rest. `frames` is a
 * multiple of 4. Returns 0, and leaves the level as it was, where a sample is NaN or infinite: the sum of squares has seen that.
 */
export function measureLevel(buffer: usize, level: usize, frames: i32): i32 {
  const zero = f64x2.splat(0.0);
  let firstPeak = f64x2.mul(v128.load(level), f64x2.splat(PEAK_DECAY));
  let secondPeak = zero;
  let thirdPeak = zero;
  let fourthPeak = zero;
  let first = zero;
  let second = zero;
  let third = zero;
  let fourth = zero;
  const end = buffer + <usize>frames * FRAME_BYTES;
  for (let at = buffer; at < end; at += 4 * FRAME_BYTES) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    firstPeak = f64x2.pmax(firstPeak, f64x2.abs(a));
    secondPeak = f64x2.pmax(secondPeak, f64x2.abs(b));
    thirdPeak = f64x2.pmax(thirdPeak, f64x2.abs(c));
    fourthPeak = f64x2.pmax(fourthPeak, f64x2.abs(d));
    first = f64x2.add(first, f64x2.mul(a, a));
    second = f64x2.add(second, f64x2.mul(b, b));
    third = f64x2.add(third, f64x2.mul(c, c));
    fourth = f64x2.add(fourth, f64x2.mul(d, d));
  }
  const sum = f64x2.add(f64x2.add(first, second), f64x2.add(third, fourth));
  const isFinite = v128.all_true<i64>(f64x2.eq(f64x2.mul(sum, zero), zero));
  if (!isFinite && isFiniteBuffer(buffer, frames) == 0) return 0; // squares of what is huge are infinite too
  const peak = f64x2.pmax(f64x2.pmax(firstPeak, secondPeak), f64x2.pmax(thirdPeak, fourthPeak));
  const before = v128.load(level, 16);
  const mean = f64x2.mul(sum, f64x2.splat(1.0 / <f64>frames));
  v128.store(level, flushDenormal(peak));
  v128.store(level, flushDenormal(f64x2.add(before, f64x2.mul(f64x2.sub(mean, before), f64x2.splat(MEAN_SHARE)))), 16);
  return 1;
}
