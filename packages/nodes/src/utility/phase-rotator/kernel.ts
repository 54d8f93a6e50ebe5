// Equal all-pass sections in a row. They run as biquads while they stand and as state-variable filters while they move.

import { FRAME_BYTES, portAt, startOf } from "@twobus/dsp/assembly/abi";
import { BIQUAD_BYTES, BOTH_LANES, resetBiquad, runBiquads, setBiquad } from "@twobus/dsp/assembly/biquad";
import { designAllPass } from "@twobus/dsp/assembly/filter-design";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";

const FREQUENCY_HZ: i32 = 0;
const QUALITY: i32 = 1;
const SECTIONS: i32 = 2;
const INVERT_POLARITY: i32 = 3;
const PARAMETERS: i32 = 4;

// State
const SAMPLE_RATE: usize = 0; // f64
const VALUES: usize = 16;
const COEFFICIENTS: usize = VALUES + valuesBytes(PARAMETERS);
const LIST: usize = COEFFICIENTS + 48; // u32: addresses of up to 8 sections
const FIRST_SECTION: usize = LIST + 32;

export function phaseRotatorStateBytes(parameters: usize, sampleRate: f64): i32 {
  return <i32>(FIRST_SECTION + <usize>startOf(endValues(parameters), SECTIONS) * BIQUAD_BYTES);
}

export function phaseRotatorInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, phaseRotatorStateBytes(parameters, sampleRate));
  store<f64>(state, sampleRate, SAMPLE_RATE);
  valuesChanged(state + VALUES, endValues(parameters), PARAMETERS);
  design(state);
  for (let i: i32 = 0; i < sectionsOf(state); i++) {
    const section = state + FIRST_SECTION + <usize>i * BIQUAD_BYTES;
    store<u32>(state + LIST + (<usize>i << 2), <u32>section);
    resetBiquad(section);
  }
}

function sectionsOf(state: usize): i32 {
  return <i32>startOf(state + VALUES, SECTIONS);
}

function design(state: usize): void {
  const values = state + VALUES;
  const sampleRate = load<f64>(state, SAMPLE_RATE);
  designAllPass(state + COEFFICIENTS, sampleRate, startOf(values, FREQUENCY_HZ), startOf(values, QUALITY));
  for (let i: i32 = 0; i < sectionsOf(state); i++) {
    setBiquad(state + FIRST_SECTION + <usize>i * BIQUAD_BYTES, state + COEFFICIENTS, BOTH_LANES);
  }
}

export function phaseRotatorProcess(
  state: usize,
  ports: usize,
  parameters: usize,
  meters: usize,
  frames: i32,
): void {
  const ends = endValues(parameters);
  if (valuesChanged(state + VALUES, ends, PARAMETERS)) design(state);
  const output = portAt(ports, 1);
  runBiquads(state + LIST, sectionsOf(state), portAt(ports, 0), output, frames);
  turnPolarity(output, frames, polarityOf(parameters), polarityOf(ends));
}

function polarityOf(values: usize): f64 {
  return startOf(values, INVERT_POLARITY) != 0.0 ? -1.0 : 1.0;
}

function turnPolarity(area: usize, frames: i32, start: f64, last: f64): void {
  if (start == 1.0 && last == 1.0) return;
  const step = f64x2.splat((last - start) / <f64>frames);
  let gain = f64x2.splat(start);
  const end = area + <usize>frames * FRAME_BYTES;
  for (; area < end; area += FRAME_BYTES) {
    gain = f64x2.add(gain, step);
    v128.store(area, f64x2.mul(v128.load(area), gain));
  }
}
