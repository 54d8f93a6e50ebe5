// RMS of a power that is forgotten exponentially, as analogue RMS detectors take it. A sliding window is in `detector.ts`.

import { FRAME_BYTES } from "./abi";
import { flushDenormal } from "./fast-maths";
import { approachRate } from "./time-constant";

const MEAN: usize = 0; // v128
const RATE: usize = 16; // f64
export const RMS_DETECTOR_BYTES: usize = 32;

export function setRmsDetector(detector: usize, seconds: f64, sampleRate: f64): void {
  store<f64>(detector, approachRate(seconds, sampleRate), RATE);
}

/** Writes amplitudes: a sine reads 3.01 dB less than its peak. */
export function rmsLevels(detector: usize, input: usize, row: usize, frames: i32): void {
  const rate = f64x2.splat(load<f64>(detector, RATE));
  let mean = v128.load(detector, MEAN);
  const end = row + <usize>frames * FRAME_BYTES;
  while (row < end) {
    const frame = v128.load(input);
    mean = f64x2.add(mean, f64x2.mul(rate, f64x2.sub(f64x2.mul(frame, frame), mean)));
    v128.store(row, f64x2.sqrt(mean));
    input += FRAME_BYTES;
    row += FRAME_BYTES;
  }
  v128.store(detector, flushDenormal(mean), MEAN);
}
