// White noise through poles and zeros that alternate at equal distances over the octaves: a staircase around the square root
// of 1/f (J. O. Smith: Spectral Audio Signal Processing, "Example: Synthesis of 1/F Noise"). Poles and zeros lie where those
// of the analogue filter would; a zero on the other side takes off what that leaves too loud at the top. Places were searched
// for: within 0.1 dB of 1/f from 20 Hz to 20 kHz at 44.1 to 192 kHz.

import { exp, log, PI } from "@twobus/dsp/assembly/maths";

const SECTIONS: i32 = 8;
const LOWEST_HZ: f64 = 6.0;
/** The highest pole as a share of the sample rate. */
const HIGHEST: f64 = 0.14;
const TOP_ZERO: f64 = 0.16;
/** e^−28 of the energy is rounding. */
const SETTLING_NEPERS: f64 = 14.0;

// State
const GAIN: usize = 0; // f64
const LAST: usize = 8; // f64: the last white sample
const SECTION_AREA: usize = 16; // pole, zero, memory (f64 each)
const SECTION_BYTES: usize = 24;
export const PINK_NOISE_BYTES: usize = SECTION_AREA + <usize>SECTIONS * SECTION_BYTES;

/** White noise of an rms of 1 comes out as pink noise of an rms of 1. */
export function pinkNoiseInit(state: usize, sampleRate: f64): void {
  const spacing = log((HIGHEST * sampleRate) / LOWEST_HZ) / <f64>(SECTIONS - 1);
  for (let i: i32 = 0; i < SECTIONS; i++) {
    const section = state + SECTION_AREA + <usize>i * SECTION_BYTES;
    store<f64>(section, placeOf(LOWEST_HZ * exp(spacing * <f64>i), sampleRate));
    store<f64>(section, placeOf(LOWEST_HZ * exp(spacing * (<f64>i + 0.5)), sampleRate), 8);
  }
  forget(state);
  store<f64>(state, 1.0, GAIN);
  const frames = <i32>ceil((SETTLING_NEPERS * sampleRate) / (2.0 * PI * LOWEST_HZ));
  let power: f64 = 0.0;
  for (let n: i32 = 0; n < frames; n++) {
    const response = pinkNoise(state, n == 0 ? 1.0 : 0.0);
    power += response * response;
  }
  forget(state);
  store<f64>(state, 1.0 / Math.sqrt(power), GAIN);
}

function placeOf(hz: f64, sampleRate: f64): f64 {
  return exp((-2.0 * PI * hz) / sampleRate);
}

function forget(state: usize): void {
  store<f64>(state, 0.0, LAST);
  for (let i: i32 = 0; i < SECTIONS; i++) store<f64>(state + SECTION_AREA + <usize>i * SECTION_BYTES, 0.0, 16);
}

/** The next pink sample, from a white one. */
export function pinkNoise(state: usize, white: f64): f64 {
  let x = white + TOP_ZERO * load<f64>(state, LAST);
  store<f64>(state, white, LAST);
  const end = state + PINK_NOISE_BYTES;
  for (let section = state + SECTION_AREA; section < end; section += SECTION_BYTES) {
    const y = x + load<f64>(section, 16);
    store<f64>(section, load<f64>(section) * y - load<f64>(section, 8) * x, 16);
    x = y;
  }
  return x * load<f64>(state, GAIN);
}
