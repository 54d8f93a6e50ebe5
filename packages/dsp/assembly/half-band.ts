// One stage of linear-phase oversampling by two: a half-band FIR, Kaiser-windowed. All of its even taps but the centre are
// zero, so one output of two is a plain delay, and the other one a symmetric sum over `2 · pairs` frames.
//
// The filter has 4·pairs − 1 taps. Coefficients are stored once per symmetric pair, from the outermost to the innermost, and
// doubled (they add up to ½ per side): interpolation needs the factor 2 as it is, decimation halves its sum.

import { FRAME_BYTES } from "./abi";
import { PI } from "./maths";

/** Frames of low-rate past that interpolation needs before the block. */
// @ts-ignore: decorator
@inline
export function interpolationHistory(pairs: i32): i32 {
  return 2 * pairs - 1;
}

/** Frames of high-rate past that decimation needs before the block. */
// @ts-ignore: decorator
@inline
export function decimationHistory(pairs: i32): i32 {
  return 4 * pairs - 2;
}

/** Modified Bessel function of order zero, for the window. 40 terms reach double precision up to 20. */
function besselI0(x: f64): f64 {
  const quarter = x * x * 0.25;
  let term: f64 = 1.0;
  let sum: f64 = 1.0;
  for (let k: i32 = 1; k <= 40; k++) {
    term *= quarter / (<f64>k * <f64>k);
    sum += term;
  }
  return sum;
}

/** Writes `pairs` coefficients. `beta` is the window's shape; the window ends on the zero taps beyond the outermost ones. */
export function designHalfBand(coefficients: usize, pairs: i32, beta: f64): void {
  const centre = <f64>(2 * pairs);
  const scale = 1.0 / besselI0(beta);
  let sum: f64 = 0.0;
  for (let k: i32 = 0; k < pairs; k++) {
    const distance = <f64>(2 * pairs - 1 - 2 * k);
    const position = distance / centre;
    const window = besselI0(beta * Math.sqrt(1.0 - position * position)) * scale;
    // sin(π·n/2)/(π·n) at odd n, where the sine is 1 or −1
    const sign: f64 = ((pairs - 1 - k) & 1) == 0 ? 1.0 : -1.0;
    const tap = (sign / (PI * distance)) * window;
    store<f64>(coefficients + (<usize>k << 3), tap);
    sum += tap;
  }
  const unity = 0.5 / sum; // exactly 1 at 0 Hz
  for (let k: i32 = 0; k < pairs; k++) {
    const at = coefficients + (<usize>k << 3);
    store<f64>(at, load<f64>(at) * unity);
  }
}

/**
 * The symmetric sum, for `count` outputs. `newest` is the youngest frame under the first output; frames under one output, and
 * consecutive outputs, lie `step` bytes apart. Four outputs per pass share each coefficient; every output is summed in the
 * same order wherever a block begins. Sums past the last output are of frames still to come, and are not stored.
 */
// @ts-ignore: decorator
@inline
function symmetricSum(
  newest: usize,
  step: usize,
  coefficients: usize,
  pairs: i32,
  output: usize,
  outputStep: usize,
  count: i32,
): void {
  const span = <usize>(2 * pairs - 1) * step;
  const end = coefficients + (<usize>pairs << 3);
  for (; count > 0; count -= 4) {
    let young = newest;
    let old = newest - span;
    let first = f64x2.splat(0.0);
    let second = f64x2.splat(0.0);
    let third = f64x2.splat(0.0);
    let fourth = f64x2.splat(0.0);
    for (let at = coefficients; at < end; at += 8) {
      const tap = v128.load64_splat(at);
      first = f64x2.add(first, f64x2.mul(tap, f64x2.add(v128.load(young), v128.load(old))));
      second = f64x2.add(second, f64x2.mul(tap, f64x2.add(v128.load(young + step), v128.load(old + step))));
      third = f64x2.add(third, f64x2.mul(tap, f64x2.add(v128.load(young + 2 * step), v128.load(old + 2 * step))));
      fourth = f64x2.add(fourth, f64x2.mul(tap, f64x2.add(v128.load(young + 3 * step), v128.load(old + 3 * step))));
      young -= step;
      old += step;
    }
    v128.store(output, first);
    if (count > 1) v128.store(output + outputStep, second);
    if (count > 2) v128.store(output + 2 * outputStep, third);
    if (count > 3) v128.store(output + 3 * outputStep, fourth);
    newest += 4 * step;
    output += 4 * outputStep;
  }
}

/**
 * `frames` low-rate frames at `block` (their past before them) become twice as many at `output`, 2·pairs − 1 high-rate
 * frames late.
 */
export function halfBandInterpolate(block: usize, output: usize, coefficients: usize, pairs: i32, frames: i32): void {
  symmetricSum(block, FRAME_BYTES, coefficients, pairs, output, 2 * FRAME_BYTES, frames);
  let delayed = block - <usize>(pairs - 1) * FRAME_BYTES;
  const end = output + (<usize>frames << 1) * FRAME_BYTES;
  for (let at = output + FRAME_BYTES; at < end; at += 2 * FRAME_BYTES) {
    v128.store(at, v128.load(delayed));
    delayed += FRAME_BYTES;
  }
}

/** 2·`frames` high-rate frames at `block` (their past before them) become `frames` at `output`, equally late. */
export function halfBandDecimate(block: usize, output: usize, coefficients: usize, pairs: i32, frames: i32): void {
  symmetricSum(block, 2 * FRAME_BYTES, coefficients, pairs, output, FRAME_BYTES, frames);
  let centre = block - <usize>(2 * pairs - 1) * FRAME_BYTES;
  const half = f64x2.splat(0.5);
  const end = output + <usize>frames * FRAME_BYTES;
  for (let at = output; at < end; at += FRAME_BYTES) {
    v128.store(at, f64x2.mul(half, f64x2.add(v128.load(at), v128.load(centre))));
    centre += 2 * FRAME_BYTES;
  }
}
