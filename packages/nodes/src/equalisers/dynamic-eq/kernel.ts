// Four bands, each a still filter, a moving one of the same place and shape behind it, and a detector that hears that place
// alone. Still filters are fitted to their analogue curves; moving ones bend the axis, as far as they move.

import { FRAME_BYTES, portAt, setMeter, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { BALLISTICS_BYTES, ballisticsAgree, setBallistics } from "@twobus/dsp/assembly/ballistics";
import { BOTH_LANES } from "@twobus/dsp/assembly/biquad";
import {
  advancePeakHold,
  linkedPeakLevels,
  linkedPeakLevelsBehind,
  linkLevels,
  PEAK_HOLD_BYTES,
  peakLevels,
  setPeakHoldWithin,
} from "@twobus/dsp/assembly/detector";
import { listenToKey } from "@twobus/dsp/assembly/gain-stage";
import {
  DESIGN_BYTES,
  designBandPass,
  designBell,
  designHighPass,
  designHighShelf,
  designLowPass,
  designLowShelf,
  MOST_SECTIONS,
  SECTION_BYTES,
} from "@twobus/dsp/assembly/filter-design";
import {
  innerElapsed,
  innerFrames,
  innerPortsBytes,
  innerPortsInit,
  innerRow,
  lowerOutput,
  raisePart,
  raisePorts,
  workInPlace,
} from "@twobus/dsp/assembly/inner-ports";
import { DB_PER_LOG2 } from "@twobus/dsp/assembly/maths";
import { amplify } from "@twobus/dsp/assembly/output-gain";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";
import {
  cascadeBytes,
  cascadeInit,
  resetCascade,
  runCascade,
  setSections,
  smoothenCascade,
  standingSection,
} from "@twobus/dsp/assembly/section-cascade";
import {
  ATTACK_MS,
  BAND_PARAMETERS,
  BELL,
  BELOW,
  DIRECTION,
  FREQUENCY_HZ,
  FROM_KEY,
  GAIN_DB,
  LOW_SHELF,
  OFF,
  Q,
  REFERENCE,
  RELATIVE,
  RELEASE_MS,
  SHAPE,
  signOf,
  SOURCE,
} from "./band-parameters/kernel";
import { CHANGE_BYTES, compareLevels, rootsOfSizes, sizesOfChanges } from "./change/kernel";
import { MOVING_FILTER_BYTES, resetMovingFilter, runMovingFilter, runTwoBells, setMovingFilter } from "./moving-filter/kernel";

const BANDS: i32 = 4;
const SECTIONS_PER_BAND: i32 = 2;

// The parameters of the bands, then those of all
const LINK_PERCENT: i32 = BANDS * BAND_PARAMETERS;
const OUTPUT_GAIN_DB: i32 = LINK_PERCENT + 1;
const KEY_LISTEN: i32 = LINK_PERCENT + 2;
const OVERSAMPLING: i32 = LINK_PERCENT + 3;

/** The knee of a detector that hears one side. */
const BUTTERWORTH: f64 = 0.7071067811865476;

// A band's state
const VALUES: usize = 0;
const DETECTOR: usize = VALUES + valuesBytes(BAND_PARAMETERS);
const HOLD: usize = DETECTOR + cascadeBytes(1);
const WIDE_HOLD: usize = HOLD + PEAK_HOLD_BYTES;
const BALLISTICS: usize = WIDE_HOLD + PEAK_HOLD_BYTES;
const FILTER: usize = BALLISTICS + BALLISTICS_BYTES;
const LINKED: usize = FILTER + MOVING_FILTER_BYTES; // i32: whether the row of the last quantum was linked
const BAND_BYTES: usize = LINKED + 16;

// State
const SAMPLE_RATE: usize = 0; // f64: of the kernel, which may run faster than the song
const DESIGN: usize = 16;
const WORKSPACE: usize = DESIGN + <usize>MOST_SECTIONS * SECTION_BYTES;
const BANDS_AT: usize = WORKSPACE + ((DESIGN_BYTES + 15) & ~15);
const CHANGE: usize = BANDS_AT + <usize>BANDS * BAND_BYTES;
const CASCADE: usize = CHANGE + CHANGE_BYTES;
const INNER: usize = CASCADE + cascadeBytes(BANDS * SECTIONS_PER_BAND);

// Its rows. Those of the bands, which come first, end up as the square roots of their gains, for parts that follow
const HEARD: i32 = BANDS;
const LISTENED: i32 = BANDS + 1;
const WIDE: i32 = BANDS + 2;
const ROWS: i32 = BANDS + 3;

// @ts-ignore: decorator
@inline
function rowAt(state: usize, index: i32): usize {
  return innerRow(state + INNER, index);
}

// @ts-ignore: decorator
@inline
function factorOf(values: usize): i32 {
  return <i32>startOf(values, OVERSAMPLING);
}

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

// @ts-ignore: decorator
@inline
function shapeOf(band: usize): i32 {
  return <i32>startOf(band + VALUES, SHAPE);
}

/** How the band's row lies. */
// @ts-ignore: decorator
@inline
function isLinked(band: usize): bool {
  return load<i32>(band + LINKED) != 0;
}

export function dynamicEqStateBytes(parameters: usize, sampleRate: f64): i32 {
  return <i32>INNER + innerPortsBytes(factorOf(parameters), ROWS);
}

export function dynamicEqInit(state: usize, parameters: usize, sampleRate: f64): void {
  const factor = factorOf(parameters);
  memory.fill(state, 0, INNER);
  innerPortsInit(state + INNER, factor, ROWS, sampleRate);
  workInPlace(state + INNER);
  store<f64>(state, sampleRate * <f64>factor, SAMPLE_RATE);
  cascadeInit(state + CASCADE, BANDS * SECTIONS_PER_BAND);
  smoothenCascade(state + CASCADE, sampleRate * <f64>factor);
  for (let i: i32 = 0; i < BANDS; i++) {
    const band = bandAt(state, i);
    valuesChanged(band + VALUES, valuesOf(parameters, i), BAND_PARAMETERS);
    cascadeInit(band + DETECTOR, 1);
    prepare(state, i);
    resetCascade(band + DETECTOR);
    resetMovingFilter(band + FILTER);
  }
  resetCascade(state + CASCADE);
}

/** Brings a band to its remembered values. */
function prepare(state: usize, index: i32): void {
  const band = bandAt(state, index);
  const values = band + VALUES;
  const rate = load<f64>(state, SAMPLE_RATE);
  const shape = shapeOf(band);
  const hz = startOf(values, FREQUENCY_HZ);
  const q = startOf(values, Q);
  setMovingFilter(band + FILTER, rate, hz, q);
  setSections(band + DETECTOR, 0, 1, state + DESIGN, designDetector(state, shape, rate, hz, q), BOTH_LANES);
  const count = designStill(state, shape, rate, hz, startOf(values, GAIN_DB), q);
  setSections(state + CASCADE, index * SECTIONS_PER_BAND, SECTIONS_PER_BAND, state + DESIGN, count, BOTH_LANES);
  const releaseSeconds = startOf(values, RELEASE_MS) * 0.001;
  setPeakHoldWithin(band + WIDE_HOLD, releaseSeconds, rate);
  const release = setPeakHoldWithin(band + HOLD, releaseSeconds, rate);
  setBallistics(band + BALLISTICS, startOf(values, ATTACK_MS) * 0.001, release, false, rate);
}

/** What a band's detector hears: its own place. */
function designDetector(state: usize, shape: i32, rate: f64, hz: f64, q: f64): i32 {
  if (shape == OFF) return 0;
  if (shape == BELL) return designBandPass(state + DESIGN, state + WORKSPACE, rate, hz, q);
  if (shape == LOW_SHELF) return designLowPass(state + DESIGN, state + WORKSPACE, rate, hz, 2, BUTTERWORTH);
  return designHighPass(state + DESIGN, state + WORKSPACE, rate, hz, 2, BUTTERWORTH);
}

function designStill(state: usize, shape: i32, rate: f64, hz: f64, gainDb: f64, q: f64): i32 {
  if (shape == OFF || gainDb == 0.0) return 0;
  if (shape == BELL) return designBell(state + DESIGN, state + WORKSPACE, rate, hz, gainDb, q);
  if (shape == LOW_SHELF) return designLowShelf(state + DESIGN, state + WORKSPACE, rate, hz, gainDb, q);
  return designHighShelf(state + DESIGN, state + WORKSPACE, rate, hz, gainDb, q);
}

export function dynamicEqAdvance(state: usize, parameters: usize, frames: f64): void {
  const elapsed = innerElapsed(state + INNER, frames);
  for (let index: i32 = 0; index < BANDS; index++) {
    const band = bandAt(state, index);
    advancePeakHold(band + HOLD, elapsed);
    advancePeakHold(band + WIDE_HOLD, elapsed);
  }
}

export function dynamicEqProcess(
  state: usize,
  ports: usize,
  parameters: usize,
  meters: usize,
  frames: i32,
): void {
  const inner = raisePorts(state + INNER, ports, frames);
  equalise(state, inner, parameters, meters, innerFrames(state + INNER, frames));
  lowerOutput(state + INNER, portAt(ports, 2), frames);
}

function equalise(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const main = portAt(ports, 0);
  const key = portAt(ports, 1);
  const output = portAt(ports, 2);
  const ends = endValues(parameters);
  takeSettings(state, parameters);
  if (listens(parameters)) memory.fill(rowAt(state, LISTENED), 0, <usize>frames * FRAME_BYTES);
  for (let i: i32 = 0; i < BANDS; i++) {
    const band = bandAt(state, i);
    if (shapeOf(band) == OFF) {
      setMeter(meters, i, 0.0);
      continue;
    }
    const source = key != 0 && startOf(band + VALUES, SOURCE) == FROM_KEY ? key : main;
    const greatest = move(state, i, source, parameters, frames);
    if (listens(parameters)) addTo(rowAt(state, LISTENED), rowAt(state, HEARD), frames);
    setMeter(meters, i, greatest * DB_PER_LOG2 * signOf(valuesOf(ends, i)));
  }
  filter(state, state, main, output, parameters, frames);
  listenToKey(rowAt(state, LISTENED), output, frames, startOf(parameters, KEY_LISTEN), startOf(ends, KEY_LISTEN));
}

/** From what a band's detector is given to the square roots of its gains, in its row. Returns the greatest change. */
function move(state: usize, index: i32, source: usize, parameters: usize, frames: i32): f64 {
  const band = bandAt(state, index);
  const row = rowAt(state, index);
  const values = valuesOf(parameters, index);
  const ends = valuesOf(endValues(parameters), index);
  const change = state + CHANGE;
  const linked = levels(state, index, source, parameters, frames);
  store<i32>(band + LINKED, linked ? 1 : 0);
  sizesOfChanges(change, values, ends, startOf(band + VALUES, DIRECTION) == BELOW, row, frames, linked);
  return rootsOfSizes(change, band + BALLISTICS, values, ends, row, frames, linked);
}

/** Whether anything is heard of what the detectors hear. */
function listens(parameters: usize): bool {
  return startOf(parameters, KEY_LISTEN) != 0.0 || valueOf(parameters, KEY_LISTEN) != 0.0;
}

function addTo(sum: usize, part: usize, frames: i32): void {
  const end = sum + <usize>frames * FRAME_BYTES;
  for (; sum < end; sum += FRAME_BYTES) {
    v128.store(sum, f64x2.add(v128.load(sum), v128.load(part)));
    part += FRAME_BYTES;
  }
}

function takeSettings(state: usize, parameters: usize): void {
  const ends = endValues(parameters);
  for (let i: i32 = 0; i < BANDS; i++) {
    if (valuesChanged(bandAt(state, i) + VALUES, valuesOf(ends, i), BAND_PARAMETERS)) prepare(state, i);
  }
}

/** The band's level into its row, against that of all where its threshold is relative. Returns whether the row is linked. */
function levels(state: usize, index: i32, source: usize, parameters: usize, frames: i32): bool {
  const band = bandAt(state, index);
  const row = rowAt(state, index);
  const heard = rowAt(state, HEARD);
  const link = 0.01 * startOf(parameters, LINK_PERCENT);
  const lastLink = 0.01 * valueOf(parameters, LINK_PERCENT);
  const linked = link == 1.0 && lastLink == 1.0 && ballisticsAgree(band + BALLISTICS);
  const section = standingSection(band + DETECTOR);
  if (linked && section != 0 && !listens(parameters)) {
    linkedPeakLevelsBehind(section, band + HOLD, source, row, frames);
  } else {
    runCascade(band + DETECTOR, source, heard, frames);
    linkedLevels(band + HOLD, heard, row, frames, link, lastLink, linked);
  }
  if (startOf(band + VALUES, REFERENCE) == RELATIVE) {
    const wide = rowAt(state, WIDE);
    linkedLevels(band + WIDE_HOLD, source, wide, frames, link, lastLink, linked);
    compareLevels(row, wide, frames, linked);
  }
  return linked;
}

function linkedLevels(hold: usize, heard: usize, row: usize, frames: i32, link: f64, lastLink: f64, linked: bool): void {
  if (linked) {
    linkedPeakLevels(hold, heard, row, frames);
  } else {
    peakLevels(hold, heard, row, frames);
    linkLevels(row, frames, link, lastLink, false);
  }
}

/** The next band that is not off; `BANDS` where there is none. */
function nextInUse(state: usize, index: i32): i32 {
  let next = index + 1;
  while (next < BANDS && shapeOf(bandAt(state, next)) == OFF) next++;
  return next;
}

function isLinkedBell(state: usize, recorded: usize, index: i32): bool {
  return shapeOf(bandAt(state, index)) == BELL && isLinked(bandAt(recorded, index));
}

/** Still and moving filters, with gains from the rows of `recorded`. */
function filter(state: usize, recorded: usize, input: usize, output: usize, parameters: usize, frames: i32): void {
  runCascade(state + CASCADE, input, output, frames);
  for (let i: i32 = 0; i < BANDS; i++) {
    const filter = bandAt(state, i) + FILTER;
    const shape = shapeOf(bandAt(state, i));
    const next = nextInUse(state, i);
    if (shape == OFF) {
      resetMovingFilter(filter);
    } else if (next < BANDS && isLinkedBell(state, recorded, i) && isLinkedBell(state, recorded, next)) {
      runTwoBells(filter, rowAt(recorded, i), bandAt(state, next) + FILTER, rowAt(recorded, next), output, frames);
      for (i++; i < next; i++) resetMovingFilter(bandAt(state, i) + FILTER);
    } else {
      runMovingFilter(filter, shape, rowAt(recorded, i), isLinked(bandAt(recorded, i)), output, frames);
    }
  }
  amplify(output, startOf(parameters, OUTPUT_GAIN_DB), valueOf(parameters, OUTPUT_GAIN_DB), frames);
}

export function dynamicEqFollow(
  follow: usize,
  state: usize,
  input: usize,
  output: usize,
  parameters: usize,
  frames: i32,
): void {
  const inner = raisePart(follow + INNER, input, output, frames);
  const count = innerFrames(follow + INNER, frames);
  const target = portAt(inner, 2);
  takeSettings(follow, parameters);
  filter(follow, state, portAt(inner, 0), target, parameters, count);
  // What of the key is heard belongs to no part; `LISTENED` of a part stays silent
  const nothing = rowAt(follow, LISTENED);
  listenToKey(nothing, target, count, startOf(parameters, KEY_LISTEN), valueOf(parameters, KEY_LISTEN));
  lowerOutput(follow + INNER, output, frames);
}
