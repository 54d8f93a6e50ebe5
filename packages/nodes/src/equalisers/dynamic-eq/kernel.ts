// Four bands, each a still filter, a moving one of the same place and shape behind it, and a detector that hears that place
// alone. Still filters are fitted to their analogue curves; moving ones bend the axis, as far as they move.

import { FRAME_BYTES, portAt, setMeter, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { BALLISTICS_BYTES, branchingBallistics, limitBallistics, setBallistics } from "@twobus/dsp/assembly/ballistics";
import { BOTH_LANES } from "@twobus/dsp/assembly/biquad";
import {
  advancePeakHold,
  linkLevels,
  PEAK_HOLD_BYTES,
  peakHoldFrames,
  peakLevels,
  setPeakHold,
} from "@twobus/dsp/assembly/detector";
import { exp2Pair, log2Pair } from "@twobus/dsp/assembly/fast-maths";
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
  innerFrames,
  innerPortsBytes,
  innerPortsInit,
  innerRow,
  innerSpan,
  lowerOutput,
  raisePart,
  raisePorts,
} from "@twobus/dsp/assembly/inner-ports";
import { DB_PER_LOG2, LOG2_10_OVER_20 } from "@twobus/dsp/assembly/maths";
import { amplify } from "@twobus/dsp/assembly/output-gain";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";
import { cascadeBytes, cascadeInit, resetCascade, runCascade, setSections, smoothenCascade } from "@twobus/dsp/assembly/section-cascade";
import {
  BELL,
  LOW_SHELF,
  MOVING_FILTER_BYTES,
  resetMovingFilter,
  runMovingFilter,
  setMovingFilter,
} from "./moving-filter/kernel";

const BANDS: i32 = 4;
const SECTIONS_PER_BAND: i32 = 2;

// The parameters of a band, then those of all
const SHAPE: i32 = 0;
const FREQUENCY_HZ: i32 = 1;
const Q: i32 = 2;
const GAIN_DB: i32 = 3;
const RANGE_DB: i32 = 4;
const THRESHOLD_DB: i32 = 5;
const RATIO: i32 = 6;
const REFERENCE: i32 = 7;
const DIRECTION: i32 = 8;
const ATTACK_MS: i32 = 9;
const RELEASE_MS: i32 = 10;
const SOURCE: i32 = 11;
const BAND_PARAMETERS: i32 = 12;
const LINK_PERCENT: i32 = BANDS * BAND_PARAMETERS;
const OUTPUT_GAIN_DB: i32 = LINK_PERCENT + 1;
const KEY_LISTEN: i32 = LINK_PERCENT + 2;
const OVERSAMPLING: i32 = LINK_PERCENT + 3;

const OFF: i32 = 0;
const RELATIVE: f64 = 1.0;
const BELOW: f64 = 1.0;
const FROM_KEY: f64 = 0.0;

/** The knee of a detector that hears one side. */
const BUTTERWORTH: f64 = 0.7071067811865476;
/** −400 dB: keeps the logarithm of silence finite. Against a relative threshold silence counts as −100 dB. */
const SILENCE: f64 = 1e-20;
const QUIET: f64 = 1e-5;

// A band's state
const VALUES: usize = 0;
const DETECTOR: usize = VALUES + valuesBytes(BAND_PARAMETERS);
const HOLD: usize = DETECTOR + cascadeBytes(1);
const WIDE_HOLD: usize = HOLD + PEAK_HOLD_BYTES;
const BALLISTICS: usize = WIDE_HOLD + PEAK_HOLD_BYTES;
const FILTER: usize = BALLISTICS + BALLISTICS_BYTES;
const BAND_BYTES: usize = FILTER + MOVING_FILTER_BYTES;

// State
const SAMPLE_RATE: usize = 0; // f64: of the kernel, which may run faster than the song
const DESIGN: usize = 16;
const WORKSPACE: usize = DESIGN + <usize>MOST_SECTIONS * SECTION_BYTES;
const BANDS_AT: usize = WORKSPACE + ((DESIGN_BYTES + 15) & ~15);
const CASCADE: usize = BANDS_AT + <usize>BANDS * BAND_BYTES;
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

export function dynamicEqStateBytes(parameters: usize, sampleRate: f64): i32 {
  return <i32>INNER + innerPortsBytes(factorOf(parameters), ROWS);
}

export function dynamicEqInit(state: usize, parameters: usize, sampleRate: f64): void {
  const factor = factorOf(parameters);
  memory.fill(state, 0, INNER);
  innerPortsInit(state + INNER, factor, ROWS, sampleRate);
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
  let release = startOf(values, RELEASE_MS) * 0.001;
  const hold = peakHoldFrames(release, rate);
  setPeakHold(band + HOLD, hold);
  setPeakHold(band + WIDE_HOLD, hold);
  release -= (1.5 * <f64>hold) / rate;
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
  const inner = innerSpan(state + INNER, frames);
  for (let index: i32 = 0; index < BANDS; index++) {
    const band = bandAt(state, index);
    advancePeakHold(band + HOLD, inner);
    advancePeakHold(band + WIDE_HOLD, inner);
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
  const link = 0.01 * startOf(parameters, LINK_PERCENT);
  const lastLink = 0.01 * valueOf(parameters, LINK_PERCENT);
  takeSettings(state, parameters);
  memory.fill(rowAt(state, LISTENED), 0, <usize>frames * FRAME_BYTES);
  for (let i: i32 = 0; i < BANDS; i++) {
    const band = bandAt(state, i);
    if (shapeOf(band) == OFF) {
      setMeter(meters, i, 0.0);
      continue;
    }
    const source = key != 0 && startOf(band + VALUES, SOURCE) == FROM_KEY ? key : main;
    levels(state, i, source, link, lastLink, frames);
    addTo(rowAt(state, LISTENED), rowAt(state, HEARD), frames);
    changes(band, valuesOf(parameters, i), valuesOf(ends, i), rowAt(state, i), rowAt(state, WIDE), frames);
    const greatest = branchingBallistics(band + BALLISTICS, rowAt(state, i), frames, false);
    limitBallistics(band + BALLISTICS, abs(startOf(valuesOf(ends, i), RANGE_DB)) * LOG2_10_OVER_20);
    rootsOfChanges(rowAt(state, i), valuesOf(parameters, i), valuesOf(ends, i), frames);
    setMeter(meters, i, greatest * DB_PER_LOG2 * signOf(valuesOf(ends, i)));
  }
  filter(state, state, main, output, parameters, frames);
  listenToKey(rowAt(state, LISTENED), output, frames, startOf(parameters, KEY_LISTEN), startOf(ends, KEY_LISTEN));
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

/** The band's level into its row, and what a relative threshold counts from into `WIDE`, as an amplitude. */
function levels(state: usize, index: i32, source: usize, link: f64, lastLink: f64, frames: i32): void {
  const band = bandAt(state, index);
  const row = rowAt(state, index);
  const heard = rowAt(state, HEARD);
  const wide = rowAt(state, WIDE);
  runCascade(band + DETECTOR, source, heard, frames);
  peakLevels(band + HOLD, heard, row, frames);
  linkLevels(row, frames, link, lastLink, false);
  if (startOf(band + VALUES, REFERENCE) == RELATIVE) {
    peakLevels(band + WIDE_HOLD, source, wide, frames);
    linkLevels(wide, frames, link, lastLink, false);
    return;
  }
  const unit = f64x2.splat(1.0);
  const end = wide + <usize>frames * FRAME_BYTES;
  for (let at = wide; at < end; at += FRAME_BYTES) v128.store(at, unit);
}

// @ts-ignore: decorator
@inline
function slopeOf(values: usize): f64 {
  return 1.0 - 1.0 / startOf(values, RATIO);
}

// @ts-ignore: decorator
@inline
function signOf(values: usize): f64 {
  return startOf(values, RANGE_DB) < 0.0 ? -1.0 : 1.0;
}

/** Levels to the sizes of the changes that they ask for, in base-2 logarithms of amplitude. */
function changes(band: usize, values: usize, lastValues: usize, row: usize, wide: usize, frames: i32): void {
  const part = f64x2.splat(1.0 / <f64>frames);
  const nothing = f64x2.splat(0.0);
  const silence = f64x2.splat(SILENCE);
  const quiet = f64x2.splat(QUIET);
  const direction = f64x2.splat(startOf(band + VALUES, DIRECTION) == BELOW ? -1.0 : 1.0);
  let threshold = f64x2.splat(startOf(values, THRESHOLD_DB) * LOG2_10_OVER_20);
  let slope = f64x2.splat(slopeOf(values));
  let range = f64x2.splat(abs(startOf(values, RANGE_DB)) * LOG2_10_OVER_20);
  const lastThreshold = f64x2.splat(startOf(lastValues, THRESHOLD_DB) * LOG2_10_OVER_20);
  const lastRange = f64x2.splat(abs(startOf(lastValues, RANGE_DB)) * LOG2_10_OVER_20);
  const thresholdStep = f64x2.mul(f64x2.sub(lastThreshold, threshold), part);
  const slopeStep = f64x2.mul(f64x2.sub(f64x2.splat(slopeOf(lastValues)), slope), part);
  const rangeStep = f64x2.mul(f64x2.sub(lastRange, range), part);
  const end = row + <usize>frames * FRAME_BYTES;
  for (; row < end; row += FRAME_BYTES) {
    threshold = f64x2.add(threshold, thresholdStep);
    slope = f64x2.add(slope, slopeStep);
    range = f64x2.add(range, rangeStep);
    const level = f64x2.div(f64x2.pmax(silence, v128.load(row)), f64x2.pmax(quiet, v128.load(wide)));
    const over = f64x2.mul(f64x2.sub(log2Pair(level), threshold), direction);
    v128.store(row, f64x2.pmin(f64x2.mul(f64x2.pmax(nothing, over), slope), range));
    wide += FRAME_BYTES;
  }
}

/**
 * Sizes of changes to square roots of gains, in place. The range counts here once more: as it moves from cuts to boosts no change
 * may last that is still on its way back.
 */
function rootsOfChanges(row: usize, values: usize, lastValues: usize, frames: i32): void {
  const half = f64x2.splat(0.5);
  const sign = f64x2.splat(-0.0);
  let range = f64x2.splat(startOf(values, RANGE_DB) * LOG2_10_OVER_20);
  const lastRange = f64x2.splat(startOf(lastValues, RANGE_DB) * LOG2_10_OVER_20);
  const step = f64x2.mul(f64x2.sub(lastRange, range), f64x2.splat(1.0 / <f64>frames));
  const end = row + <usize>frames * FRAME_BYTES;
  for (; row < end; row += FRAME_BYTES) {
    range = f64x2.add(range, step);
    const size = f64x2.pmin(v128.load(row), f64x2.abs(range));
    v128.store(row, exp2Pair(f64x2.mul(v128.or(size, v128.and(range, sign)), half)));
  }
}

/** Still and moving filters, with gains from the rows of `recorded`. */
function filter(state: usize, recorded: usize, input: usize, output: usize, parameters: usize, frames: i32): void {
  runCascade(state + CASCADE, input, output, frames);
  for (let i: i32 = 0; i < BANDS; i++) {
    const band = bandAt(state, i);
    const shape = shapeOf(band);
    if (shape == OFF) resetMovingFilter(band + FILTER);
    else runMovingFilter(band + FILTER, shape, rowAt(recorded, i), output, frames);
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
