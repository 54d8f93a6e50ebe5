// The static law of compression: threshold, slope and a soft knee.
// Giannoulis, Massberg, Reiss: Digital Dynamic Range Compressor Design, JAES 60 (2012), in base-2 logarithms.

import { FRAME_BYTES } from "./abi";
import { RAMP_BYTES } from "./control-row";
import { log2Pair } from "./fast-maths";

/** What one unit of logarithm measures: amplitudes as they are, powers by half. */
export const OF_AMPLITUDE: f64 = 1.0;
export const OF_POWER: f64 = 0.5;

/** Keeps the logarithm of silence finite: −400 dB of amplitude, −200 dB of power. */
const FLOOR: f64 = 1e-20;

/** A hard knee is a very narrow one: no division by zero, and no curve. */
const HARD_KNEE: f64 = 1e-9;

/** Four row ramps: threshold, slope 1 − 1/R, knee width, and the greatest reduction allowed. */
export const GAIN_LAW_BYTES: usize = 4 * RAMP_BYTES;
export const LAW_THRESHOLD: usize = 0;
export const LAW_SLOPE: usize = RAMP_BYTES;
export const LAW_KNEE: usize = 2 * RAMP_BYTES;
export const LAW_RANGE: usize = 3 * RAMP_BYTES;

/** Widths below the narrowest knee are that knee. */
// @ts-ignore: decorator
@inline
export function kneeWidth(width: f64): f64 {
  return max(width, HARD_KNEE);
}

/**
 * How far a level counts as above the threshold: 0 below the knee, a parabola inside it, `over` itself above it.
 * `halfInverse` is 1/(2·knee).
 */
// @ts-ignore: decorator
@inline
export function kneeOvershoot(over: v128, knee: v128, halfInverse: v128): v128 {
  const rise = f64x2.pmax(f64x2.add(over, f64x2.mul(knee, f64x2.splat(0.5))), f64x2.splat(0.0));
  const bend = f64x2.pmin(rise, knee);
  return f64x2.add(f64x2.mul(f64x2.mul(bend, bend), halfInverse), f64x2.sub(rise, bend));
}

/** Reduction at one steady level, `over` above the threshold: for drawn curves and automatic make-up. */
export function reductionAt(over: f64, slope: f64, knee: f64): f64 {
  const width = kneeWidth(knee);
  const overshoot = kneeOvershoot(f64x2.splat(over), f64x2.splat(width), f64x2.splat(0.5 / width));
  return slope * f64x2.extract_lane(overshoot, 0);
}

// @ts-ignore: decorator
@inline
function logarithm(level: v128): v128 {
  return log2Pair(f64x2.pmax(f64x2.splat(FLOOR), level));
}

/** Levels to logarithms relative to a threshold that may ramp. */
export function levelsOverThreshold(row: usize, vectors: i32, threshold: usize): void {
  let edge = v128.load(threshold);
  const edgeStep = v128.load(threshold, 16);
  const end = row + <usize>vectors * FRAME_BYTES;
  while (row < end) {
    v128.store(row, f64x2.sub(logarithm(v128.load(row)), edge));
    edge = f64x2.add(edge, edgeStep);
    row += FRAME_BYTES;
  }
}

/** Levels to reductions by a gain law. `measure` is `OF_AMPLITUDE` or `OF_POWER`. */
export function reductionsByLaw(row: usize, vectors: i32, law: usize, measure: f64): void {
  const half = f64x2.splat(0.5);
  const unit = f64x2.splat(measure);
  let threshold = v128.load(law + LAW_THRESHOLD);
  const thresholdStep = v128.load(law + LAW_THRESHOLD, 16);
  let slope = v128.load(law + LAW_SLOPE);
  const slopeStep = v128.load(law + LAW_SLOPE, 16);
  let knee = v128.load(law + LAW_KNEE);
  const kneeStep = v128.load(law + LAW_KNEE, 16);
  let range = v128.load(law + LAW_RANGE);
  const rangeStep = v128.load(law + LAW_RANGE, 16);
  const end = row + <usize>vectors * FRAME_BYTES;
  while (row < end) {
    const over = f64x2.sub(f64x2.mul(logarithm(v128.load(row)), unit), threshold);
    const overshoot = kneeOvershoot(over, knee, f64x2.div(half, knee));
    v128.store(row, f64x2.pmin(f64x2.mul(slope, overshoot), range));
    threshold = f64x2.add(threshold, thresholdStep);
    slope = f64x2.add(slope, slopeStep);
    knee = f64x2.add(knee, kneeStep);
    range = f64x2.add(range, rangeStep);
    row += FRAME_BYTES;
  }
}
