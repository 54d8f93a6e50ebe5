// What a band's level makes of its gain: the size of a change before the ballistics, and the root of the gain behind them. Rows
// are linked or separate, as in `control-row.ts`.

import { FRAME_BYTES } from "@twobus/dsp/assembly/abi";
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
  setRamp(change + THRESHOLD, thresholdOf(values), thresholdOf(lastValues), frames, linked);
  setRamp(change + SLOPE, slopeOf(values), slopeOf(lastValues), frames, linked);
  setRamp(change + RANGE, abs(rangeOf(values)), abs(rangeOf(lastValues)), frames, linked);
  const nothing = f64x2.splat(0.0);
  const silence = f64x2.splat(SILENCE);
  const direction = f64x2.splat(below ? -1.0 : 1.0);
  let threshold = v128.load(change + THRESHOLD);
  let slope = v128.load(change + SLOPE);
  let range = v128.load(change + RANGE);
  const end = row + <usize>rowVectors(frames, linked) * FRAME_BYTES;
  for (; row < end; row += FRAME_BYTES) {
    const level = f64x2.pmax(silence, v128.load(row));
    const over = f64x2.mul(f64x2.sub(log2Pair(level), threshold), direction);
    v128.store(row, f64x2.pmin(f64x2.mul(f64x2.pmax(nothing, over), slope), range));
    threshold = f64x2.add(threshold, v128.load(change + THRESHOLD, 16));
    slope = f64x2.add(slope, v128.load(change + SLOPE, 16));
    range = f64x2.add(range, v128.load(change + RANGE, 16));
  }
}

/**
 * Sizes of changes to square roots of gains, in place. The range counts here once more: as it moves from cuts to boosts no change
 * may last that is still on its way back.
 */
export function rootsOfChanges(
  change: usize,
  values: usize,
  lastValues: usize,
  row: usize,
  frames: i32,
  linked: bool,
): void {
  setRamp(change + RANGE, rangeOf(values), rangeOf(lastValues), frames, linked);
  const half = f64x2.splat(0.5);
  const sign = f64x2.splat(-0.0);
  const step = v128.load(change + RANGE, 16);
  let range = v128.load(change + RANGE);
  const end = row + <usize>rowVectors(frames, linked) * FRAME_BYTES;
  for (; row < end; row += FRAME_BYTES) {
    const size = f64x2.pmin(v128.load(row), f64x2.abs(range));
    v128.store(row, exp2Pair(f64x2.mul(v128.or(size, v128.and(range, sign)), half)));
    range = f64x2.add(range, step);
  }
}
