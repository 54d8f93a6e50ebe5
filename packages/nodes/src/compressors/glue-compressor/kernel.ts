// A VCA bus compressor: the side-chain has a VCA of its own, driven by the same control voltage as the audio's, so the
// detector hears a gain-reduced copy of the key (feedback), whichever signal the audio VCAs carry.
//
// The threshold moves with the ratio, so that turning the ratio changes the shape more than the amount: the three static
// curves meet where each reduces by 4.5 dB, which 4:1 does 6 dB above its threshold, 2:1 at 9 and 10:1 at 5 dB.

import { portAt, setMeter, startOf } from "@twobus/dsp/assembly/abi";
import { followGains, GAIN_RECORD_BYTES, recordGains } from "@twobus/dsp/assembly/follow";
import { RAMP_BYTES, rowVectors, setRamp } from "@twobus/dsp/assembly/control-row";
import {
  advancePeakHold,
  DUAL_MONO,
  encodeMidSide,
  linkLevels,
  MID_SIDE,
  PEAK_HOLD_BYTES,
  PEAK_HOLD_SECONDS,
  peakLevels,
  setPeakHold,
  windowFrames,
} from "@twobus/dsp/assembly/detector";
import { levelsOver } from "@twobus/dsp/assembly/gain-computer";
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
import { KEY_FILTER_BYTES, KEY_LOW_PASS_OFF_HZ, keyFilterProcess, setKeyFilter } from "@twobus/dsp/assembly/key-filter";
import { DB_PER_LOG2, decibelsToGain, exp2, LOG2_10_OVER_20 } from "@twobus/dsp/assembly/maths";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";
import { REFERENCE_PEAK_DB } from "@twobus/dsp/assembly/side-chain";
import {
  feedbackReductionAt,
  feedbackReductions,
  networkAgrees,
  setCells,
  setFeedback,
  TIMING_NETWORK_BYTES,
} from "@twobus/dsp/assembly/timing-network";

const THRESHOLD_DB: i32 = 0;
const RATIO: i32 = 1;
const ATTACK_MS: i32 = 2;
const RELEASE: i32 = 3;
const MAKEUP_DB: i32 = 4;
const AUTO_MAKEUP: i32 = 5;
const MIX_PERCENT: i32 = 6;
const KEY_HIGH_PASS_HZ: i32 = 7;
const LINK_PERCENT: i32 = 8;
const CHANNEL_MODE: i32 = 9;
const KEY_LISTEN: i32 = 10;
const OVERSAMPLING: i32 = 11;
const PARAMETERS: i32 = 12;

/** Where the static curves of all ratios meet. */
const MEETING_OVER_DB: f64 = 6.0;
const MEETING_REDUCTION_DB: f64 = 4.5;
/** Width of the knee at the input; the loop stretches what is set inside it by (1 + R)/2. */
const KNEE_DB: f64 = 6.0;

const AUTO_RELEASE: i32 = 4;
// 91 kΩ with 0.47 µF and 750 kΩ with 6.8 µF; a charge divides as 1/C
const FAST_CELL_SECONDS: f64 = 91e3 * 0.47e-6;
const SLOW_CELL_SECONDS: f64 = 750e3 * 6.8e-6;
const FAST_CELL_SHARE: f64 = 6.8 / (6.8 + 0.47);
/** A fixed release is one cell; its label is the time to 90 %, which is ln 10 time constants. */
const LN_10: f64 = 2.302585092994046;

const SAMPLE_RATE: usize = 0; // f64: of the kernel, which may run faster than the song
const VALUES: usize = 16;
const FOOT: usize = VALUES + valuesBytes(PARAMETERS);
const STAGE: usize = FOOT + RAMP_BYTES;
const NETWORK: usize = STAGE + GAIN_STAGE_BYTES;
const HOLD: usize = NETWORK + TIMING_NETWORK_BYTES;
const FILTER: usize = HOLD + PEAK_HOLD_BYTES;
const RECORD: usize = FILTER + KEY_FILTER_BYTES;
const INNER: usize = RECORD + GAIN_RECORD_BYTES;

// Its control rows
const ROW: i32 = 0;
const HEARD: i32 = 1;
const ROWS: i32 = 2;

export function glueCompressorStateBytes(parameters: usize, sampleRate: f64): i32 {
  return <i32>INNER + innerPortsBytes(factorOf(parameters), ROWS);
}

export function glueCompressorInit(state: usize, parameters: usize, sampleRate: f64): void {
  const factor = factorOf(parameters);
  const innerRate = sampleRate * <f64>factor;
  memory.fill(state, 0, INNER);
  innerPortsInit(state + INNER, factor, ROWS, sampleRate);
  store<f64>(state + SAMPLE_RATE, innerRate);
  setPeakHold(state + HOLD, windowFrames(PEAK_HOLD_SECONDS, innerRate));
  valuesChanged(state + VALUES, endValues(parameters), PARAMETERS);
  prepare(state);
}

export function glueCompressorAdvance(state: usize, parameters: usize, frames: f64): void {
  const elapsed = innerElapsed(state + INNER, frames);
  advancePeakHold(state + HOLD, elapsed);
}

export function glueCompressorProcess(
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
  const ends = endValues(parameters);
  if (valuesChanged(state + VALUES, ends, PARAMETERS)) prepare(state);
  const main = portAt(ports, 0);
  const key = portAt(ports, 1);
  const output = portAt(ports, 2);
  const midSide = startOf(ends, CHANNEL_MODE) == MID_SIDE;
  const row = innerRow(state + INNER, ROW);
  const network = state + NETWORK;

  const heard = keyFilterProcess(state + FILTER, key == 0 ? main : key, innerRow(state + INNER, HEARD), frames);
  if (midSide) encodeMidSide(heard, row, frames);
  peakLevels(state + HOLD, midSide ? row : heard, row, frames);
  const linked = linkLevels(row, frames, linkOf(parameters), linkOf(ends), networkAgrees(network));

  const vectors = rowVectors(frames, linked);
  setRamp(state + FOOT, footOf(parameters), footOf(ends), frames, linked);
  setRamp(state + STAGE + STAGE_MAKEUP, makeupOf(state, parameters), makeupOf(state, ends), frames, linked);
  setRamp(state + STAGE + STAGE_MIX, mixOf(parameters), mixOf(ends), frames, linked);
  levelsOver(row, vectors, state + FOOT);
  const greatest = feedbackReductions(network, row, frames, linked);
  gainsOfReductions(row, vectors, state + STAGE);

  applyGains(row, main, output, frames, linked, midSide);
  listenToKey(heard, output, frames, startOf(parameters, KEY_LISTEN), startOf(ends, KEY_LISTEN));
  recordGains(state + RECORD, linked, midSide, startOf(parameters, KEY_LISTEN), startOf(ends, KEY_LISTEN));
  setMeter(meters, 0, greatest * DB_PER_LOG2);
}

export function glueCompressorFollow(
  follow: usize,
  state: usize,
  input: usize,
  output: usize,
  parameters: usize,
  frames: i32,
): void {
  const inner = raisePart(follow + INNER, input, output, frames);
  const count = innerFrames(follow + INNER, frames);
  followGains(state + RECORD, innerRow(state + INNER, ROW), portAt(inner, 0), portAt(inner, 2), count);
  lowerOutput(follow + INNER, output, frames);
}

/** Static output level in dB of a steady tone whose peaks are at `inputDb`, for the values of the last quantum. */
export function glueCompressorCurve(state: usize, inputDb: f64): f64 {
  const values = state + VALUES;
  return steadyOutputDb(inputDb, reductionOf(state, values, inputDb), makeupOf(state, values), mixOf(values));
}

/** Coefficients from the remembered values. */
function prepare(state: usize): void {
  const values = state + VALUES;
  const network = state + NETWORK;
  const sampleRate = load<f64>(state + SAMPLE_RATE);
  setFeedback(network, ratioOf(values), kneeOf(values), startOf(values, ATTACK_MS) * 0.001, sampleRate);
  const release = <i32>startOf(values, RELEASE);
  if (release == AUTO_RELEASE) {
    setCells(network, FAST_CELL_SECONDS, SLOW_CELL_SECONDS, FAST_CELL_SHARE, sampleRate);
  } else {
    const cell = fixedReleaseSeconds(release) / LN_10;
    setCells(network, cell, cell, 1.0, sampleRate);
  }
  setKeyFilter(state + FILTER, startOf(values, KEY_HIGH_PASS_HZ), KEY_LOW_PASS_OFF_HZ, sampleRate);
}

function fixedReleaseSeconds(option: i32): f64 {
  return option == 0 ? 0.1 : option == 1 ? 0.3 : option == 2 ? 0.6 : 1.2;
}

function ratioOf(values: usize): f64 {
  const option = startOf(values, RATIO);
  return option == 0.0 ? 2.0 : option == 1.0 ? 4.0 : 10.0;
}

/** Width of the knee inside the loop. */
function kneeOf(values: usize): f64 {
  return ((KNEE_DB * 2.0) / (1.0 + ratioOf(values))) * LOG2_10_OVER_20;
}

/** The foot of the knee below the threshold that moves with the ratio. */
function footOf(values: usize): f64 {
  const offsetDb = MEETING_OVER_DB - MEETING_REDUCTION_DB / (1.0 - 1.0 / ratioOf(values));
  return (startOf(values, THRESHOLD_DB) + offsetDb) * LOG2_10_OVER_20 - 0.5 * kneeOf(values);
}

/** Static reduction of a tone whose peaks are at `levelDb`. */
function reductionOf(state: usize, values: usize, levelDb: f64): f64 {
  return feedbackReductionAt(state + NETWORK, levelDb * LOG2_10_OVER_20 - footOf(values));
}

function makeupOf(state: usize, values: usize): f64 {
  const gain = decibelsToGain(startOf(values, MAKEUP_DB));
  if (startOf(values, AUTO_MAKEUP) == 0.0) return gain;
  return gain * exp2(reductionOf(state, values, REFERENCE_PEAK_DB));
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
