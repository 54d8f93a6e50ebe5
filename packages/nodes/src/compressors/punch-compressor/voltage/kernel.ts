// Control voltages in rows that lie separate: from levels over the foot of the knee to reductions, and from the
// reductions of both channels to gains.

import { FRAME_BYTES } from "@twobus/dsp/assembly/abi";
import {
  branch,
  downwardShares,
  keepReduction,
  reductionInForce,
  upwardShares,
} from "@twobus/dsp/assembly/ballistics";
import { greaterLane, RAMP_BYTES } from "@twobus/dsp/assembly/control-row";
import { bendOf, kneeLaw, LAW_KNEE, LAW_SLOPE } from "@twobus/dsp/assembly/gain-computer";
import { GAIN_STAGE_BYTES, gainOfReduction, STAGE_MAKEUP, STAGE_MIX } from "@twobus/dsp/assembly/gain-stage";

/** The ramps of a gain stage, and that of the share of link. */
export const LINKED_STAGE_BYTES: usize = GAIN_STAGE_BYTES + RAMP_BYTES;
export const STAGE_LINK: usize = GAIN_STAGE_BYTES;

// @ts-ignore: decorator
@inline
function isMoving(ramp: usize): bool {
  return v128.any_true(v128.load(ramp, 16));
}

/** Levels over the foot of the knee to reductions: the law, then the ballistics, whose attack must be no slower than the release. */
export function reduceByLaw(ballistics: usize, row: usize, frames: i32, law: usize): void {
  if (isMoving(law + LAW_SLOPE) || isMoving(law + LAW_KNEE)) reduce(true, ballistics, row, frames, law);
  else reduce(false, ballistics, row, frames, law);
}

/** `ramps` is a constant wherever this is inlined. */
// @ts-ignore: decorator
@inline
function reduce(ramps: bool, ballistics: usize, row: usize, frames: i32, law: usize): void {
  let slope = v128.load(law + LAW_SLOPE);
  let knee = v128.load(law + LAW_KNEE);
  let bend = bendOf(slope, knee);
  let reduction = reductionInForce(ballistics);
  const end = row + <usize>frames * FRAME_BYTES;
  for (; row < end; row += FRAME_BYTES) {
    const target = kneeLaw(v128.load(row), knee, bend, slope);
    reduction = branch(ballistics, reduction, upwardShares(ballistics, target), downwardShares(ballistics, target));
    v128.store(row, reduction);
    if (ramps) {
      slope = f64x2.add(slope, v128.load(law + LAW_SLOPE, 16));
      knee = f64x2.add(knee, v128.load(law + LAW_KNEE, 16));
      bend = bendOf(slope, knee);
    }
  }
  keepReduction(ballistics, reduction, reduction);
}

/**
 * Reductions to gains, in place. Where the other channel's reduction, which is taken from `other`, is the greater one, a channel
 * takes up a share of the difference. Returns the greatest reduction.
 */
export function linkedGains(row: usize, other: usize, frames: i32, stage: usize): f64 {
  const ramps = isMoving(stage + STAGE_MAKEUP) || isMoving(stage + STAGE_MIX) || isMoving(stage + STAGE_LINK);
  return ramps ? gains(true, row, other, frames, stage) : gains(false, row, other, frames, stage);
}

/** `ramps` is a constant wherever this is inlined. */
// @ts-ignore: decorator
@inline
function gains(ramps: bool, row: usize, other: usize, frames: i32, stage: usize): f64 {
  const nothing = f64x2.splat(0.0);
  let makeup = v128.load(stage + STAGE_MAKEUP);
  let mix = v128.load(stage + STAGE_MIX);
  let link = v128.load(stage + STAGE_LINK);
  let greatest = nothing;
  const end = row + <usize>frames * FRAME_BYTES;
  for (; row < end; row += FRAME_BYTES) {
    const own = v128.load(row);
    const across = v128.load(other);
    const excess = f64x2.pmax(nothing, f64x2.sub(v128.shuffle<i64>(across, across, 1, 0), own));
    const reduction = f64x2.add(own, f64x2.mul(excess, link));
    greatest = f64x2.pmax(greatest, reduction);
    v128.store(row, gainOfReduction(reduction, makeup, mix));
    if (ramps) {
      makeup = f64x2.add(makeup, v128.load(stage + STAGE_MAKEUP, 16));
      mix = f64x2.add(mix, v128.load(stage + STAGE_MIX, 16));
      link = f64x2.add(link, v128.load(stage + STAGE_LINK, 16));
    }
    other += FRAME_BYTES;
  }
  return greaterLane(greatest);
}
