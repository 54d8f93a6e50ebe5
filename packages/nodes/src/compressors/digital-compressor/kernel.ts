// A feed-forward compressor in the log domain: key filter, detector, static law, ballistics, gain.

import { portAt, setMeter, startOf } from "@twobus/dsp/assembly/abi";
import {
  BALLISTICS_BYTES,
  ballisticsAgree,
  branchingBallistics,
  branchingGains,
  decoupledBallistics,
  isPlainBranching,
  setBallistics,
} from "@twobus/dsp/assembly/ballistics";
import { rowVectors, setRamp } from "@twobus/dsp/assembly/control-row";
import {
  advancePeakHold,
  DUAL_MONO,
  encodeMidSide,
  linkLevels,
  meanSquareBytes,
  meanSquareInit,
  meanSquareLevels,
  MID_SIDE,
  PEAK_HOLD_BYTES,
  peakLevels,
  setPeakHoldWithin,
  windowFrames,
} from "@twobus/dsp/assembly/detector";
import { followGains, GAIN_RECORD_BYTES, recordGains } from "@twobus/dsp/assembly/follow";
import {
  GAIN_LAW_BYTES,
  kneeWidth,
  LAW_FOOT,
  LAW_KNEE,
  LAW_RANGE,
  LAW_SLOPE,
  OF_AMPLITUDE,
  OF_POWER,
  reductionAt,
  reductionsByLaw,
} from "@twobus/dsp/assembly/gain-computer";
import {
  applyGains,
  GAIN_STAGE_BYTES,
  gainsOfReductions,
  listenToKey,
  STAGE_MAKEUP,
  STAGE_MIX,
  steadyOutputDb,
} from "@twobus/dsp/assembly/gain-stage";
import {
  innerElapsed, innerFrames,
  innerPortsBytes,
  innerPortsInit,
  innerRow,
  lowerOutput,
  raisePart,
  raisePorts,
} from "@twobus/dsp/assembly/inner-ports";
import { KEY_FILTER_BYTES, keyFilterProcess, setKeyFilter } from "@twobus/dsp/assembly/key-filter";
import { heardLater, lookAheadBytes, lookAheadFrames, lookAheadInit, soundLater } from "@twobus/dsp/assembly/look-ahead";
import { DB_PER_LOG2, decibelsToGain, exp2, LOG2_10_OVER_20 } from "@twobus/dsp/assembly/maths";
import { REFERENCE_PEAK_DB, REFERENCE_RMS_DB } from "@twobus/dsp/assembly/side-chain";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";

const THRESHOLD_DB: i32 = 0;
const RATIO: i32 = 1;
const KNEE_DB: i32 = 2;
const ATTACK_MS: i32 = 3;
const RELEASE_MS: i32 = 4;
const AUTO_RELEASE: i32 = 5;
const BALLISTICS_FORM: i32 = 6;
const DETECTOR: i32 = 7;
const RMS_WINDOW_MS: i32 = 8;
const LOOK_AHEAD_MS: i32 = 9;
const RANGE_DB: i32 = 10;
const KEY_HIGH_PASS_HZ: i32 = 11;
const KEY_LOW_PASS_HZ: i32 = 12;
const LINK_PERCENT: i32 = 13;
const CHANNEL_MODE: i32 = 14;
const MAKEUP_DB: i32 = 15;
const AUTO_MAKEUP: i32 = 16;
const MIX_PERCENT: i32 = 17;
const KEY_LISTEN: i32 = 18;
const OVERSAMPLING: i32 = 19;
const PARAMETERS: i32 = 20;

const RMS: f64 = 1.0;
const DECOUPLED: f64 = 1.0;

/** The head of the state. Behind the fixed parts lie, as long as the parameters ask: ports, window, look-ahead. */
// @ts-ignore: decorator
@unmanaged
class Header {
  /** Of the kernel, which may run faster than the song. */
  sampleRate: f64;
  rms: i32;
  window: usize;
  lookAhead: usize;
}

const VALUES: usize = 32;
const LAW: usize = VALUES + valuesBytes(PARAMETERS);
const STAGE: usize = LAW + GAIN_LAW_BYTES;
const BALLISTICS: usize = STAGE + GAIN_STAGE_BYTES;
const HOLD: usize = BALLISTICS + BALLISTICS_BYTES;
const FILTER: usize = HOLD + PEAK_HOLD_BYTES;
const RECORD: usize = FILTER + KEY_FILTER_BYTES;
const INNER: usize = RECORD + GAIN_RECORD_BYTES;

// Its control rows
const ROW: i32 = 0;
const HEARD: i32 = 1;
const HEARD_LATER: i32 = 2;
const ROWS: i32 = 3;

export function digitalCompressorStateBytes(parameters: usize, sampleRate: f64): i32 {
  const factor = factorOf(parameters);
  const windowBytes = meanSquareBytes(rmsFrames(parameters, sampleRate * <f64>factor));
  const waitingBytes = lookAheadBytes(factor * lookAheadFrames(startOf(parameters, LOOK_AHEAD_MS), sampleRate));
  return <i32>INNER + innerPortsBytes(factor, ROWS) + windowBytes + waitingBytes;
}

export function digitalCompressorInit(state: usize, parameters: usize, sampleRate: f64): void {
  const header = changetype<Header>(state);
  const factor = factorOf(parameters);
  const window = rmsFrames(parameters, sampleRate * <f64>factor);
  memory.fill(state, 0, INNER);
  innerPortsInit(state + INNER, factor, ROWS, sampleRate);
  header.sampleRate = sampleRate * <f64>factor;
  header.rms = startOf(parameters, DETECTOR) == RMS ? 1 : 0;
  header.window = state + INNER + innerPortsBytes(factor, ROWS);
  header.lookAhead = header.window + meanSquareBytes(window);
  meanSquareInit(header.window, window);
  lookAheadInit(header.lookAhead, factor * lookAheadFrames(startOf(parameters, LOOK_AHEAD_MS), sampleRate));
  valuesChanged(state + VALUES, endValues(parameters), PARAMETERS);
  prepare(state);
}

export function digitalCompressorAdvance(state: usize, parameters: usize, frames: f64): void {
  const elapsed = innerElapsed(state + INNER, frames);
  if (changetype<Header>(state).rms == 0) advancePeakHold(state + HOLD, elapsed);
}

export function digitalCompressorProcess(
  state: usize,
  ports: usize,
  parameters: usize,
  meters: usize,
  frames: i32,
): void {
  const inner = raisePorts(state + INNER, ports, frames);
  compress(state, inner, parameters, meters, innerFrames(state + INNER, frames));
  lowerOutput(state + INNER, portAt(ports, 2), frames);
}

function compress(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const header = changetype<Header>(state);
  const ends = endValues(parameters);
  if (valuesChanged(state + VALUES, ends, PARAMETERS)) prepare(state);
  const main = portAt(ports, 0);
  const key = portAt(ports, 1);
  const output = portAt(ports, 2);
  const midSide = startOf(ends, CHANNEL_MODE) == MID_SIDE;
  const row = innerRow(state + INNER, ROW);
  const ballistics = state + BALLISTICS;

  let heard = keyFilterProcess(state + FILTER, key == 0 ? main : key, innerRow(state + INNER, HEARD), frames);
  if (midSide) encodeMidSide(heard, row, frames);
  const detected = midSide ? row : heard;
  if (header.rms == 1) meanSquareLevels(header.window, detected, row, frames);
  else peakLevels(state + HOLD, detected, row, frames);
  const linked = linkLevels(row, frames, linkOf(parameters), linkOf(ends), ballisticsAgree(ballistics));

  const vectors = rowVectors(frames, linked);
  setLaw(state + LAW, parameters, frames, linked);
  setRamp(state + STAGE + STAGE_MAKEUP, makeupOf(parameters), makeupOf(ends), frames, linked);
  setRamp(state + STAGE + STAGE_MIX, mixOf(parameters), mixOf(ends), frames, linked);
  reductionsByLaw(row, vectors, state + LAW, header.rms == 1 ? OF_POWER : OF_AMPLITUDE);
  const greatest = gainsOfTargets(state, row, frames, linked, startOf(ends, BALLISTICS_FORM) == DECOUPLED);

  heard = heardLater(header.lookAhead, heard, innerRow(state + INNER, HEARD_LATER), frames);
  applyGains(row, soundLater(header.lookAhead, main, output, frames), output, frames, linked, midSide);
  listenToKey(heard, output, frames, startOf(parameters, KEY_LISTEN), startOf(ends, KEY_LISTEN));
  recordGains(state + RECORD, linked, midSide, startOf(parameters, KEY_LISTEN), startOf(ends, KEY_LISTEN));
  setMeter(meters, 0, greatest * DB_PER_LOG2);
}

export function digitalCompressorFollow(
  follow: usize,
  state: usize,
  input: usize,
  output: usize,
  parameters: usize,
  frames: i32,
): void {
  const header = changetype<Header>(follow);
  const inner = raisePart(follow + INNER, input, output, frames);
  const count = innerFrames(follow + INNER, frames);
  const target = portAt(inner, 2);
  const main = soundLater(header.lookAhead, portAt(inner, 0), target, count);
  followGains(state + RECORD, innerRow(state + INNER, ROW), main, target, count);
  lowerOutput(follow + INNER, output, frames);
}

/** Static output level in dB of a steady level of `inputDb`, as the detector reads it, for the values of the last quantum. */
export function digitalCompressorCurve(state: usize, inputDb: f64): f64 {
  const values = state + VALUES;
  return steadyOutputDb(inputDb, reductionOf(values, inputDb), makeupOf(values), mixOf(values));
}

/** Row of targets to row of gains. Returns the greatest reduction. */
function gainsOfTargets(state: usize, row: usize, frames: i32, linked: bool, decoupled: bool): f64 {
  const ballistics = state + BALLISTICS;
  const stage = state + STAGE;
  if (linked && !decoupled && isPlainBranching(ballistics)) return branchingGains(ballistics, row, frames, stage);
  const greatest = decoupled
    ? decoupledBallistics(ballistics, row, frames, linked)
    : branchingBallistics(ballistics, row, frames, linked);
  gainsOfReductions(row, rowVectors(frames, linked), stage);
  return greatest;
}

/** Coefficients from the remembered values. */
function prepare(state: usize): void {
  const header = changetype<Header>(state);
  const values = state + VALUES;
  const sampleRate = header.sampleRate;
  let release = startOf(values, RELEASE_MS) * 0.001;
  if (header.rms == 0) release = setPeakHoldWithin(state + HOLD, release, sampleRate);
  const automatic = startOf(values, AUTO_RELEASE) == 1.0;
  setBallistics(state + BALLISTICS, startOf(values, ATTACK_MS) * 0.001, release, automatic, sampleRate);
  const highPassHz = startOf(values, KEY_HIGH_PASS_HZ);
  setKeyFilter(state + FILTER, highPassHz, startOf(values, KEY_LOW_PASS_HZ), sampleRate);
}

function setLaw(law: usize, parameters: usize, frames: i32, linked: bool): void {
  const ends = endValues(parameters);
  setRamp(law + LAW_FOOT, footOf(parameters), footOf(ends), frames, linked);
  setRamp(law + LAW_SLOPE, slopeOf(parameters), slopeOf(ends), frames, linked);
  setRamp(law + LAW_KNEE, kneeOf(parameters), kneeOf(ends), frames, linked);
  setRamp(law + LAW_RANGE, rangeOf(parameters), rangeOf(ends), frames, linked);
}

/** The foot of the knee, half a width below the threshold. */
function footOf(values: usize): f64 {
  return startOf(values, THRESHOLD_DB) * LOG2_10_OVER_20 - 0.5 * kneeOf(values);
}

function slopeOf(values: usize): f64 {
  return 1.0 - 1.0 / startOf(values, RATIO);
}

function kneeOf(values: usize): f64 {
  return kneeWidth(startOf(values, KNEE_DB) * LOG2_10_OVER_20);
}

function rangeOf(values: usize): f64 {
  return startOf(values, RANGE_DB) * LOG2_10_OVER_20;
}

/** Static reduction of a level as the detector reads it. */
function reductionOf(values: usize, levelDb: f64): f64 {
  const overFoot = levelDb * LOG2_10_OVER_20 - footOf(values);
  return min(reductionAt(overFoot, slopeOf(values), kneeOf(values)), rangeOf(values));
}

function makeupOf(values: usize): f64 {
  const gain = decibelsToGain(startOf(values, MAKEUP_DB));
  if (startOf(values, AUTO_MAKEUP) == 0.0) return gain;
  const referenceDb = startOf(values, DETECTOR) == RMS ? REFERENCE_RMS_DB : REFERENCE_PEAK_DB;
  return gain * exp2(reductionOf(values, referenceDb));
}

// @ts-ignore: decorator
@inline
function factorOf(values: usize): i32 {
  return <i32>startOf(values, OVERSAMPLING);
}

function mixOf(values: usize): f64 {
  return 0.01 * startOf(values, MIX_PERCENT);
}

function linkOf(values: usize): f64 {
  return startOf(values, CHANNEL_MODE) == DUAL_MONO ? 0.0 : 0.01 * startOf(values, LINK_PERCENT);
}

/** Length of the mean square's window; nothing where peaks count. */
function rmsFrames(values: usize, sampleRate: f64): i32 {
  if (startOf(values, DETECTOR) != RMS) return 0;
  return windowFrames(startOf(values, RMS_WINDOW_MS) * 0.001, sampleRate);
}
