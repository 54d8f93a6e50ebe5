// The curves of a band, as residues: what they add to the sound. At no drive a residue is nothing. Each has slope 1 at rest, so
// what is quiet stays as it is.
//
//   warm         ½a·(√(1 + 4x²) − 1): even harmonics, the second far above the fourth
//   retro        u/⁴√(1 + u⁴): odd harmonics that fall slowly
//   tape         u/√(1 + u²): odd harmonics that fall quickly
//   triode       tanh(u − b) + tanh b: the second above the third
//   dual triode  the same twice, the second upside down: even harmonics cancel in part, odd ones add
//
// with the drive's share a of 1 and u = 12a²·x.

import { FRAME_BYTES } from "@twobus/dsp/assembly/abi";
import { tanhPair } from "@twobus/dsp/assembly/fast-maths";
import { chordOf } from "@twobus/dsp/assembly/follow";
import { toLeftRight } from "@twobus/dsp/assembly/mid-side";

export const WARM: i32 = 0;
export const RETRO: i32 = 1;
export const TAPE: i32 = 2;
export const TRIODE: i32 = 3;
export const DUAL_TRIODE: i32 = 4;

/** Which of two channels is driven: of left and right both, or of mid and side one. */
export const STEREO: i32 = 0;
export const MID: i32 = 1;

const REACH: f64 = 12.0;
const TRIODE_BIAS: f64 = 0.6;
/** Divides instead of nothing where the drive comes from 0. */
const LEAST_REACH: f64 = 1e-6;

// @ts-ignore: decorator
@inline
function triode(u: v128, bias: v128, rest: v128, perSlope: v128): v128 {
  return f64x2.mul(f64x2.add(tanhPair(f64x2.sub(u, bias)), rest), perSlope);
}

/** How a band's drive and level go through the quantum. */
// @ts-ignore: decorator
@unmanaged
export class Driving {
  amount: f64;
  amountStep: f64;
  level: f64;
  levelStep: f64;
  channels: i32;
  factor: i32;
}

export const DRIVING_BYTES: usize = 48;

// @ts-ignore: decorator
@inline
function levelled(residue: v128, level: f64, channels: i32): v128 {
  const heard = f64x2.mul(residue, f64x2.splat(level));
  if (channels == STEREO) return heard;
  const lane = channels == MID ? f64x2.replace_lane(heard, 1, 0.0) : f64x2.replace_lane(heard, 0, 0.0);
  return toLeftRight(lane);
}

/** `curve` is a constant wherever this is inlined. `chords` is 0, or where residues over frames go. */
// @ts-ignore: decorator
@inline
function run(curve: i32, driving: Driving, area: usize, sum: usize, frames: i32, chords: usize): void {
  const one = f64x2.splat(1.0);
  const none = f64x2.splat(0.0);
  const bias = f64x2.splat(TRIODE_BIAS);
  const rest = tanhPair(bias);
  const perSlope = f64x2.div(one, f64x2.sub(one, f64x2.mul(rest, rest)));
  const channels = driving.channels;
  const inner = <usize>driving.factor * FRAME_BYTES;
  let amount = driving.amount;
  let level = driving.level;
  for (let i: i32 = 0; i < frames; i++) {
    amount += driving.amountStep;
    level += driving.levelStep;
    const reach = REACH * amount * amount;
    const field = f64x2.splat(max(reach, LEAST_REACH));
    const perField = f64x2.div(one, field);
    const half = f64x2.splat(0.5 * amount);
    const end = area + inner;
    for (; area < end; area += FRAME_BYTES) {
      const x = v128.load(area);
      const u = f64x2.mul(x, field);
      let residue: v128;
      if (curve == WARM) {
        const square = f64x2.mul(f64x2.splat(4.0), f64x2.mul(x, x));
        residue = f64x2.mul(half, f64x2.sub(f64x2.sqrt(f64x2.add(one, square)), one));
      } else if (curve == RETRO) {
        const square = f64x2.mul(u, u);
        const root = f64x2.sqrt(f64x2.sqrt(f64x2.add(one, f64x2.mul(square, square))));
        residue = f64x2.sub(f64x2.div(x, root), x);
      } else if (curve == TAPE) {
        residue = f64x2.sub(f64x2.div(x, f64x2.sqrt(f64x2.add(one, f64x2.mul(u, u)))), x);
      } else {
        let shaped = triode(u, bias, rest, perSlope);
        if (curve == DUAL_TRIODE) shaped = f64x2.neg(triode(f64x2.neg(shaped), bias, rest, perSlope));
        residue = f64x2.mul(f64x2.sub(shaped, u), perField);
      }
      if (chords != 0) {
        v128.store(chords, chordOf(x, residue, none));
        chords += FRAME_BYTES;
      }
      v128.store(sum, f64x2.add(v128.load(sum), levelled(residue, level, channels)));
      sum += FRAME_BYTES;
    }
  }
}

/** Adds the residues of the inner frames at `area`, `frames` of the base rate, to those at `sum`. */
export function addResidues(curve: i32, driving: Driving, area: usize, sum: usize, frames: i32, chords: usize): void {
  switch (curve) {
    case WARM:
      run(WARM, driving, area, sum, frames, chords);
      break;
    case RETRO:
      run(RETRO, driving, area, sum, frames, chords);
      break;
    case TAPE:
      run(TAPE, driving, area, sum, frames, chords);
      break;
    case TRIODE:
      run(TRIODE, driving, area, sum, frames, chords);
      break;
    default:
      run(DUAL_TRIODE, driving, area, sum, frames, chords);
  }
}

/** The same for a part, by the whole's chords. */
export function followResidues(driving: Driving, area: usize, sum: usize, frames: i32, chords: usize): void {
  let level = driving.level;
  for (let i: i32 = 0; i < frames; i++) {
    level += driving.levelStep;
    const end = area + <usize>driving.factor * FRAME_BYTES;
    for (; area < end; area += FRAME_BYTES) {
      const residue = f64x2.mul(v128.load(area), v128.load(chords));
      v128.store(sum, f64x2.add(v128.load(sum), levelled(residue, level, driving.channels)));
      chords += FRAME_BYTES;
      sum += FRAME_BYTES;
    }
  }
}
