// Everything is one matrix, whose four numbers ramp: polarity, then exchange, then width, then pan.

import { FRAME_BYTES, portAt, startOf } from "@twobus/dsp/assembly/abi";
import { cos, PI, sin } from "@twobus/dsp/assembly/maths";
import { endValues } from "@twobus/dsp/assembly/parameter-values";

const PAN_PERCENT: i32 = 0;
const PAN_LAW: i32 = 1;
const WIDTH_PERCENT: i32 = 2;
const INVERT_LEFT: i32 = 3;
const INVERT_RIGHT: i32 = 4;
const SWAP_CHANNELS: i32 = 5;

const ROTATE: f64 = 1.0;

export function balanceStateBytes(parameters: usize, sampleRate: f64): i32 {
  return 0;
}

export function balanceInit(state: usize, parameters: usize, sampleRate: f64): void {}

// @ts-ignore: decorator
@inline
function pair(left: f64, right: f64): v128 {
  return f64x2.replace_lane(f64x2.splat(left), 1, right);
}

/** Level of a side that the pan moves away from: a cosine from 1 to exactly 0. */
function farSide(away: f64): f64 {
  if (away <= 0.0) return 1.0;
  return away >= 1.0 ? 0.0 : cos(away * 0.5 * PI);
}

/** What each output takes of its own channel after the pan. */
function panOwn(values: usize): v128 {
  const pan = startOf(values, PAN_PERCENT) * 0.01;
  if (startOf(values, PAN_LAW) != ROTATE) return pair(farSide(pan), farSide(-pan));
  return f64x2.splat(cos(pan * 0.25 * PI));
}

/** What each output takes of the other channel. */
function panOther(values: usize): v128 {
  if (startOf(values, PAN_LAW) != ROTATE) return f64x2.splat(0.0);
  const turn = sin(startOf(values, PAN_PERCENT) * 0.01 * 0.25 * PI);
  return pair(-turn, turn);
}

// @ts-ignore: decorator
@inline
function crossed(frame: v128): v128 {
  return v128.shuffle<f64>(frame, frame, 1, 0);
}

/** Shares of the own channel (`ofOther` false) or the other one in each output, for a set of values. */
function sharesOf(values: usize, ofOther: bool): v128 {
  const same = f64x2.splat(0.5 + 0.005 * startOf(values, WIDTH_PERCENT));
  const across = f64x2.splat(0.5 - 0.005 * startOf(values, WIDTH_PERCENT));
  const own = panOwn(values);
  const other = panOther(values);
  // Width is the symmetric matrix (same, across), pan the matrix (own, other)
  const diagonal = f64x2.add(f64x2.mul(own, same), f64x2.mul(other, across));
  const aside = f64x2.add(f64x2.mul(own, across), f64x2.mul(other, same));
  const isSwapped = startOf(values, SWAP_CHANNELS) != 0.0;
  const left: f64 = startOf(values, INVERT_LEFT) != 0.0 ? -1.0 : 1.0;
  const right: f64 = startOf(values, INVERT_RIGHT) != 0.0 ? -1.0 : 1.0;
  const polarity = pair(left, right);
  return ofOther
    ? f64x2.mul(isSwapped ? diagonal : aside, crossed(polarity))
    : f64x2.mul(isSwapped ? aside : diagonal, polarity);
}

export function balanceProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const ends = endValues(parameters);
  const perFrame = f64x2.splat(1.0 / <f64>frames);
  let own = sharesOf(parameters, false);
  let other = sharesOf(parameters, true);
  const ownStep = f64x2.mul(f64x2.sub(sharesOf(ends, false), own), perFrame);
  const otherStep = f64x2.mul(f64x2.sub(sharesOf(ends, true), other), perFrame);
  let input = portAt(ports, 0);
  let output = portAt(ports, 1);
  const end = output + <usize>frames * FRAME_BYTES;
  while (output < end) {
    own = f64x2.add(own, ownStep);
    other = f64x2.add(other, otherStep);
    const frame = v128.load(input);
    v128.store(output, f64x2.add(f64x2.mul(frame, own), f64x2.mul(crossed(frame), other)));
    input += FRAME_BYTES;
    output += FRAME_BYTES;
  }
}
