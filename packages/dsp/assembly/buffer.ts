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

/** 1 when no sample is NaN or infinite: x − x is 0 for a number and NaN for anything else. */
export function isFiniteBuffer(buffer: usize, frames: i32): i32 {
  let fault = f64x2.splat(0.0);
  const end = buffer + <usize>frames * FRAME_BYTES;
  while (buffer < end) {
    const frame = v128.load(buffer);
    fault = f64x2.add(fault, f64x2.sub(frame, frame));
    buffer += FRAME_BYTES;
  }
  return v128.all_true<i64>(f64x2.eq(fault, f64x2.splat(0.0))) ? 1 : 0;
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
