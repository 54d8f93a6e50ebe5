// What the waveform does between the samples (BS.1770-5 annex 2): fourfold interpolation by a windowed sinc of 32 taps
// per phase, then a correction for what falls between the interpolated points. Up to 20 kHz a sine reads within
// −0.03 … +0.07 dB at 44.1 kHz and above; the standard's 48 taps alone may read 0.6 dB low.
//
// The interval of frame n spans the points n … n + ¾. It needs the frames n − 16 … n + 16, so it is known 16 frames late.

import { FRAME_BYTES } from "./abi";
import { PI, sin } from "./maths";

/** How many frames after its own an interval's peak is known. */
export const TRUE_PEAK_DELAY_FRAMES: i32 = 16;
/** Frames that a window holds before the newest ones, in bytes. */
export const TRUE_PEAK_HISTORY_BYTES: usize = 32 * FRAME_BYTES;
/** Room for coefficients. */
export const TRUE_PEAK_COEFFICIENT_BYTES: i32 = 16 * 48 + 16;
/** The most frames that one pass takes. */
export const TRUE_PEAK_FRAMES: i32 = 128;
/** A window: the history, the newest frames, and one frame over because intervals are computed in pairs. */
export const TRUE_PEAK_WINDOW_BYTES: i32 = (32 + TRUE_PEAK_FRAMES + 1) * 16;
/** The peaks of one pass, and one over. */
export const TRUE_PEAK_ROW_BYTES: i32 = (TRUE_PEAK_FRAMES + 1) * 16;

const HALF_TAPS: i32 = 16;
const ROW_BYTES: usize = 48; // even and odd part of the quarter phases, then the half phase
const BOUND: usize = 16 * ROW_BYTES;
const WINDOW_BETA: f64 = 4.5; // Kaiser: the flattest reading up to 20 kHz at 44.1 kHz

// A sine whose two highest points lie evenly about its peak, δ apart, reads cos(δ/2); their neighbours stand
// cos(δ/2) − cos(3δ/2) lower. The share of that step which restores 1 goes from 1/8 (low frequencies: a parabola) to 0.1406
// (fs/2). This one keeps the error of the correction within −0.017 … +0.012 dB over the whole band.
const CURVATURE: f64 = 0.137;
/** No correction exceeds this share of the largest point about it: |b − a| is at most twice that point. */
const CURVATURE_BOUND: f64 = 1.0 + 2.0 * CURVATURE;

/** The modified Bessel function of order 0, by its power series. */
function besselI0(x: f64): f64 {
  let sum: f64 = 1.0;
  let term: f64 = 1.0;
  for (let k: f64 = 1.0; term > 1e-17 * sum; k += 1.0) {
    const factor = (0.5 * x) / k;
    term *= factor * factor;
    sum += term;
  }
  return sum;
}

/** The Kaiser-windowed sinc, `distance` frames from its centre (never 0). */
function windowedSinc(distance: f64): f64 {
  const r = distance / <f64>HALF_TAPS;
  return (sin(PI * distance) / (PI * distance)) * besselI0(WINDOW_BETA * sqrt(1.0 - r * r));
}

/** Computes the coefficients. Each phase passes a constant unchanged. */
export function truePeakDesign(coefficients: usize): void {
  let quarterSum: f64 = 0.0;
  let halfSum: f64 = 0.0;
  for (let k: i32 = 0; k < HALF_TAPS; k++) {
    quarterSum += windowedSinc(<f64>k + 0.25) + windowedSinc(<f64>k + 0.75);
    halfSum += 2.0 * windowedSinc(<f64>k + 0.5);
  }
  let halfMagnitude: f64 = 0.0;
  for (let k: i32 = 0; k < HALF_TAPS; k++) {
    const row = coefficients + <usize>k * ROW_BYTES;
    const near = windowedSinc(<f64>k + 0.25) / quarterSum;
    const far = windowedSinc(<f64>k + 0.75) / quarterSum;
    const half = windowedSinc(<f64>k + 0.5) / halfSum;
    v128.store(row, f64x2.splat(0.5 * (near + far)));
    v128.store(row, f64x2.splat(0.5 * (near - far)), 16);
    v128.store(row, f64x2.splat(half), 32);
    halfMagnitude += 2.0 * abs(half);
  }
  // The half phase has the largest sum of magnitudes
  v128.store(coefficients + BOUND, f64x2.splat(halfMagnitude * CURVATURE_BOUND));
}

/** The largest sample magnitude per channel of `frames` frames. */
export function samplePeak(input: usize, frames: i32): v128 {
  let peak = f64x2.splat(0.0);
  const end = input + <usize>frames * FRAME_BYTES;
  while (input < end) {
    peak = f64x2.pmax(peak, f64x2.abs(v128.load(input)));
    input += FRAME_BYTES;
  }
  return peak;
}

/** Whether any true peak of a window may exceed `level`, judged by its samples alone. */
export function mayExceed(coefficients: usize, window: usize, frames: i32, level: v128): bool {
  const peak = samplePeak(window, 2 * HALF_TAPS + frames);
  return v128.any_true(f64x2.gt(f64x2.mul(peak, v128.load(coefficients + BOUND)), level));
}

/** The point a quarter before `frame`. */
// @ts-ignore: decorator
@inline
function quarterBefore(coefficients: usize, frame: usize): v128 {
  let even = f64x2.splat(0.0);
  let odd = f64x2.splat(0.0);
  let before = frame - FRAME_BYTES;
  let after = frame;
  const end = coefficients + BOUND;
  while (coefficients < end) {
    const a = v128.load(before);
    const b = v128.load(after);
    even = f64x2.add(even, f64x2.mul(f64x2.add(a, b), v128.load(coefficients)));
    odd = f64x2.add(odd, f64x2.mul(f64x2.sub(a, b), v128.load(coefficients, 16)));
    coefficients += ROW_BYTES;
    before -= FRAME_BYTES;
    after += FRAME_BYTES;
  }
  return f64x2.sub(even, odd);
}

/** The magnitude of the extremum near `middle`, from its two neighbours; elsewhere at most a little more than all three. */
// @ts-ignore: decorator
@inline
function curved(before: v128, middle: v128, after: v128): v128 {
  const slope = f64x2.abs(f64x2.sub(after, before));
  const bend = f64x2.abs(f64x2.sub(f64x2.sub(f64x2.add(middle, middle), before), after));
  const span = f64x2.pmax(f64x2.pmax(slope, bend), f64x2.splat(1e-300));
  const rise = f64x2.mul(f64x2.mul(slope, f64x2.div(slope, span)), f64x2.splat(CURVATURE));
  return f64x2.add(f64x2.abs(middle), rise);
}

// @ts-ignore: decorator
@inline
function largest(a: v128, b: v128, c: v128, d: v128): v128 {
  return f64x2.pmax(f64x2.pmax(a, b), f64x2.pmax(c, d));
}

/**
 * The peak of each interval, per channel. `window` holds 32 frames of history and then `frames` new ones; `peaks` takes one
 * v128 for each, late by `TRUE_PEAK_DELAY_FRAMES`. Peaks that stay below `level` on both channels may read low.
 */
export function truePeaks(coefficients: usize, window: usize, peaks: usize, frames: i32, level: v128): void {
  const coefficientEnd = coefficients + BOUND;
  const end = peaks + <usize>frames * FRAME_BYTES;
  let frame = window + <usize>TRUE_PEAK_DELAY_FRAMES * FRAME_BYTES;
  let last = quarterBefore(coefficients, frame);
  while (peaks < end) {
    let even = f64x2.splat(0.0);
    let odd = f64x2.splat(0.0);
    let half = f64x2.splat(0.0);
    let nextEven = f64x2.splat(0.0);
    let nextOdd = f64x2.splat(0.0);
    let nextHalf = f64x2.splat(0.0);
    let before = frame;
    let after = frame + FRAME_BYTES;
    // Both quarters come from the sums and differences of mirrored frames, two intervals from each coefficient
    for (let row = coefficients; row < coefficientEnd; row += ROW_BYTES) {
      const a = v128.load(before);
      const b = v128.load(after);
      const c = v128.load(before, 16);
      const d = v128.load(after, 16);
      const sum = f64x2.add(a, b);
      const nextSum = f64x2.add(c, d);
      const evenTap = v128.load(row);
      const oddTap = v128.load(row, 16);
      const halfTap = v128.load(row, 32);
      even = f64x2.add(even, f64x2.mul(sum, evenTap));
      odd = f64x2.add(odd, f64x2.mul(f64x2.sub(a, b), oddTap));
      half = f64x2.add(half, f64x2.mul(sum, halfTap));
      nextEven = f64x2.add(nextEven, f64x2.mul(nextSum, evenTap));
      nextOdd = f64x2.add(nextOdd, f64x2.mul(f64x2.sub(c, d), oddTap));
      nextHalf = f64x2.add(nextHalf, f64x2.mul(nextSum, halfTap));
      before -= FRAME_BYTES;
      after += FRAME_BYTES;
    }
    const p0 = v128.load(frame);
    const p1 = f64x2.add(even, odd);
    const p3 = f64x2.sub(even, odd);
    const q0 = v128.load(frame, 16);
    const q1 = f64x2.add(nextEven, nextOdd);
    const q3 = f64x2.sub(nextEven, nextOdd);
    let peak = largest(f64x2.abs(p0), f64x2.abs(p1), f64x2.abs(half), f64x2.abs(p3));
    let nextPeak = largest(f64x2.abs(q0), f64x2.abs(q1), f64x2.abs(nextHalf), f64x2.abs(q3));
    const both = f64x2.pmax(f64x2.pmax(peak, nextPeak), f64x2.abs(last));
    if (v128.any_true(f64x2.gt(f64x2.mul(both, f64x2.splat(CURVATURE_BOUND)), level))) {
      const r0 = v128.load(frame, 32);
      peak = largest(curved(last, p0, p1), curved(p0, p1, half), curved(p1, half, p3), curved(half, p3, q0));
      nextPeak = largest(
        curved(p3, q0, q1),
        curved(q0, q1, nextHalf),
        curved(q1, nextHalf, q3),
        curved(nextHalf, q3, r0),
      );
    }
    v128.store(peaks, peak);
    v128.store(peaks, nextPeak, 16);
    last = q3;
    frame += 2 * FRAME_BYTES;
    peaks += 2 * FRAME_BYTES;
  }
}
