// Moving audio between the engine's stereo frames and the world's planar channels, telling sound from damage, and holding
// the peaks of meters.

import { FRAME_BYTES } from "./abi";

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
