// The static law of variable-mu stages: the more they reduce, the steeper they are. Above the threshold, s over it, the
// output rises by (s/R) / √(1 + (s/reach)²): with the slope 1/R at first, towards a level that it never passes, reach/R over
// the threshold. A vintage stage begins without a ratio (R = 1), which is as soft as a knee can be; a modern one with its
// own, behind a knee.

import { FRAME_BYTES } from "./abi";
import { RAMP_BYTES } from "./control-row";
import { kneeLaw } from "./gain-computer";
import { log2Pair } from "./fast-maths";

/** Keeps the logarithm of silence finite: −400 dB. */
const FLOOR: f64 = 1e-20;

/** Four row ramps, in base-2 logarithms: foot of the knee, its width, 1/R, and 1/reach². */
export const RISING_RATIO_BYTES: usize = 4 * RAMP_BYTES;
export const RISING_FOOT: usize = 0;
export const RISING_KNEE: usize = RAMP_BYTES;
export const RISING_SLOPE: usize = 2 * RAMP_BYTES;
export const RISING_BEND: usize = 3 * RAMP_BYTES;

// @ts-ignore: decorator
@inline
function risingReduction(overFoot: v128, knee: v128, slope: v128, bend: v128): v128 {
  const one = f64x2.splat(1.0);
  const rise = kneeLaw(overFoot, knee, f64x2.div(f64x2.splat(0.5), knee), one);
  const root = f64x2.sqrt(f64x2.add(one, f64x2.mul(f64x2.mul(rise, rise), bend)));
  return f64x2.sub(rise, f64x2.div(f64x2.mul(rise, slope), root));
}

/** Reduction at one steady level above the foot of the knee. */
export function risingReductionAt(overFoot: f64, knee: f64, slope: f64, bend: f64): f64 {
  const over = f64x2.splat(overFoot);
  return f64x2.extract_lane(risingReduction(over, f64x2.splat(knee), f64x2.splat(slope), f64x2.splat(bend)), 0);
}

/** Row of amplitudes to row of reductions, in place. */
export function reductionsByRisingRatio(row: usize, frames: i32, law: usize): void {
  let foot = v128.load(law + RISING_FOOT);
  const footStep = v128.load(law + RISING_FOOT, 16);
  let knee = v128.load(law + RISING_KNEE);
  const kneeStep = v128.load(law + RISING_KNEE, 16);
  let slope = v128.load(law + RISING_SLOPE);
  const slopeStep = v128.load(law + RISING_SLOPE, 16);
  let bend = v128.load(law + RISING_BEND);
  const bendStep = v128.load(law + RISING_BEND, 16);
  const end = row + <usize>frames * FRAME_BYTES;
  for (; row < end; row += FRAME_BYTES) {
    const level = log2Pair(f64x2.pmax(f64x2.splat(FLOOR), v128.load(row)));
    v128.store(row, risingReduction(f64x2.sub(level, foot), knee, slope, bend));
    foot = f64x2.add(foot, footStep);
    knee = f64x2.add(knee, kneeStep);
    slope = f64x2.add(slope, slopeStep);
    bend = f64x2.add(bend, bendStep);
  }
}
