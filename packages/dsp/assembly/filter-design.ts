// Coefficients of equaliser filters, matched to their analogue prototypes up to 20 kHz (the place of 20 kHz at 44.1 kHz
// where the sample rate is lower). Q, gain and slope mean what they mean in the analogue prototypes of R. Bristow-Johnson's
// "Audio EQ Cookbook"; frequencies are held below 0.49 of the sample rate.
//
// Every function writes sections of five f64 (b0, b1, b2, a1, a2; a0 is 1) one after another to `sections` and returns how
// many it wrote. `workspace` is DESIGN_BYTES of scratch. A cut is the exact inverse of the equal boost.
// Cost: about 4 µs for each fitted section, once per change of a parameter.

import { ANALOGUE, DIGITAL, FIT_BYTES, fitBiquad, FREE_ZEROS, nyquistOf, topOfBand, ZEROS_AT_CENTRE, ZEROS_AT_DC } from "./design/fit-biquad";
import { QUADRATIC_BYTES, realise, setQuadratic } from "./design/power-response";
import { designWarpedPair } from "./design/warp-pair";
import { cos, decibelsToGain, exp, LN10_OVER_20, PI, tan } from "./maths";

export const SECTION_BYTES: usize = 40;
export const DESIGN_BYTES: usize = FIT_BYTES;
/** The most sections that any one design writes. */
export const MOST_SECTIONS: i32 = 4;

/** Half the angular frequency per sample. */
function centreOf(hz: f64, sampleRate: f64): f64 {
  return PI * min(hz / sampleRate, 0.49);
}

/** The analogue power response in u = (f/f0)²: numerator n0 + n1·u + n2·u², denominator d0 + d1·u + d2·u². */
function setAnalogue(workspace: usize, n0: f64, n1: f64, n2: f64, d0: f64, d1: f64, d2: f64): void {
  setQuadratic(workspace + ANALOGUE, n0, n1, n2);
  setQuadratic(workspace + ANALOGUE + QUADRATIC_BYTES, d0, d1, d2);
}

function fit(section: usize, workspace: usize, sampleRate: f64, hz: f64, freedom: i32): f64 {
  const centre = centreOf(hz, sampleRate);
  const decibels = fitBiquad(workspace, centre, topOfBand(sampleRate), freedom);
  realise(workspace + DIGITAL, nyquistOf(centre), section);
  return decibels;
}

/** Exchanges zeros and poles: the reciprocal of a section of minimum phase. */
function invert(section: usize): void {
  const b0 = load<f64>(section);
  const b1 = load<f64>(section, 8);
  const b2 = load<f64>(section, 16);
  store<f64>(section, 1.0 / b0);
  store<f64>(section, load<f64>(section, 24) / b0, 8);
  store<f64>(section, load<f64>(section, 32) / b0, 16);
  store<f64>(section, b1 / b0, 24);
  store<f64>(section, b2 / b0, 32);
}

function scale(section: usize, gain: f64): void {
  for (let i: usize = 0; i < 3; i++) store<f64>(section + (i << 3), load<f64>(section + (i << 3)) * gain);
}

/** The square root of the amplitude gain, the "A" of the prototypes, for a boost of |gainDb|. */
function prototypeGain(gainDb: f64): f64 {
  return exp(abs(gainDb) * 0.5 * LN10_OVER_20);
}

/** Passes everything, unchanged. */
export function designThrough(sections: usize): void {
  memory.fill(sections, 0, SECTION_BYTES);
  store<f64>(sections, 1.0);
}

/** Bell: `gainDb` at `hz`, half of it (in dB) where f/f0 − f0/f = ±1/Q. */
export function designBell(sections: usize, workspace: usize, sampleRate: f64, hz: f64, gainDb: f64, q: f64): i32 {
  const gain = prototypeGain(gainDb);
  const zeros = gain / q;
  const poles = 1.0 / (gain * q);
  setAnalogue(workspace, 1.0, zeros * zeros - 2.0, 1.0, 1.0, poles * poles - 2.0, 1.0);
  fit(sections, workspace, sampleRate, hz, FREE_ZEROS);
  if (gainDb < 0.0) invert(sections);
  return 1;
}

/** High shelf: 0 dB at DC, half of `gainDb` at `hz`, `gainDb` far above. Two sections where one would be too far off. */
export function designHighShelf(sections: usize, workspace: usize, sampleRate: f64, hz: f64, gainDb: f64, q: f64): i32 {
  const gain = prototypeGain(gainDb);
  const square = gain * gain;
  const middle = gain / (q * q) - 2.0 * gain;
  setAnalogue(workspace, square, square * middle, square * square, square, middle, 1.0);
  let count: i32 = 1;
  if (fit(sections, workspace, sampleRate, hz, FREE_ZEROS) > shelfTolerance(sampleRate)) {
    designWarpedPair(sections, workspace, centreOf(hz, sampleRate), topOfBand(sampleRate));
    count = 2;
  }
  if (gainDb < 0.0) {
    invert(sections);
    if (count == 2) invert(sections + SECTION_BYTES);
  }
  return count;
}

/** How far off one section may be, in dB, before two are spent. */
function shelfTolerance(sampleRate: f64): f64 {
  return sampleRate < 64000.0 ? 0.2 : 0.04;
}

/** Low shelf: `gainDb` at DC, half of it at `hz`, 0 dB far above: the opposite high shelf, raised. */
export function designLowShelf(sections: usize, workspace: usize, sampleRate: f64, hz: f64, gainDb: f64, q: f64): i32 {
  const count = designHighShelf(sections, workspace, sampleRate, hz, -gainDb, q);
  scale(sections, decibelsToGain(gainDb));
  return count;
}

/** First-order tilt: lows fall and highs rise by half of `gainDb` each, `hz` stays. */
export function designTilt(sections: usize, workspace: usize, sampleRate: f64, hz: f64, gainDb: f64): i32 {
  const gain = prototypeGain(gainDb);
  const square = gain * gain;
  setAnalogue(workspace, 1.0, square, 0.0, square, 1.0, 0.0);
  fit(sections, workspace, sampleRate, hz, FREE_ZEROS);
  if (gainDb < 0.0) invert(sections);
  return 1;
}

/** Notch: nothing at `hz`, −3 dB where f/f0 − f0/f = ±1/Q. */
export function designNotch(sections: usize, workspace: usize, sampleRate: f64, hz: f64, q: f64): i32 {
  setAnalogue(workspace, 1.0, -2.0, 1.0, 1.0, 1.0 / (q * q) - 2.0, 1.0);
  fit(sections, workspace, sampleRate, hz, ZEROS_AT_CENTRE);
  return 1;
}

/** Band-pass: 0 dB at `hz`, −3 dB where f/f0 − f0/f = ±1/Q. */
export function designBandPass(sections: usize, workspace: usize, sampleRate: f64, hz: f64, q: f64): i32 {
  setAnalogue(workspace, 0.0, 1.0 / (q * q), 0.0, 1.0, 1.0 / (q * q) - 2.0, 1.0);
  fit(sections, workspace, sampleRate, hz, FREE_ZEROS);
  return 1;
}

/** Butterworth high-pass of order 1 to 8 (6 dB per octave each). `q` shapes the knee of order 2 alone; 0 gives Butterworth. */
export function designHighPass(sections: usize, workspace: usize, sampleRate: f64, hz: f64, order: i32, q: f64): i32 {
  const pairs = order >> 1;
  for (let i: i32 = 0; i < pairs; i++) {
    setAnalogue(workspace, 0.0, 0.0, 1.0, 1.0, knee(order, i, q), 1.0);
    fit(sections + <usize>i * SECTION_BYTES, workspace, sampleRate, hz, ZEROS_AT_DC);
  }
  if ((order & 1) == 0) return pairs;
  setAnalogue(workspace, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0);
  fit(sections + <usize>pairs * SECTION_BYTES, workspace, sampleRate, hz, FREE_ZEROS);
  return pairs + 1;
}

/** Butterworth low-pass of order 1 to 8 (6 dB per octave each). `q` shapes the knee of order 2 alone; 0 gives Butterworth. */
export function designLowPass(sections: usize, workspace: usize, sampleRate: f64, hz: f64, order: i32, q: f64): i32 {
  const pairs = order >> 1;
  for (let i: i32 = 0; i < pairs; i++) {
    setAnalogue(workspace, 1.0, 0.0, 0.0, 1.0, knee(order, i, q), 1.0);
    fit(sections + <usize>i * SECTION_BYTES, workspace, sampleRate, hz, FREE_ZEROS);
  }
  if ((order & 1) == 0) return pairs;
  setAnalogue(workspace, 1.0, 0.0, 0.0, 1.0, 1.0, 0.0);
  fit(sections + <usize>pairs * SECTION_BYTES, workspace, sampleRate, hz, FREE_ZEROS);
  return pairs + 1;
}

/** 1/Q² − 2 of pair `index` of a Butterworth filter. */
function knee(order: i32, index: i32, q: f64): f64 {
  const inverse = 2.0 * cos((PI * <f64>((order & 1) == 0 ? 2 * index + 1 : 2 * index + 2)) / <f64>(2 * order));
  const inverseQ = order == 2 && q > 0.0 ? 1.0 / q : inverse;
  return inverseQ * inverseQ - 2.0;
}

/** All-pass of second order: 0 dB everywhere, phase −180° at `hz`. The axis is bent (bilinear), exact at `hz`. */
export function designAllPass(sections: usize, sampleRate: f64, hz: f64, q: f64): i32 {
  const t = tan(centreOf(hz, sampleRate));
  const norm = 1.0 / (1.0 + t / q + t * t);
  const a1 = 2.0 * (t * t - 1.0) * norm;
  const a2 = (1.0 - t / q + t * t) * norm;
  store<f64>(sections, a2);
  store<f64>(sections, a1, 8);
  store<f64>(sections, 1.0, 16);
  store<f64>(sections, a1, 24);
  store<f64>(sections, a2, 32);
  return 1;
}
