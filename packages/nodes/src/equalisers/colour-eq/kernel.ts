// A high-pass and a low-pass, then five bands one after the other. What a band adds, the difference between its output and its input, is bent by a curve of its
// own where it boosts; the rest of the sound never meets a curve.

import { aligned, FRAME_BYTES, portAt, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { BOTH_LANES } from "@twobus/dsp/assembly/biquad";
import {
  addColour,
  beginColour,
  colourBytes,
  colourInit,
  finishColour,
  followColour,
  recordColour,
} from "@twobus/dsp/assembly/colour-stage";
import {
  DESIGN_BYTES,
  designBell,
  designHighPass,
  designHighShelf,
  designLowPass,
  designLowShelf,
  MOST_SECTIONS,
  SECTION_BYTES,
} from "@twobus/dsp/assembly/filter-design";
import { nextPresence, setPresence } from "@twobus/dsp/assembly/filter-presence";
import { decibelsToGain } from "@twobus/dsp/assembly/maths";
import { amplify } from "@twobus/dsp/assembly/output-gain";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";
import { cascadeBytes, cascadeInit, resetCascade, runCascade, setSections } from "@twobus/dsp/assembly/section-cascade";

const BANDS: i32 = 5;
const SECTIONS_PER_BAND: i32 = 2;

// The parameters of a band, then those of all
const SHAPE: i32 = 0;
const FREQUENCY_HZ: i32 = 1;
const GAIN_DB: i32 = 2;
const Q: i32 = 3;
const SATURATION_PERCENT: i32 = 4;
const BAND_PARAMETERS: i32 = 5;
const DRIVE_DB: i32 = BANDS * BAND_PARAMETERS;
const OUTPUT_GAIN_DB: i32 = DRIVE_DB + 1;
const OVERSAMPLING: i32 = DRIVE_DB + 2;
const HIGH_PASS_HZ: i32 = DRIVE_DB + 3;
const FILTER_PARAMETERS: i32 = 2;

// Where the high-pass and the low-pass are off
const HIGH_PASS_OFF_HZ: f64 = 20.0;
const LOW_PASS_OFF_HZ: f64 = 20000.0;
const FILTER_ORDER: i32 = 2;
const BUTTERWORTH: f64 = 0.0;

const BELL: i32 = 0;
const LOW_SHELF: i32 = 1;

// Without drive full scale of what a band adds reaches 1 along the curve: at 0 VU, boosted by 6 dB, 0.13 % of third harmonic
// and 0.19 % of second.
const BIAS: f64 = 0.03;

// A band's state: its values and its cascade
const VALUES: usize = 0;
const CASCADE: usize = VALUES + valuesBytes(BAND_PARAMETERS);
const BAND_BYTES: usize = CASCADE + cascadeBytes(SECTIONS_PER_BAND);

// State. The sound goes back and forth between two buffers.
const SAMPLE_RATE: usize = 0; // f64
const HIGH_PASS_PRESENCE: usize = 16; // f64
const LOW_PASS_PRESENCE: usize = 24; // f64
const DESIGN: usize = 32;
const WORKSPACE: usize = DESIGN + <usize>MOST_SECTIONS * SECTION_BYTES;
const FIRST: usize = WORKSPACE + ((DESIGN_BYTES + 15) & ~15);
const SECOND: usize = FIRST + 128 * FRAME_BYTES;
const ADDED: usize = SECOND + 128 * FRAME_BYTES;
const FILTER_VALUES: usize = ADDED + 128 * FRAME_BYTES;
const FILTERS: usize = FILTER_VALUES + valuesBytes(FILTER_PARAMETERS);
const BANDS_AT: usize = FILTERS + cascadeBytes(FILTER_PARAMETERS);
const STAGE: usize = BANDS_AT + <usize>BANDS * BAND_BYTES;

// @ts-ignore: decorator
@inline
function bandAt(state: usize, index: i32): usize {
  return state + BANDS_AT + <usize>index * BAND_BYTES;
}

/** A band's values within a set of all. */
// @ts-ignore: decorator
@inline
function valuesOf(values: usize, index: i32): usize {
  return values + valuesBytes(index * BAND_PARAMETERS);
}

export function colourEqStateBytes(parameters: usize, sampleRate: f64): i32 {
  return aligned(<i32>(STAGE + colourBytes(<i32>valueOf(parameters, OVERSAMPLING), BANDS)));
}

export function colourEqInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, STAGE);
  store<f64>(state, sampleRate, SAMPLE_RATE);
  colourInit(state + STAGE, <i32>valueOf(parameters, OVERSAMPLING), BANDS, sampleRate);
  cascadeInit(state + FILTERS, FILTER_PARAMETERS);
  valuesChanged(state + FILTER_VALUES, filterValues(parameters), FILTER_PARAMETERS);
  designFilters(state, highPassGoal(state), lowPassGoal(state));
  resetCascade(state + FILTERS);
  for (let i: i32 = 0; i < BANDS; i++) {
    const band = bandAt(state, i);
    cascadeInit(band + CASCADE, SECTIONS_PER_BAND);
    valuesChanged(band + VALUES, valuesOf(parameters, i), BAND_PARAMETERS);
    design(state, band);
    resetCascade(band + CASCADE);
  }
}

// @ts-ignore: decorator
@inline
function filterValues(values: usize): usize {
  return values + valuesBytes(HIGH_PASS_HZ);
}

function highPassGoal(state: usize): f64 {
  return startOf(state + FILTER_VALUES, 0) > HIGH_PASS_OFF_HZ ? 1.0 : 0.0;
}

function lowPassGoal(state: usize): f64 {
  return startOf(state + FILTER_VALUES, 1) < LOW_PASS_OFF_HZ ? 1.0 : 0.0;
}

function designFilters(state: usize, highPassPresence: f64, lowPassPresence: f64): void {
  const to = state + DESIGN;
  const workspace = state + WORKSPACE;
  const rate = load<f64>(state, SAMPLE_RATE);
  const highPassHz = startOf(state + FILTER_VALUES, 0);
  let count = designHighPass(to, workspace, rate, highPassHz, FILTER_ORDER, BUTTERWORTH);
  setPresence(to, highPassPresence);
  setSections(state + FILTERS, 0, 1, to, count, BOTH_LANES);
  count = designLowPass(to, workspace, rate, startOf(state + FILTER_VALUES, 1), FILTER_ORDER, BUTTERWORTH);
  setPresence(to, lowPassPresence);
  setSections(state + FILTERS, 1, 1, to, count, BOTH_LANES);
  store<f64>(state, highPassPresence, HIGH_PASS_PRESENCE);
  store<f64>(state, lowPassPresence, LOW_PASS_PRESENCE);
}

/** High-pass and low-pass, to where the first band takes its sound from. */
function runFilters(state: usize, parameters: usize, input: usize, frames: i32): usize {
  const changed = valuesChanged(state + FILTER_VALUES, filterValues(endValues(parameters)), FILTER_PARAMETERS);
  const highPass = nextPresence(load<f64>(state, HIGH_PASS_PRESENCE), highPassGoal(state), frames);
  const lowPass = nextPresence(load<f64>(state, LOW_PASS_PRESENCE), lowPassGoal(state), frames);
  const fades = highPass != load<f64>(state, HIGH_PASS_PRESENCE) || lowPass != load<f64>(state, LOW_PASS_PRESENCE);
  if (changed || fades) designFilters(state, highPass, lowPass);
  runCascade(state + FILTERS, input, state + SECOND, frames);
  return state + SECOND;
}

function design(state: usize, band: usize): void {
  const values = band + VALUES;
  const shape = <i32>startOf(values, SHAPE);
  const to = state + DESIGN;
  const workspace = state + WORKSPACE;
  const rate = load<f64>(state, SAMPLE_RATE);
  const hz = startOf(values, FREQUENCY_HZ);
  const gainDb = startOf(values, GAIN_DB);
  const q = startOf(values, Q);
  let count: i32 = 0;
  if (gainDb != 0.0) {
    if (shape == BELL) count = designBell(to, workspace, rate, hz, gainDb, q);
    else if (shape == LOW_SHELF) count = designLowShelf(to, workspace, rate, hz, gainDb, q);
    else count = designHighShelf(to, workspace, rate, hz, gainDb, q);
  }
  setSections(band + CASCADE, 0, SECTIONS_PER_BAND, to, count, BOTH_LANES);
}

/** How far what the band adds reaches along its curve: nothing unless it boosts. */
function reachOf(values: usize, index: i32): f64 {
  const band = valuesOf(values, index);
  if (startOf(band, GAIN_DB) <= 0.0) return 0.0;
  return 0.01 * startOf(band, SATURATION_PERCENT) * decibelsToGain(startOf(values, DRIVE_DB));
}

/** Runs one band from `from` to `to` and leaves what it adds in `ADDED`. */
function runBand(state: usize, parameters: usize, index: i32, from: usize, to: usize, frames: i32): void {
  const band = bandAt(state, index);
  if (valuesChanged(band + VALUES, valuesOf(endValues(parameters), index), BAND_PARAMETERS)) design(state, band);
  runCascade(band + CASCADE, from, to, frames);
  let added = state + ADDED;
  const end = added + <usize>frames * FRAME_BYTES;
  for (; added < end; added += FRAME_BYTES) {
    v128.store(added, f64x2.sub(v128.load(to), v128.load(from)));
    from += FRAME_BYTES;
    to += FRAME_BYTES;
  }
}

export function colourEqProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const output = portAt(ports, 1);
  const ends = endValues(parameters);
  const stage = state + STAGE;
  let from = runFilters(state, parameters, portAt(ports, 0), frames);
  beginColour(stage, frames);
  for (let i: i32 = 0; i < BANDS; i++) {
    const to = state + ((i & 1) == 0 ? FIRST : SECOND);
    runBand(state, parameters, i, from, to, frames);
    addColour(stage, i, state + ADDED, frames, BIAS, reachOf(parameters, i), reachOf(ends, i));
    from = to;
  }
  finishColour(stage, from, output, frames);
  amplify(output, startOf(parameters, OUTPUT_GAIN_DB), valueOf(parameters, OUTPUT_GAIN_DB), frames);
}

export function colourEqRecord(state: usize): void {
  recordColour(state + STAGE);
}

export function colourEqFollow(
  follow: usize,
  state: usize,
  input: usize,
  output: usize,
  parameters: usize,
  frames: i32,
): void {
  let from = runFilters(follow, parameters, input, frames);
  beginColour(follow + STAGE, frames);
  for (let i: i32 = 0; i < BANDS; i++) {
    const to = follow + ((i & 1) == 0 ? FIRST : SECOND);
    runBand(follow, parameters, i, from, to, frames);
    followColour(follow + STAGE, state + STAGE, i, follow + ADDED, frames);
    from = to;
  }
  finishColour(follow + STAGE, from, output, frames);
  amplify(output, startOf(parameters, OUTPUT_GAIN_DB), valueOf(parameters, OUTPUT_GAIN_DB), frames);
}
