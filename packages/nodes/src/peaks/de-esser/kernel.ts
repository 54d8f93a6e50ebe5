// A compressor that hears only the highs, and in split mode turns down only them. Relative detection divides their level by
// that of the whole sound, which lets go slowly so that low tones do not lose it between their crests.

import { FRAME_BYTES, portAt, setMeter, startOf } from "@twobus/dsp/assembly/abi";
import {
  BALLISTICS_BYTES,
  ballisticsAgree,
  branchingBallistics,
  setBallistics,
} from "@twobus/dsp/assembly/ballistics";
import {
  frameStride,
  lanesAgree,
  loadFrame,
  rowVectors,
  secondLane,
  setRamp,
  storeFrame,
} from "@twobus/dsp/assembly/control-row";
import {
  advancePeakHold,
  DUAL_MONO,
  encodeMidSide,
  linkLevels,
  MID_SIDE,
  PEAK_HOLD_BYTES,
  peakLevels,
  setPeakHold,
  windowFrames,
} from "@twobus/dsp/assembly/detector";
import { flushDenormal } from "@twobus/dsp/assembly/fast-maths";
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
  innerFrames,
  innerPortsBytes,
  innerPortsInit,
  innerRow,
  innerSpan,
  lowerOutput,
  raisePart,
  raisePorts,
} from "@twobus/dsp/assembly/inner-ports";
import { KEY_FILTER_BYTES, KEY_LOW_PASS_OFF_HZ, keyFilterProcess, setKeyFilter } from "@twobus/dsp/assembly/key-filter";
import { DB_PER_LOG2, exp, LOG2_10_OVER_20 } from "@twobus/dsp/assembly/maths";
import { toLeftRight } from "@twobus/dsp/assembly/mid-side";
import { MOVING_SHELF_BYTES, runMovingShelf, shelfTuning } from "@twobus/dsp/assembly/moving-shelf";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";

const FREQUENCY_HZ: i32 = 0;
const MODE: i32 = 1;
const DETECTION: i32 = 2;
const THRESHOLD_DB: i32 = 3;
const RATIO: i32 = 4;
const RANGE_DB: i32 = 5;
const ATTACK_MS: i32 = 6;
const RELEASE_MS: i32 = 7;
const LINK_PERCENT: i32 = 8;
const CHANNEL_MODE: i32 = 9;
const KEY_LISTEN: i32 = 10;
const OVERSAMPLING: i32 = 11;
const PARAMETERS: i32 = 12;

const WIDE: f64 = 1.0;
const RELATIVE: f64 = 0.0;

const KNEE_DB: f64 = 6.0;
const PEAK_HOLD_SECONDS: f64 = 0.0005;
/** How fast the level of the whole sound lets go. */
const WHOLE_SECONDS: f64 = 0.05;
/** Keeps the quotient of silences finite. */
const FLOOR: f64 = 1e-20;

// @ts-ignore: decorator
@unmanaged
class Header {
  /** Level of the whole sound. */
  whole: v128;
  /** Of the kernel, which may run faster than the song. */
  sampleRate: f64;
  /** What is left of `whole` after a frame. */
  keeps: f64;
  /** How the row of the last quantum lies. */
  linked: i32;
}

const VALUES: usize = 48;
const LAW: usize = VALUES + valuesBytes(PARAMETERS);
const STAGE: usize = LAW + GAIN_LAW_BYTES;
const BALLISTICS: usize = STAGE + GAIN_STAGE_BYTES;
const PEAKS: usize = BALLISTICS + BALLISTICS_BYTES;
const WHOLE_PEAKS: usize = PEAKS + PEAK_HOLD_BYTES;
const FILTER: usize = WHOLE_PEAKS + PEAK_HOLD_BYTES;
const SHELF: usize = FILTER + KEY_FILTER_BYTES;
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
  const header = changetype<Header>(state);
  const factor = factorOf(parameters);
  const innerRate = sampleRate * <f64>factor;
  memory.fill(state, 0, INNER);
  innerPortsInit(state + INNER, factor, ROWS, sampleRate);
  header.sampleRate = innerRate;
  header.keeps = exp(-1.0 / (WHOLE_SECONDS * innerRate));
  setPeakHold(state + PEAKS, peakFrames(innerRate));
  setPeakHold(state + WHOLE_PEAKS, peakFrames(innerRate));
  valuesChanged(state + VALUES, endValues(parameters), PARAMETERS);
  prepare(state);
}

export function deEsserAdvance(state: usize, parameters: usize, frames: f64): void {
  const inner = innerSpan(state + INNER, frames);
  advancePeakHold(state + PEAKS, inner);
  advancePeakHold(state + WHOLE_PEAKS, inner);
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
  const header = changetype<Header>(state);
  const ends = endValues(parameters);
  if (valuesChanged(state + VALUES, ends, PARAMETERS)) prepare(state);
  const main = portAt(ports, 0);
  const key = portAt(ports, 1) == 0 ? main : portAt(ports, 1);
  const output = portAt(ports, 2);
  const midSide = startOf(ends, CHANNEL_MODE) == MID_SIDE;
  const row = innerRow(state + INNER, ROW);

  const linked = detect(state, key, parameters, frames);
  const vectors = rowVectors(frames, linked);
  setLaw(state + LAW, parameters, frames, linked);
  reductionsByLaw(row, vectors, state + LAW, OF_AMPLITUDE);
  const greatest = branchingBallistics(state + BALLISTICS, row, frames, linked);
  header.linked = linked ? 1 : 0;
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
  const heard = innerRow(state + INNER, HEARD);
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

/** Row of the levels of the highs, alone or over the level of the whole sound. Returns whether it is linked. */
function detect(state: usize, key: usize, parameters: usize, frames: i32): bool {
  const header = changetype<Header>(state);
  const ends = endValues(parameters);
  const row = innerRow(state + INNER, ROW);
  const wholeRow = innerRow(state + INNER, WHOLE_ROW);
  const heard = innerRow(state + INNER, HEARD);
  const midSide = startOf(ends, CHANNEL_MODE) == MID_SIDE;
  const isRelative = startOf(ends, DETECTION) == RELATIVE;
  const alike = ballisticsAgree(state + BALLISTICS) && lanesAgree(header.whole);
  const start = linkOf(parameters);
  const end = linkOf(ends);

  keyFilterProcess(state + FILTER, key, heard, frames);
  if (midSide) encodeMidSide(heard, row, frames);
  peakLevels(state + PEAKS, midSide ? row : heard, row, frames);
  const linked = linkLevels(row, frames, start, end, alike);
  if (!isRelative) return linked;
  if (midSide) encodeMidSide(key, wholeRow, frames);
  peakLevels(state + WHOLE_PEAKS, midSide ? wholeRow : key, wholeRow, frames);
  linkLevels(wholeRow, frames, start, end, alike);
  divideByWhole(header, row, wholeRow, frames, linked);
  return linked;
}

function divideByWhole(header: Header, row: usize, wholeRow: usize, frames: i32, linked: bool): void {
  const keeps = f64x2.splat(header.keeps);
  const floor = f64x2.splat(FLOOR);
  const second = secondLane(linked);
  const stride = frameStride(linked);
  let whole = header.whole;
  for (let i: i32 = 0; i < frames; i++) {
    whole = f64x2.pmax(loadFrame(wholeRow, second), f64x2.mul(whole, keeps));
    storeFrame(row, second, f64x2.div(loadFrame(row, second), f64x2.add(whole, floor)));
    row += stride;
    wholeRow += stride;
  }
  header.whole = flushDenormal(whole);
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
  const sampleRate = changetype<Header>(own).sampleRate;
  const start = shelfTuning(startOf(parameters, FREQUENCY_HZ), sampleRate);
  const end = shelfTuning(startOf(ends, FREQUENCY_HZ), sampleRate);
  const linked = changetype<Header>(state).linked != 0;
  const midSide = startOf(ends, CHANNEL_MODE) == MID_SIDE;
  if (midSide) encodeMidSide(input, output, frames);
  runMovingShelf(own + SHELF, innerRow(state + INNER, ROW), linked, midSide ? output : input, output, frames, start, end);
  if (midSide) {
    const last = output + <usize>frames * FRAME_BYTES;
    for (; output < last; output += FRAME_BYTES) v128.store(output, toLeftRight(v128.load(output)));
  }
}

function prepare(state: usize): void {
  const values = state + VALUES;
  const sampleRate = changetype<Header>(state).sampleRate;
  // The time that the detector holds a peak is part of the release
  const release = startOf(values, RELEASE_MS) * 0.001 - (1.5 * <f64>peakFrames(sampleRate)) / sampleRate;
  setBallistics(state + BALLISTICS, startOf(values, ATTACK_MS) * 0.001, release, false, sampleRate);
  setKeyFilter(state + FILTER, startOf(values, FREQUENCY_HZ), KEY_LOW_PASS_OFF_HZ, sampleRate);
}

function setLaw(law: usize, parameters: usize, frames: i32, linked: bool): void {
  const ends = endValues(parameters);
  const knee = KNEE_DB * LOG2_10_OVER_20;
  setRamp(law + LAW_FOOT, footOf(parameters), footOf(ends), frames, linked);
  setRamp(law + LAW_SLOPE, 1.0 - 1.0 / startOf(parameters, RATIO), 1.0 - 1.0 / startOf(ends, RATIO), frames, linked);
  setRamp(law + LAW_KNEE, knee, knee, frames, linked);
  setRamp(law + LAW_RANGE, rangeOf(parameters), rangeOf(ends), frames, linked);
}

function peakFrames(sampleRate: f64): i32 {
  return windowFrames(PEAK_HOLD_SECONDS, sampleRate);
}

/** The foot of the knee, half a width below the threshold. */
function footOf(values: usize): f64 {
  return (startOf(values, THRESHOLD_DB) - 0.5 * KNEE_DB) * LOG2_10_OVER_20;
}

function rangeOf(values: usize): f64 {
  return startOf(values, RANGE_DB) * LOG2_10_OVER_20;
}

// @ts-ignore: decorator
@inline
function factorOf(values: usize): i32 {
  return <i32>startOf(values, OVERSAMPLING);
}

function linkOf(values: usize): f64 {
  return startOf(values, CHANNEL_MODE) == DUAL_MONO ? 0.0 : 0.01 * startOf(values, LINK_PERCENT);
}
