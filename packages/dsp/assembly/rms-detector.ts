// RMS of a power that is forgotten exponentially, as analogue RMS detectors take it. A sliding window is in `detector.ts`.

import { FRAME_BYTES } from "./abi";
import { flushDenormal, log2Pair } from "./fast-maths";
import { approachRate } from "./time-constant";

const MEAN: usize = 0; // v128
const RATE: usize = 16; // f64
export const RMS_DETECTOR_BYTES: usize = 32;

export function setRmsDetector(detector: usize, seconds: f64, sampleRate: f64): void {
  store<f64>(detector, approachRate(seconds, sampleRate), RATE);
}

/** −200 dB: keeps the logarithm of silence finite. */
const SILENT_POWER: f64 = 1e-20;

/**
 * Writes base-2 logarithms of amplitudes over a mark that may ramp; halving a power's takes no root. A sine reads 3.01 dB less than
 * its peak.
 */
export function rmsLevelsOver(detector: usize, input: usize, row: usize, frames: i32, mark: usize): void {
  if (v128.any_true(v128.load(mark, 16))) levelsOver(true, detector, input, row, frames, mark);
  else levelsOver(false, detector, input, row, frames, mark);
}

/** `ramps` is a constant wherever this is inlined. */
// @ts-ignore: decorator
@inline
function levelsOver(ramps: bool, detector: usize, input: usize, row: usize, frames: i32, mark: usize): void {
  const rate = f64x2.splat(load<f64>(detector, RATE));
  const silent = f64x2.splat(SILENT_POWER);
  const half = f64x2.splat(0.5);
  let edge = v128.load(mark);
  let mean = v128.load(detector, MEAN);
  const end = row + <usize>frames * FRAME_BYTES;
  for (; row < end; row += FRAME_BYTES) {
    mean = nextMean(mean, v128.load(input), rate);
    v128.store(row, f64x2.sub(f64x2.mul(log2Pair(f64x2.pmax(silent, mean)), half), edge));
    if (ramps) edge = f64x2.add(edge, v128.load(mark, 16));
    input += FRAME_BYTES;
  }
  v128.store(detector, flushDenormal(mean), MEAN);
}

// @ts-ignore: decorator
@inline
function nextMean(mean: v128, frame: v128, rate: v128): v128 {
  return f64x2.add(mean, f64x2.mul(rate, f64x2.sub(f64x2.mul(frame, frame), mean)));
}
