// A compressor that hears only the highs, and in split mode turns down only them. Relative detection divides their level by
// that of the whole sound.

import { FRAME_BYTES, portAt, setMeter, startOf } from "@twobus/dsp/assembly/abi";
import {
  BALLISTICS_BYTES,
  ballisticsAgree,
  branchingBallistics,
  setBallistics,
} from "@twobus/dsp/assembly/ballistics";
import { rowVectors, setRamp } from "@twobus/dsp/assembly/control-row";
import { encodeMidSide } from "@twobus/dsp/assembly/detector";
import { followGains, GAIN_RECORD_BYTES, recordGains } from "@twobus/dsp/assembly/follow";
import {
  GAIN_LAW_BYTES,
  LAW_FOOT,
  LAW_KNEE,
  LAW_RANGE,
  LAW_SLOPE,
  OF_AMPLITUDE,
  reductionsByLaw,
} from "@twobus/dsp/assembly/gain-computer";
import {
  applyGains,
  GAIN_STAGE_BYTES,
  gainsOfReductions,
  listenToKey,
  STAGE_MAKEUP,
  STAGE_MIX,
} from "@twobus/dsp/assembly/gain-stage";
import {
  innerElapsed,
  innerFrames,
  innerPortsBytes,
  innerPortsInit,
  innerRow,
  lowerOutput,
  raisePart,
  raisePorts,
} from "@twobus/dsp/assembly/inner-ports";
import { DB_PER_LOG2, LOG2_10_OVER_20 } from "@twobus/dsp/assembly/maths";
import { toLeftRight } from "@twobus/dsp/assembly/mid-side";
import { MOVING_SHELF_BYTES, runMovingShelf, shelfTuning } from "@twobus/dsp/assembly/moving-shelf";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";
import { advanceDetector, DETECTOR_BYTES, detectHighs, detectorInit, heldSeconds, setDetector } from "./detector/kernel";
import {
  ATTACK_MS,
  factorOf,
  FREQUENCY_HZ,
  isMidSide,
  KEY_LISTEN,
  MODE,
  PARAMETERS,
  RANGE_DB,
  RATIO,
  RELEASE_MS,
  THRESHOLD_DB,
  WIDE,
} from "./parameters/kernel";

const KNEE_DB: f64 = 6.0;

// State
const SAMPLE_RATE: usize = 0; // f64: of the kernel, which may run faster than the song
const LINKED: usize = 8; // i32: whether the row of the last quantum was linked
const VALUES: usize = 16;
const LAW: usize = VALUES + valuesBytes(PARAMETERS);
const STAGE: usize = LAW + GAIN_LAW_BYTES;
const BALLISTICS: usize = STAGE + GAIN_STAGE_BYTES;
const DETECTOR: usize = BALLISTICS + BALLISTICS_BYTES;
const SHELF: usize = DETECTOR + DETECTOR_BYTES;
const RECORD: usize = SHELF + MOVING_SHELF_BYTES;
const INNER: usize = RECORD + GAIN_RECORD_BYTES;

// Its control rows
const ROW: i32 = 0;
const WHOLE_ROW: i32 = 1;
const HEARD: i32 = 2;
const ROWS: i32 = 3;

export function deEsserStateBytes(parameters: usize, sampleRate: f64): i32 {
  return <i32>INNER + innerPortsBytes(factorOf(parameters), ROWS);
}

export function deEsserInit(state: usize, parameters: usize, sampleRate: f64): void {
  const factor = factorOf(parameters);
  const innerRate = sampleRate * <f64>factor;
  memory.fill(state, 0, INNER);
  innerPortsInit(state + INNER, factor, ROWS, sampleRate);
  store<f64>(state, innerRate, SAMPLE_RATE);
  detectorInit(state + DETECTOR, innerRate);
  valuesChanged(state + VALUES, endValues(parameters), PARAMETERS);
  prepare(state);
}

export function deEsserAdvance(state: usize, parameters: usize, frames: f64): void {
  advanceDetector(state + DETECTOR, innerElapsed(state + INNER, frames));
}

export function deEsserProcess(
  state: usize,
  ports: usize,
  parameters: usize,
  meters: usize,
  frames: i32,
): void {
  const inner = raisePorts(state + INNER, ports, frames);
  soften(state, inner, parameters, meters, innerFrames(state + INNER, frames));
  lowerOutput(state + INNER, portAt(ports, 2), frames);
}

function soften(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const ends = endValues(parameters);
  if (valuesChanged(state + VALUES, ends, PARAMETERS)) prepare(state);
  const main = portAt(ports, 0);
  const key = portAt(ports, 1) == 0 ? main : portAt(ports, 1);
  const output = portAt(ports, 2);
  const midSide = isMidSide(ends);
  const row = innerRow(state + INNER, ROW);
  const wholeRow = innerRow(state + INNER, WHOLE_ROW);
  const heard = innerRow(state + INNER, HEARD);
  const alike = ballisticsAgree(state + BALLISTICS);

  const linked = detectHighs(state + DETECTOR, key, row, wholeRow, heard, parameters, frames, alike);
  const vectors = rowVectors(frames, linked);
  setLaw(state + LAW, parameters, frames, linked);
  reductionsByLaw(row, vectors, state + LAW, OF_AMPLITUDE);
  const greatest = branchingBallistics(state + BALLISTICS, row, frames, linked);
  store<i32>(state, linked ? 1 : 0, LINKED);
  setRamp(state + STAGE + STAGE_MAKEUP, 1.0, 1.0, frames, linked);
  setRamp(state + STAGE + STAGE_MIX, 1.0, 1.0, frames, linked);
  if (startOf(ends, MODE) == WIDE) {
    gainsOfReductions(row, vectors, state + STAGE);
    applyGains(row, main, output, frames, linked, midSide);
  } else {
    toThirds(row, vectors);
    gainsOfReductions(row, vectors, state + STAGE);
    shelve(state, state, main, output, parameters, frames);
  }
  listenToKey(heard, output, frames, startOf(parameters, KEY_LISTEN), startOf(ends, KEY_LISTEN));
  recordGains(state + RECORD, linked, midSide, startOf(parameters, KEY_LISTEN), startOf(ends, KEY_LISTEN));
  setMeter(meters, 0, greatest * DB_PER_LOG2);
}

export function deEsserFollow(
  follow: usize,
  state: usize,
  input: usize,
  output: usize,
  parameters: usize,
  frames: i32,
): void {
  const ends = endValues(parameters);
  const inner = raisePart(follow + INNER, input, output, frames);
  const count = innerFrames(follow + INNER, frames);
  const main = portAt(inner, 0);
  const target = portAt(inner, 2);
  if (startOf(ends, MODE) == WIDE) {
    followGains(state + RECORD, innerRow(state + INNER, ROW), main, target, count);
  } else {
    shelve(follow, state, main, target, parameters, count);
    // What of the key was heard belongs to no part
    const nothing = innerRow(follow + INNER, HEARD);
    memory.fill(nothing, 0, <usize>count * FRAME_BYTES);
    listenToKey(nothing, target, count, startOf(parameters, KEY_LISTEN), startOf(ends, KEY_LISTEN));
  }
  lowerOutput(follow + INNER, output, frames);
}

/** A third of each reduction, in place: its gain is the cube root. */
function toThirds(row: usize, vectors: i32): void {
  const third = f64x2.splat(1.0 / 3.0);
  const end = row + <usize>vectors * FRAME_BYTES;
  for (; row < end; row += FRAME_BYTES) v128.store(row, f64x2.mul(v128.load(row), third));
}

/** The shelf of `own` state, moved by the row of `state`. */
function shelve(own: usize, state: usize, input: usize, output: usize, parameters: usize, frames: i32): void {
  const ends = endValues(parameters);
  const sampleRate = load<f64>(own, SAMPLE_RATE);
  const start = shelfTuning(startOf(parameters, FREQUENCY_HZ), sampleRate);
  const end = shelfTuning(startOf(ends, FREQUENCY_HZ), sampleRate);
  const linked = load<i32>(state, LINKED) != 0;
  const midSide = isMidSide(ends);
  if (midSide) encodeMidSide(input, output, frames);
  runMovingShelf(own + SHELF, innerRow(state + INNER, ROW), linked, midSide ? output : input, output, frames, start, end);
  if (midSide) {
    const last = output + <usize>frames * FRAME_BYTES;
    for (; output < last; output += FRAME_BYTES) v128.store(output, toLeftRight(v128.load(output)));
  }
}

function prepare(state: usize): void {
  const values = state + VALUES;
  const sampleRate = load<f64>(state, SAMPLE_RATE);
  const release = startOf(values, RELEASE_MS) * 0.001 - heldSeconds(sampleRate);
  setBallistics(state + BALLISTICS, startOf(values, ATTACK_MS) * 0.001, release, false, sampleRate);
  setDetector(state + DETECTOR, startOf(values, FREQUENCY_HZ), sampleRate);
}

function setLaw(law: usize, parameters: usize, frames: i32, linked: bool): void {
  const ends = endValues(parameters);
  const knee = KNEE_DB * LOG2_10_OVER_20;
  setRamp(law + LAW_FOOT, footOf(parameters), footOf(ends), frames, linked);
  setRamp(law + LAW_SLOPE, 1.0 - 1.0 / startOf(parameters, RATIO), 1.0 - 1.0 / startOf(ends, RATIO), frames, linked);
  setRamp(law + LAW_KNEE, knee, knee, frames, linked);
  setRamp(law + LAW_RANGE, rangeOf(parameters), rangeOf(ends), frames, linked);
}

/** The foot of the knee, half a width below the threshold. */
function footOf(values: usize): f64 {
  return (startOf(values, THRESHOLD_DB) - 0.5 * KNEE_DB) * LOG2_10_OVER_20;
}

function rangeOf(values: usize): f64 {
  return startOf(values, RANGE_DB) * LOG2_10_OVER_20;
}
