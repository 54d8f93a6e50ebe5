// Stems through nonlinear stages. A stage is recorded on the whole signal as what it multiplied each frame with; a part of the
// signal is multiplied with the same. Multiplication is linear, so the parts add up to the whole.

import { FRAME_BYTES } from "./abi";
import { applyGains } from "./gain-stage";

/** What a gain stage did in a quantum, beside its row of gains: how the row lies, and how much of the key was heard. */
export const GAIN_RECORD_BYTES: usize = 32;
const LINKED: usize = 0; // i32
const MID_SIDE: usize = 4; // i32
const LISTEN_START: usize = 8; // f64
const LISTEN_END: usize = 16; // f64

export function recordGains(record: usize, linked: bool, midSide: bool, listenStart: f64, listenEnd: f64): void {
  store<i32>(record, linked ? 1 : 0, LINKED);
  store<i32>(record, midSide ? 1 : 0, MID_SIDE);
  store<f64>(record, listenStart, LISTEN_START);
  store<f64>(record, listenEnd, LISTEN_END);
}

/** The recorded gains on a part. What of the key was heard belongs to no part. `output` may be `input`. */
export function followGains(record: usize, row: usize, input: usize, output: usize, frames: i32): void {
  applyGains(row, input, output, frames, load<i32>(record, LINKED) != 0, load<i32>(record, MID_SIDE) != 0);
  const start = load<f64>(record, LISTEN_START);
  const end = load<f64>(record, LISTEN_END);
  if (start == 0.0 && end == 0.0) return;
  const step = f64x2.splat((start - end) / <f64>frames);
  let share = f64x2.splat(1.0 - start);
  const last = output + <usize>frames * FRAME_BYTES;
  for (; output < last; output += FRAME_BYTES) {
    share = f64x2.add(share, step);
    v128.store(output, f64x2.mul(v128.load(output), share));
  }
}

/** Below this a quotient of two roundings says nothing: there a shaper's slope at rest stands for its chord. */
const NEARLY_NOTHING: f64 = 1e-9;

/** What a shaper multiplied a sample with: `after / before`, or its slope at rest where nearly nothing went in. */
// @ts-ignore: decorator
@inline
export function chordOf(before: v128, after: v128, slope: v128): v128 {
  const isHeard = f64x2.gt(f64x2.abs(before), f64x2.splat(NEARLY_NOTHING));
  return v128.bitselect(f64x2.div(after, before), slope, isHeard);
}

/** Multiplies frames by recorded factors, in place. */
export function followFactors(area: usize, factors: usize, frames: i32): void {
  const end = area + <usize>frames * FRAME_BYTES;
  for (; area < end; area += FRAME_BYTES) {
    v128.store(area, f64x2.mul(v128.load(area), v128.load(factors)));
    factors += FRAME_BYTES;
  }
}
