// High-pass and low-pass of up to four sections each, in one cascade.

import { portAt, startOf } from "@twobus/dsp/assembly/abi";
import { BOTH_LANES } from "@twobus/dsp/assembly/biquad";
import {
  DESIGN_BYTES,
  designHighPass,
  designLowPass,
  MOST_SECTIONS,
  SECTION_BYTES,
} from "@twobus/dsp/assembly/filter-design";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";
import { cascadeBytes, cascadeInit, resetCascade, runCascade, setSections } from "@twobus/dsp/assembly/section-cascade";

// Parameters of the high-pass, then the same of the low-pass
const ON: i32 = 0;
const FREQUENCY_HZ: i32 = 1;
const SLOPE_DB_PER_OCTAVE: i32 = 2;
const Q: i32 = 3;
const FILTER_PARAMETERS: i32 = 4;

// State
const SAMPLE_RATE: usize = 0; // f64
const HIGH_PASS: usize = 16;
const LOW_PASS: usize = HIGH_PASS + valuesBytes(FILTER_PARAMETERS);
const DESIGN: usize = LOW_PASS + valuesBytes(FILTER_PARAMETERS);
const WORKSPACE: usize = DESIGN + <usize>MOST_SECTIONS * SECTION_BYTES;
const CASCADE: usize = WORKSPACE + ((DESIGN_BYTES + 15) & ~15);
const STATE_BYTES: usize = CASCADE + cascadeBytes(2 * MOST_SECTIONS);

export function filterStateBytes(parameters: usize, sampleRate: f64): i32 {
  return <i32>STATE_BYTES;
}

export function filterInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, STATE_BYTES);
  store<f64>(state, sampleRate, SAMPLE_RATE);
  cascadeInit(state + CASCADE, 2 * MOST_SECTIONS);
  valuesChanged(state + HIGH_PASS, parameters, FILTER_PARAMETERS);
  valuesChanged(state + LOW_PASS, lowPassOf(parameters), FILTER_PARAMETERS);
  setHighPass(state);
  setLowPass(state);
  resetCascade(state + CASCADE);
}

export function filterProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const ends = endValues(parameters);
  if (valuesChanged(state + HIGH_PASS, ends, FILTER_PARAMETERS)) setHighPass(state);
  if (valuesChanged(state + LOW_PASS, lowPassOf(ends), FILTER_PARAMETERS)) setLowPass(state);
  runCascade(state + CASCADE, portAt(ports, 0), portAt(ports, 1), frames);
}

// @ts-ignore: decorator
@inline
function lowPassOf(values: usize): usize {
  return values + valuesBytes(FILTER_PARAMETERS);
}

// @ts-ignore: decorator
@inline
function orderOf(values: usize): i32 {
  return <i32>startOf(values, SLOPE_DB_PER_OCTAVE) / 6;
}

function setHighPass(state: usize): void {
  const values = state + HIGH_PASS;
  const rate = load<f64>(state, SAMPLE_RATE);
  const hz = startOf(values, FREQUENCY_HZ);
  let count: i32 = 0;
  if (startOf(values, ON) != 0.0) {
    count = designHighPass(state + DESIGN, state + WORKSPACE, rate, hz, orderOf(values), startOf(values, Q));
  }
  setSections(state + CASCADE, 0, MOST_SECTIONS, state + DESIGN, count, BOTH_LANES);
}

function setLowPass(state: usize): void {
  const values = state + LOW_PASS;
  const rate = load<f64>(state, SAMPLE_RATE);
  const hz = startOf(values, FREQUENCY_HZ);
  let count: i32 = 0;
  if (startOf(values, ON) != 0.0) {
    count = designLowPass(state + DESIGN, state + WORKSPACE, rate, hz, orderOf(values), startOf(values, Q));
  }
  setSections(state + CASCADE, MOST_SECTIONS, MOST_SECTIONS, state + DESIGN, count, BOTH_LANES);
}
