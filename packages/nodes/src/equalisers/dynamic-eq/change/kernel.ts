// What a band's level makes of its gain: the size of a change before the ballistics, and the root of the gain behind them. Rows
// are linked or separate, as in `control-row.ts`.

import { FRAME_BYTES } from "@twobus/dsp/assembly/abi";
import {
  branchingBallistics,
  branchToFirst,
  branchToSecond,
  downwardShares,
  isPlainBranching,
  keepReduction,
  limitBallistics,
  reductionInForce,
  upwardShares,
} from "@twobus/dsp/assembly/ballistics";
import { RAMP_BYTES, rowVectors, setRamp } from "@twobus/dsp/assembly/control-row";
import { exp2Pair, log2Pair } from "@twobus/dsp/assembly/fast-maths";
import { rangeOf, slopeOf, thresholdOf } from "../band-parameters/kernel";

/** Scratch for what ramps in a quantum. */
export const CHANGE_BYTES: usize = 3 * RAMP_BYTES;
const THRESHOLD: usize = 0;
const SLOPE: usize = RAMP_BYTES;
const RANGE: usize = 2 * RAMP_BYTES;

/** −400 dB: keeps the logarithm of silence finite. Against a relative threshold silence counts as −100 dB. */
const SILENCE: f64 = 1e-20;
const QUIET: f64 = 1e-5;

/** Levels become levels relative to those of a second row. */
export function compareLevels(row: usize, wide: usize, frames: i32, linked: bool): void {
  const silence = f64x2.splat(SILENCE);
  const quiet = f64x2.splat(QUIET);
  const end = row + <usize>rowVectors(frames, linked) * FRAME_BYTES;
  for (; row < end; row += FRAME_BYTES) {
    v128.store(row, f64x2.div(f64x2.pmax(silence, v128.load(row)), f64x2.pmax(quiet, v128.load(wide))));
    wide += FRAME_BYTES;
  }
}

/** Levels become the sizes of the changes that they ask for, in base-2 logarithms of amplitude. */
export function sizesOfChanges(
  change: usize,
  values: usize,
  lastValues: usize,
  below: bool,
  row: usize,
  frames: i32,
  linked: bool,
): void {
  const direction = below ? -1.0 : 1.0;
  setRamp(change + THRESHOLD, thresholdOf(values), thresholdOf(lastValues), frames, linked);
  setRamp(change + SLOPE, direction * slopeOf(values), direction * slopeOf(lastValues), frames, linked);
  setRamp(change + RANGE, abs(rangeOf(values)), abs(rangeOf(lastValues)), frames, linked);
  const vectors = rowVectors(frames, linked);
  const stepsOfTwo = v128.or(v128.load(change + THRESHOLD, 16), v128.load(change + SLOPE, 16));
  if (v128.any_true(v128.or(stepsOfTwo, v128.load(change + RANGE, 16)))) sizes(true, change, row, vectors);
  else sizes(false, change, row, vectors);
}

/** `ramps` is a constant wherever this is inlined. */
// @ts-ignore: decorator
@inline
function sizes(ramps: bool, change: usize, row: usize, vectors: i32): void {
  const nothing = f64x2.splat(0.0);
  const silence = f64x2.splat(SILENCE);
  let threshold = v128.load(change + THRESHOLD);
  let slope = v128.load(change + SLOPE);
  let range = v128.load(change + RANGE);
  const end = row + <usize>vectors * FRAME_BYTES;
  for (; row < end; row += FRAME_BYTES) {
    const over = f64x2.sub(log2Pair(f64x2.pmax(silence, v128.load(row))), threshold);
    v128.store(row, f64x2.pmin(f64x2.pmax(nothing, f64x2.mul(over, slope)), range));
    if (ramps) {
      threshold = f64x2.add(threshold, v128.load(change + THRESHOLD, 16));
      slope = f64x2.add(slope, v128.load(change + SLOPE, 16));
      range = f64x2.add(range, v128.load(change + RANGE, 16));
    }
  }
}

/**
 * Sizes asked for to square roots of gains, in place, through the ballistics. The range counts here once more: as it moves from
 * cuts to boosts no change may last that is still on its way back. Returns the greatest size.
 */
export function rootsOfSizes(
  change: usize,
  ballistics: usize,
  values: usize,
  lastValues: usize,
  row: usize,
  frames: i32,
  linked: bool,
): f64 {
  setRamp(change + RANGE, rangeOf(values), rangeOf(lastValues), frames, linked);
  let greatest: f64;
  if (linked && isPlainBranching(ballistics)) {
    greatest = v128.any_true(v128.load(change + RANGE, 16))
      ? branchingRoots(true, ballistics, change + RANGE, row, frames)
      : branchingRoots(false, ballistics, change + RANGE, row, frames);
  } else {
    greatest = branchingBallistics(ballistics, row, frames, linked);
    rootsOfChanges(change + RANGE, row, rowVectors(frames, linked));
  }
  limitBallistics(ballistics, abs(rangeOf(lastValues)));
  return greatest;
}

function rootsOfChanges(ramp: usize, row: usize, vectors: i32): void {
  let range = v128.load(ramp);
  const end = row + <usize>vectors * FRAME_BYTES;
  for (; row < end; row += FRAME_BYTES) {
    v128.store(row, rootOfChange(v128.load(row), f64x2.abs(range), signedHalf(range)));
    range = f64x2.add(range, v128.load(ramp, 16));
  }
}

/** Both in one loop, as in `branchingGains`. `ramps` is a constant wherever this is inlined. */
// @ts-ignore: decorator
@inline
function branchingRoots(ramps: bool, ballistics: usize, ramp: usize, row: usize, frames: i32): f64 {
  let range = v128.load(ramp);
  let most = f64x2.abs(range);
  let half = signedHalf(range);
  let size = reductionInForce(ballistics);
  let greatest = f64x2.splat(0.0);
  const end = row + (<usize>(frames >> 1) << 4);
  for (; row < end; row += FRAME_BYTES) {
    const targets = v128.load(row);
    const upward = upwardShares(ballistics, targets);
    const downward = downwardShares(ballistics, targets);
    const first = branchToFirst(ballistics, size, upward, downward);
    size = branchToSecond(ballistics, first, upward, downward);
    const both = v128.shuffle<i64>(first, size, 0, 2);
    greatest = f64x2.pmax(greatest, both);
    v128.store(row, rootOfChange(both, most, half));
    if (ramps) {
      range = f64x2.add(range, v128.load(ramp, 16));
      most = f64x2.abs(range);
      half = signedHalf(range);
    }
  }
  if ((frames & 1) != 0) {
    const target = v128.load64_zero(row);
    size = branchToFirst(ballistics, size, upwardShares(ballistics, target), downwardShares(ballistics, target));
    greatest = f64x2.pmax(greatest, size);
    v128.store64_lane(row, rootOfChange(size, most, half), 0);
  }
  return keepReduction(ballistics, size, greatest);
}

/** The root of a gain has half its logarithm; its sign is that of the range. */
// @ts-ignore: decorator
@inline
function signedHalf(range: v128): v128 {
  return v128.or(f64x2.splat(0.5), v128.and(range, f64x2.splat(-0.0)));
}

// @ts-ignore: decorator
@inline
function rootOfChange(size: v128, most: v128, half: v128): v128 {
  return exp2Pair(f64x2.mul(f64x2.pmin(size, most), half));
}
