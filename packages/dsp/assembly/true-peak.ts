// What the waveform does between the samples (BS.1770-5 annex 2): interpolation by two in a long windowed sinc, by two again
// in a short one, then a correction for what falls between those points. Up to 20 kHz a sine reads within
// −0.012 … +0.02 dB at 44.1 kHz and above; interpolation by four alone may read 0.6 dB low.
//
// The interval of frame n spans the points n … n + ¾. It needs the frames n − 34 … n + 34, so it is known 34 frames late.
//
// Beyond 20 kHz the true peak is a matter of the converter: its filter, like the long one here, passes half the amplitude at
// fs/2, and how steeply it gets there decides by some tenths of a decibel what full-band noise reads.

import { FRAME_BYTES } from "./abi";
import { PI, sin } from "./maths";

const LONG: i32 = 32; // half the taps of the first stage
const SHORT: i32 = 4; // half the taps of the second
const LONG_BETA: f64 = 5.5; // Kaiser windows: flat up to 20 kHz at 44.1 kHz, as steep as may be above
const SHORT_BETA: f64 = 6.5;

/** How many frames after its own an interval's peak is known. */
export const TRUE_PEAK_DELAY_FRAMES: i32 = LONG + SHORT / 2;
/** The most frames that one pass takes. */
export const TRUE_PEAK_FRAMES: i32 = 128;
/** How many frames a window holds before the newest ones. */
export const TRUE_PEAK_HISTORY_FRAMES: i32 = 2 * TRUE_PEAK_DELAY_FRAMES;
/** A window: the history, the newest frames, and three frames over because points are computed in fours. */
export const TRUE_PEAK_WINDOW_BYTES: i32 = (TRUE_PEAK_HISTORY_FRAMES + TRUE_PEAK_FRAMES + 3) * 16;
/** Taps of both stages, a bound, and room for the points half-way between the frames of a window. */
export const TRUE_PEAK_SCRATCH_BYTES: i32 = (LONG + SHORT + 1 + TRUE_PEAK_FRAMES + 8) * 16;

const SHORT_TAPS: usize = <usize>LONG * 16;
const BOUND: usize = SHORT_TAPS + <usize>SHORT * 16;
const HALVES: usize = BOUND + 16;

// A sine whose two highest points lie evenly about its peak, δ apart, reads cos(δ/2); their neighbours stand
// cos(δ/2) − cos(3δ/2) lower. The share of that step which restores 1 goes from 1/8 (low frequencies: a parabola) to 0.1406
// (fs/2). This one keeps the error of the correction within −0.017 … +0.012 dB over the whole band.
const CURVATURE: f64 = 0.137;
/** No correction exceeds this share of the largest point about it: a step is at most twice that point. */
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

/** Half of a symmetric interpolator for the point between two samples. A constant passes unchanged. Returns the sum of magnitudes. */
function designHalf(taps: usize, half: i32, beta: f64): f64 {
  let sum: f64 = 0.0;
  let magnitude: f64 = 0.0;
  for (let k: i32 = 0; k < half; k++) {
    const distance = <f64>k + 0.5;
    const r = distance / <f64>half;
    const tap = (sin(PI * distance) / (PI * distance)) * besselI0(beta * sqrt(1.0 - r * r));
    v128.store(taps + (<usize>k << 4), f64x2.splat(tap));
    sum += 2.0 * tap;
    magnitude += 2.0 * abs(tap);
  }
  for (let k: i32 = 0; k < half; k++) {
    const slot = taps + (<usize>k << 4);
    v128.store(slot, f64x2.div(v128.load(slot), f64x2.splat(sum)));
  }
  return magnitude / sum;
}

export function truePeakDesign(scratch: usize): void {
  const long = designHalf(scratch, LONG, LONG_BETA);
  const short = designHalf(scratch + SHORT_TAPS, SHORT, SHORT_BETA);
  v128.store(scratch + BOUND, f64x2.splat(long * short * CURVATURE_BOUND));
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
export function mayExceed(scratch: usize, window: usize, frames: i32, level: f64): bool {
  const peak = samplePeak(window, TRUE_PEAK_HISTORY_FRAMES + frames);
  return v128.any_true(f64x2.gt(f64x2.mul(peak, v128.load(scratch + BOUND)), f64x2.splat(level)));
}

/** The points half a frame after each frame, four at a time: they share taps and hide each other's latency. */
function halfPoints(taps: usize, frame: usize, halves: usize, frames: i32): void {
  const tapsEnd = taps + SHORT_TAPS;
  const end = halves + <usize>frames * FRAME_BYTES;
  while (halves < end) {
    let a = f64x2.splat(0.0);
    let b = f64x2.splat(0.0);
    let c = f64x2.splat(0.0);
    let d = f64x2.splat(0.0);
    let before = frame;
    let after = frame + FRAME_BYTES;
    for (let tap = taps; tap < tapsEnd; tap += 16) {
      const weight = v128.load(tap);
      a = f64x2.add(a, f64x2.mul(f64x2.add(v128.load(before), v128.load(after)), weight));
      b = f64x2.add(b, f64x2.mul(f64x2.add(v128.load(before, 16), v128.load(after, 16)), weight));
      c = f64x2.add(c, f64x2.mul(f64x2.add(v128.load(before, 32), v128.load(after, 32)), weight));
      d = f64x2.add(d, f64x2.mul(f64x2.add(v128.load(before, 48), v128.load(after, 48)), weight));
      before -= FRAME_BYTES;
      after += FRAME_BYTES;
    }
    v128.store(halves, a);
    v128.store(halves, b, 16);
    v128.store(halves, c, 32);
    v128.store(halves, d, 48);
    frame += 4 * FRAME_BYTES;
    halves += 4 * FRAME_BYTES;
  }
}

/** The point in the middle of eight points, named outwards from it. */
// @ts-ignore: decorator
@inline
function quarterPoint(
  taps: usize,
  left0: v128,
  right0: v128,
  left1: v128,
  right1: v128,
  left2: v128,
  right2: v128,
  left3: v128,
  right3: v128,
): v128 {
  return f64x2.add(
    f64x2.add(
      f64x2.mul(f64x2.add(left0, right0), v128.load(taps)),
      f64x2.mul(f64x2.add(left1, right1), v128.load(taps, 16)),
    ),
    f64x2.add(
      f64x2.mul(f64x2.add(left2, right2), v128.load(taps, 32)),
      f64x2.mul(f64x2.add(left3, right3), v128.load(taps, 48)),
    ),
  );
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
 * The peak of each interval, per channel. `window` holds the history and then `frames` new ones; `peaks` takes one v128
 * for each, late by `TRUE_PEAK_DELAY_FRAMES`. Peaks that stay below `level` on both channels may read low.
 */
export function truePeaks(scratch: usize, window: usize, peaks: usize, frames: i32, level: f64): void {
  const taps = scratch + SHORT_TAPS;
  const threshold = f64x2.splat(level / CURVATURE_BOUND);
  let frame = window + <usize>TRUE_PEAK_DELAY_FRAMES * FRAME_BYTES;
  halfPoints(scratch, frame - 3 * FRAME_BYTES, scratch + HALVES, frames + 5);
  let half = scratch + HALVES + 3 * FRAME_BYTES;
  // Frames are x, the points half-way behind them h, both numbered from the interval at hand
  let last = quarterPoint(
    taps,
    v128.load(half - 16),
    v128.load(frame),
    v128.load(frame - 16),
    v128.load(half),
    v128.load(half - 32),
    v128.load(frame, 16),
    v128.load(frame - 32),
    v128.load(half, 16),
  );
  const end = peaks + <usize>frames * FRAME_BYTES;
  while (peaks < end) {
    const x0 = v128.load(frame);
    const x1 = v128.load(frame, 16);
    const x2 = v128.load(frame, 32);
    const xBefore = v128.load(frame - 16);
    const h0 = v128.load(half);
    const h1 = v128.load(half, 16);
    const hBefore = v128.load(half - 16);
    const first = quarterPoint(taps, x0, h0, hBefore, x1, xBefore, h1, v128.load(half - 32), x2);
    const third = quarterPoint(taps, h0, x1, x0, h1, hBefore, x2, xBefore, v128.load(half, 32));
    let peak = largest(f64x2.abs(x0), f64x2.abs(first), f64x2.abs(h0), f64x2.abs(third));
    const near = f64x2.pmax(f64x2.pmax(peak, f64x2.abs(last)), f64x2.abs(x1));
    if (v128.any_true(f64x2.gt(near, threshold))) {
      peak = largest(curved(last, x0, first), curved(x0, first, h0), curved(first, h0, third), curved(h0, third, x1));
    }
    v128.store(peaks, peak);
    last = third;
    frame += FRAME_BYTES;
    half += FRAME_BYTES;
    peaks += FRAME_BYTES;
  }
}
