// The rails of a console's output stage: nothing below the knee, a soft bend into the rail above it. Only what is taken is
// oversampled; the sound itself waits for it.
//
// With s the start of the knee, W = 2(1 − s) its width, h the height, both as a share of the rail, and v = (h − s)/W: the slope
// falls from 1 to 0 as 1 − 10v³ + 15v⁴ − 6v⁵, with no slope and no bend at either end, so what is taken is
// W(5v⁴/2 − 3v⁵ + v⁶) in the knee and h − 1 above. A fall as 1 − 3v² + 2v³ would alias up to 11 dB more at the same rate.

import { aligned, FRAME_BYTES, valueOf } from "@twobus/dsp/assembly/abi";
import { delayInit, delayProcess, delayStateBytes } from "@twobus/dsp/assembly/delay";
import { followFactors } from "@twobus/dsp/assembly/follow";
import { decibelsToGain } from "@twobus/dsp/assembly/maths";
import {
  firstPairsFor,
  LONG_FIRST_PAIRS,
  oversampleDown,
  oversampleUp,
  oversamplingInit,
  oversamplingLatency,
  oversamplingStateBytes,
} from "@twobus/dsp/assembly/oversampling";
import { driveOf, driveStepOf, OVERSAMPLING, SUMMING, voiced } from "../voicing/kernel";

const FACTOR: usize = 0; // i32
const UPPER: usize = 8; // f64
const LOWER: usize = 16; // f64
const KNEE: usize = 24; // f64: where the knee begins, as a share of the rail
const TAKEN: usize = 32; // 128 v128: what is taken, at the song's rate
const DELAY: usize = TAKEN + 128 * FRAME_BYTES;

const NOMINAL_PEAK: f64 = 0.12589254117941673; // 0 VU

// @ts-ignore: decorator
@inline
function oversamplerAt(factor: i32): usize {
  return DELAY + <usize>aligned(delayStateBytes(oversamplingLatency(factor, 0, LONG_FIRST_PAIRS)));
}

/** Where what each inner frame was multiplied with is kept. */
// @ts-ignore: decorator
@inline
function factorsAt(factor: i32): usize {
  return oversamplerAt(factor) + <usize>aligned(oversamplingStateBytes(factor));
}

export function railsBytes(parameters: usize): i32 {
  const factor = <i32>valueOf(parameters, OVERSAMPLING);
  return <i32>factorsAt(factor) + 128 * factor * <i32>FRAME_BYTES;
}

export function railsInit(rails: usize, parameters: usize, sampleRate: f64): void {
  const character = valueOf(parameters, SUMMING);
  const factor = <i32>valueOf(parameters, OVERSAMPLING);
  const firstPairs = firstPairsFor(sampleRate);
  const upper = NOMINAL_PEAK * decibelsToGain(voiced(character, 24.0, 22.0, 20.0));
  memory.fill(rails, 0, <usize>railsBytes(parameters));
  store<i32>(rails, factor, FACTOR);
  store<f64>(rails, upper, UPPER);
  store<f64>(rails, upper * decibelsToGain(voiced(character, 0.0, -1.5, 0.0)), LOWER);
  store<f64>(rails, voiced(character, 0.885, 0.667, 0.44), KNEE); // 2, 6 and 11 dB wide
  delayInit(rails + DELAY, oversamplingLatency(factor, 0, firstPairs));
  oversamplingInit(rails + oversamplerAt(factor), factor, 0, firstPairs);
}

/** In place. */
export function railsProcess(rails: usize, area: usize, parameters: usize, frames: i32): void {
  const factor = load<i32>(rails, FACTOR);
  const oversampler = rails + oversamplerAt(factor);
  const inner = oversampleUp(oversampler, area, frames);
  take(rails, inner, rails + factorsAt(factor), parameters, frames, factor);
  finish(rails, oversampler, area, frames);
}

/** Does to a part what `railsProcess` did to the whole; `follow` is the part's own. */
export function railsFollow(follow: usize, rails: usize, area: usize, frames: i32): void {
  const factor = load<i32>(rails, FACTOR);
  const oversampler = follow + oversamplerAt(factor);
  const inner = oversampleUp(oversampler, area, frames);
  followFactors(inner, rails + factorsAt(factor), frames * factor);
  finish(follow, oversampler, area, frames);
}

/** What the rails add to each inner frame in its place, and as a factor. */
function take(rails: usize, inner: usize, factors: usize, parameters: usize, frames: i32, factor: i32): void {
  const zero = f64x2.splat(0.0);
  const one = f64x2.splat(1.0);
  const half = f64x2.splat(0.5);
  const knee = load<f64>(rails, KNEE);
  const kneeStart = f64x2.splat(knee);
  const kneeEnd = f64x2.splat(2.0 - knee);
  const width = f64x2.splat(2.0 - 2.0 * knee);
  const perWidth = f64x2.splat(0.5 / (1.0 - knee));
  const upper = f64x2.splat(1.0 / load<f64>(rails, UPPER));
  const lower = f64x2.splat(1.0 / load<f64>(rails, LOWER));
  let drive = driveOf(parameters);
  const step = driveStepOf(parameters, frames);
  for (let i: i32 = 0; i < frames; i++) {
    drive = f64x2.add(drive, step);
    const perUpper = f64x2.mul(drive, upper);
    const perLower = f64x2.mul(drive, lower);
    const end = inner + <usize>factor * FRAME_BYTES;
    for (; inner < end; inner += FRAME_BYTES) {
      const x = v128.load(inner);
      const height = f64x2.mul(f64x2.abs(x), v128.bitselect(perLower, perUpper, f64x2.lt(x, zero)));
      const v = f64x2.pmin(one, f64x2.pmax(zero, f64x2.mul(perWidth, f64x2.sub(height, kneeStart))));
      const square = f64x2.mul(v, v);
      const rest = f64x2.add(f64x2.splat(2.5), f64x2.mul(v, f64x2.sub(v, f64x2.splat(3.0))));
      const bend = f64x2.mul(f64x2.mul(square, square), rest);
      const over = f64x2.add(f64x2.pmax(zero, f64x2.sub(height, kneeEnd)), f64x2.mul(width, bend));
      const taken = f64x2.neg(f64x2.div(over, f64x2.pmax(height, kneeStart)));
      v128.store(inner, f64x2.mul(x, taken));
      v128.store(factors, taken);
      factors += FRAME_BYTES;
    }
  }
}

/** Puts together what is taken and the sound. */
function finish(rails: usize, oversampler: usize, area: usize, frames: i32): void {
  oversampleDown(oversampler, rails + TAKEN, frames);
  delayProcess(rails + DELAY, area, area, frames);
  let taken = rails + TAKEN;
  const end = area + <usize>frames * FRAME_BYTES;
  for (; area < end; area += FRAME_BYTES) {
    v128.store(area, f64x2.add(v128.load(area), v128.load(taken)));
    taken += FRAME_BYTES;
  }
}
