// Four bands, each a still filter, a moving one of the same place and shape behind it, and a detector that hears that place
// alone. Still filters are fitted to their analogue curves; moving ones bend the axis, as far as they move.

import { FRAME_BYTES, portAt, setMeter, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { ballisticsAgree, setBallistics } from "@twobus/dsp/assembly/ballistics";
import { BOTH_LANES } from "@twobus/dsp/assembly/biquad";
import { listenToKey } from "@twobus/dsp/assembly/gain-stage";
import {
  innerElapsed,
  innerFrames,
  innerPortsBytes,
  innerPortsInit,
  lowerOutput,
  raisePart,
  raisePorts,
  workInPlace,
} from "@twobus/dsp/assembly/inner-ports";
import { DB_PER_LOG2 } from "@twobus/dsp/assembly/maths";
import { amplify } from "@twobus/dsp/assembly/output-gain";
import { endValues, valuesChanged } from "@twobus/dsp/assembly/parameter-values";
import { cascadeInit, resetCascade, runCascade, setSections, smoothenCascade } from "@twobus/dsp/assembly/section-cascade";
import {
  ATTACK_MS,
  BAND_PARAMETERS,
  BELL,
  BELOW,
  DIRECTION,
  FREQUENCY_HZ,
  FROM_KEY,
  GAIN_DB,
  OFF,
  Q,
  REFERENCE,
  RELATIVE,
  RELEASE_MS,
  signOf,
  SOURCE,
} from "./band-parameters/kernel";
import { compareLevels, rootsOfSizes, sizesOfChanges } from "./change/kernel";
import {
  advanceDetector,
  detectLevels,
  detectorInit,
  detectUnheardLevels,
  detectWideLevels,
  resetDetector,
  setDetectorFilter,
  setDetectorHold,
} from "./detector/kernel";
import { designDetector, designStill } from "./fixed-filters/kernel";
import {
  BALLISTICS,
  bandAt,
  BANDS,
  CASCADE,
  CHANGE,
  DESIGN,
  DETECTOR,
  factorOf,
  FILTER,
  HEARD,
  INNER,
  isLinked,
  KEY_LISTEN,
  LINK_PERCENT,
  LINKED,
  LISTENED,
  OUTPUT_GAIN_DB,
  rowAt,
  ROWS,
  SAMPLE_RATE,
  SECTIONS_PER_BAND,
  shapeOf,
  VALUES,
  valuesOf,
  WIDE,
} from "./layout/kernel";
import { resetMovingFilter, runMovingFilter, runTwoBells, setMovingFilter } from "./moving-filter/kernel";

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
    detectorInit(band + DETECTOR);
    prepare(state, i);
    resetDetector(band + DETECTOR);
    resetMovingFilter(band + FILTER);
  }
  resetCascade(state + CASCADE);
}

/** Brings a band to its remembered values. */
function prepare(state: usize, index: i32): void {
  const band = bandAt(state, index);
  const values = band + VALUES;
  const design = state + DESIGN;
  const rate = load<f64>(state, SAMPLE_RATE);
  const shape = shapeOf(band);
  const hz = startOf(values, FREQUENCY_HZ);
  const q = startOf(values, Q);
  setMovingFilter(band + FILTER, rate, hz, q);
  setDetectorFilter(band + DETECTOR, design, designDetector(design, shape, rate, hz, q));
  const count = designStill(design, shape, rate, hz, startOf(values, GAIN_DB), q);
  setSections(state + CASCADE, index * SECTIONS_PER_BAND, SECTIONS_PER_BAND, design, count, BOTH_LANES);
  const release = setDetectorHold(band + DETECTOR, startOf(values, RELEASE_MS) * 0.001, rate);
  setBallistics(band + BALLISTICS, startOf(values, ATTACK_MS) * 0.001, release, false, rate);
}

export function dynamicEqAdvance(state: usize, parameters: usize, frames: f64): void {
  const elapsed = innerElapsed(state + INNER, frames);
  for (let index: i32 = 0; index < BANDS; index++) {
    advanceDetector(bandAt(state, index) + DETECTOR, elapsed);
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
  const detector = band + DETECTOR;
  const row = rowAt(state, index);
  const heard = rowAt(state, HEARD);
  const link = 0.01 * startOf(parameters, LINK_PERCENT);
  const lastLink = 0.01 * valueOf(parameters, LINK_PERCENT);
  const linked = link == 1.0 && lastLink == 1.0 && ballisticsAgree(band + BALLISTICS);
  if (linked && !listens(parameters)) detectUnheardLevels(detector, source, heard, row, frames);
  else detectLevels(detector, source, heard, row, frames, link, lastLink, linked);
  if (startOf(band + VALUES, REFERENCE) == RELATIVE) {
    const wide = rowAt(state, WIDE);
    detectWideLevels(detector, source, wide, frames, link, lastLink, linked);
    compareLevels(row, wide, frames, linked);
  }
  return linked;
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
