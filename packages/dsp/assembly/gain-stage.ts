// From reductions to sound: the exponential, make-up and mix on a control row, then the gains on the frames.

import { FRAME_BYTES } from "./abi";
import { RAMP_BYTES } from "./control-row";
import { exp2Pair, one } from "./fast-maths";
import { exp2, gainToDecibels } from "./maths";

/** Two row ramps: make-up as a gain, and the mix from 0 to 1. */
export const GAIN_STAGE_BYTES: usize = 2 * RAMP_BYTES;
export const STAGE_MAKEUP: usize = 0;
export const STAGE_MIX: usize = RAMP_BYTES;

/**
 * The mix blends the gain itself, 1 + (g − 1)·mix, which is a parallel path without a second path: it cannot comb. No
 * reduction and no make-up is exactly 1.
 */
// @ts-ignore: decorator
@inline
export function gainOfReduction(reduction: v128, makeup: v128, mix: v128): v128 {
  const gain = f64x2.mul(exp2Pair(f64x2.neg(reduction)), makeup);
  return f64x2.add(one, f64x2.mul(f64x2.sub(gain, one), mix));
}

/** Where a steady level in dB comes out, by a reduction that the law asks for: for drawn curves. */
export function steadyOutputDb(inputDb: f64, reduction: f64, makeup: f64, mix: f64): f64 {
  const gain = exp2(-reduction) * makeup;
  return inputDb + gainToDecibels(1.0 + (gain - 1.0) * mix);
}

/** Reductions to gains, in place. */
export function gainsOfReductions(row: usize, vectors: i32, stage: usize): void {
  let makeup = v128.load(stage + STAGE_MAKEUP);
  const makeupStep = v128.load(stage + STAGE_MAKEUP, 16);
  let mix = v128.load(stage + STAGE_MIX);
  const mixStep = v128.load(stage + STAGE_MIX, 16);
  const end = row + <usize>vectors * FRAME_BYTES;
  while (row < end) {
    v128.store(row, gainOfReduction(v128.load(row), makeup, mix));
    makeup = f64x2.add(makeup, makeupStep);
    mix = f64x2.add(mix, mixStep);
    row += FRAME_BYTES;
  }
}

/** Gains on left and right. `midSide`: a separate row holds the gains of mid and side. `output` may be `input`. */
export function applyGains(row: usize, input: usize, output: usize, frames: i32, linked: bool, midSide: bool): void {
  if (linked) applyLinked(row, input, output, frames);
  else if (midSide) applyMidSide(row, input, output, frames);
  else applySeparate(row, input, output, frames);
}

function applyLinked(row: usize, input: usize, output: usize, frames: i32): void {
  const end = output + <usize>frames * FRAME_BYTES;
  while (output < end) {
    v128.store(output, f64x2.mul(v128.load(input), v128.load64_splat(row)));
    row += 8;
    input += FRAME_BYTES;
    output += FRAME_BYTES;
  }
}

function applySeparate(row: usize, input: usize, output: usize, frames: i32): void {
  const end = output + <usize>frames * FRAME_BYTES;
  while (output < end) {
    v128.store(output, f64x2.mul(v128.load(input), v128.load(row)));
    row += FRAME_BYTES;
    input += FRAME_BYTES;
    output += FRAME_BYTES;
  }
}

/**
 * With a = (m + s)/2 and b = (m − s)/2 each channel becomes a·itself + b·the other,
 * so equal gains leave no rounding of an encoder behind.
 */
function applyMidSide(row: usize, input: usize, output: usize, frames: i32): void {
  const half = f64x2.splat(0.5);
  const end = output + <usize>frames * FRAME_BYTES;
  while (output < end) {
    const gains = v128.load(row);
    const mid = v128.shuffle<i64>(gains, gains, 0, 0);
    const side = v128.shuffle<i64>(gains, gains, 1, 1);
    const own = f64x2.mul(f64x2.add(mid, side), half);
    const cross = f64x2.mul(f64x2.sub(mid, side), half);
    const frame = v128.load(input);
    const other = v128.shuffle<i64>(frame, frame, 1, 0);
    v128.store(output, f64x2.add(f64x2.mul(frame, own), f64x2.mul(other, cross)));
    row += FRAME_BYTES;
    input += FRAME_BYTES;
    output += FRAME_BYTES;
  }
}

/** Fades `output` to what the detector hears: `start` and `end` run from 0 (the sound) to 1 (the key alone). */
export function listenToKey(key: usize, output: usize, frames: i32, start: f64, end: f64): void {
  if (start == 0.0 && end == 0.0) return;
  const step = f64x2.splat((end - start) / <f64>frames);
  let share = f64x2.splat(start);
  const last = output + <usize>frames * FRAME_BYTES;
  while (output < last) {
    share = f64x2.add(share, step);
    const sound = f64x2.mul(v128.load(output), f64x2.sub(one, share));
    v128.store(output, f64x2.add(sound, f64x2.mul(v128.load(key), share)));
    key += FRAME_BYTES;
    output += FRAME_BYTES;
  }
}
