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

/** Four row ramps: foot of the knee, slope 1 − 1/R, width of the knee, and the greatest reduction allowed. */
export const GAIN_LAW_BYTES: usize = 4 * RAMP_BYTES;
export const LAW_FOOT: usize = 0;
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
 * The law: nothing below the foot of the knee, a parabola over its width, beyond it a straight line through the threshold,
 * which lies half a width above the foot. `bend` is slope/(2·knee).
 */
// @ts-ignore: decorator
@inline
export function kneeLaw(overFoot: v128, knee: v128, bend: v128, slope: v128): v128 {
  const rise = f64x2.pmax(overFoot, f64x2.splat(0.0));
  const inside = f64x2.pmin(rise, knee);
  const curved = f64x2.mul(f64x2.mul(inside, inside), bend);
  return f64x2.add(curved, f64x2.mul(f64x2.sub(rise, inside), slope));
}

/** Reduction at one steady level above the foot of the knee: for drawn curves and automatic make-up. */
export function reductionAt(overFoot: f64, slope: f64, knee: f64): f64 {
  const bend = f64x2.splat((0.5 * slope) / knee);
  return f64x2.extract_lane(kneeLaw(f64x2.splat(overFoot), f64x2.splat(knee), bend, f64x2.splat(slope)), 0);
}

// @ts-ignore: decorator
@inline
function logarithm(level: v128): v128 {
  return log2Pair(f64x2.pmax(f64x2.splat(FLOOR), level));
}

/** Levels to logarithms relative to a mark that may ramp. */
export function levelsOver(row: usize, vectors: i32, mark: usize): void {
  let edge = v128.load(mark);
  const edgeStep = v128.load(mark, 16);
  const end = row + <usize>vectors * FRAME_BYTES;
  while (row < end) {
    v128.store(row, f64x2.sub(logarithm(v128.load(row)), edge));
    edge = f64x2.add(edge, edgeStep);
    row += FRAME_BYTES;
  }
}

/** Levels to reductions by a gain law. `measure` is `OF_AMPLITUDE` or `OF_POWER`. */
export function reductionsByLaw(row: usize, vectors: i32, law: usize, measure: f64): void {
  const unit = f64x2.splat(measure);
  let foot = v128.load(law + LAW_FOOT);
  const footStep = v128.load(law + LAW_FOOT, 16);
  let slope = v128.load(law + LAW_SLOPE);
  const slopeStep = v128.load(law + LAW_SLOPE, 16);
  let knee = v128.load(law + LAW_KNEE);
  const kneeStep = v128.load(law + LAW_KNEE, 16);
  let range = v128.load(law + LAW_RANGE);
  const rangeStep = v128.load(law + LAW_RANGE, 16);
  let bend = bendOf(slope, knee);
  const bends = v128.any_true(v128.or(slopeStep, kneeStep));
  const end = row + <usize>vectors * FRAME_BYTES;
  while (row < end) {
    const overFoot = f64x2.sub(f64x2.mul(logarithm(v128.load(row)), unit), foot);
    v128.store(row, f64x2.pmin(kneeLaw(overFoot, knee, bend, slope), range));
    foot = f64x2.add(foot, footStep);
    range = f64x2.add(range, rangeStep);
    if (bends) {
      slope = f64x2.add(slope, slopeStep);
      knee = f64x2.add(knee, kneeStep);
      bend = bendOf(slope, knee);
    }
    row += FRAME_BYTES;
  }
}

/** What `kneeLaw` wants as `bend`. */
// @ts-ignore: decorator
@inline
export function bendOf(slope: v128, knee: v128): v128 {
  return f64x2.div(f64x2.mul(slope, f64x2.splat(0.5)), knee);
}
