// What a detector hears of the sound, or what of it counts for the other channel: up to three shelves and passes in a row. They are
// the bilinear ones of `svf.ts`, as biquads, which run together while they stand still.

import { BOTH_LANES } from "@twobus/dsp/assembly/biquad";
import { cascadeBytes, cascadeInit, resetCascade, runCascade, setSections } from "@twobus/dsp/assembly/section-cascade";
import { exp, LN10_OVER_20, PI, tan } from "@twobus/dsp/assembly/maths";

const SECTION_F64S: usize = 5;
const SECTION_BYTES: usize = SECTION_F64S << 3;
const MOST: i32 = 3;
const BUTTERWORTH_DAMPING: f64 = 1.4142135623730951;

// In memory: the sections that are being designed, then the cascade
const CASCADE: usize = (<usize>MOST * SECTION_BYTES + 15) & ~15;

export function detectorFilterBytes(): usize {
  return CASCADE + cascadeBytes(MOST);
}

export function detectorFilterInit(filter: usize): void {
  memory.fill(filter, 0, CASCADE);
  cascadeInit(filter + CASCADE, MOST);
}

/** Sends the filter to the first `count` of the sections designed in it. */
export function setDetectorFilter(filter: usize, count: i32): void {
  setSections(filter + CASCADE, 0, MOST, filter, count, BOTH_LANES);
}

/** Arrives at once. */
export function resetDetectorFilter(filter: usize): void {
  resetCascade(filter + CASCADE);
}

/** `output` may be `input`. */
export function runDetectorFilter(filter: usize, input: usize, output: usize, frames: i32): void {
  runCascade(filter + CASCADE, input, output, frames);
}

/** (n2·s² + n1·s + n0) / (s² + k·s + 1) with s = (1/g)·(1 − z⁻¹)/(1 + z⁻¹). */
function section(filter: usize, index: i32, g: f64, k: f64, n2: f64, n1: f64, n0: f64): void {
  const to = filter + <usize>index * SECTION_BYTES;
  const scale = 1.0 / (1.0 + g * (g + k));
  store<f64>(to, (n2 + g * (n1 + g * n0)) * scale);
  store<f64>(to, 2.0 * (g * g * n0 - n2) * scale, 8);
  store<f64>(to, (n2 - g * (n1 - g * n0)) * scale, 16);
  store<f64>(to, 2.0 * (g * g - 1.0) * scale, 24);
  store<f64>(to, (1.0 + g * (g - k)) * scale, 32);
}

function integratorGain(sampleRate: f64, hz: f64): f64 {
  return tan(PI * min(hz / sampleRate, 0.49));
}

/** `gainDb` far below `hz`, half of it at `hz`. */
export function designLowShelf(filter: usize, index: i32, sampleRate: f64, hz: f64, gainDb: f64, q: f64): void {
  const root = exp(0.5 * gainDb * LN10_OVER_20);
  section(filter, index, integratorGain(sampleRate, hz) / sqrt(root), 1.0 / q, 1.0, root / q, root * root);
}

/** `gainDb` far above `hz`, half of it at `hz`. */
export function designHighShelf(filter: usize, index: i32, sampleRate: f64, hz: f64, gainDb: f64, q: f64): void {
  const root = exp(0.5 * gainDb * LN10_OVER_20);
  section(filter, index, integratorGain(sampleRate, hz) * sqrt(root), 1.0 / q, root * root, root / q, 1.0);
}

export function designHighPass(filter: usize, index: i32, sampleRate: f64, hz: f64): void {
  section(filter, index, integratorGain(sampleRate, hz), BUTTERWORTH_DAMPING, 1.0, 0.0, 0.0);
}

export function designLowPass(filter: usize, index: i32, sampleRate: f64, hz: f64): void {
  section(filter, index, integratorGain(sampleRate, hz), BUTTERWORTH_DAMPING, 0.0, 0.0, 1.0);
}
