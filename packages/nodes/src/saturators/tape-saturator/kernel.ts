// Tape: record emphasis, magnetisation and de-emphasis at the inner rate, the transport, then the replay head. A sine of
// −18 dBFS (0 VU) magnetises so far that it has about 0.3 % of third harmonic at 0 dB of drive.

import { aligned, FRAME_BYTES, portAt, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { delayInit, delayProcess, delayStateBytes } from "@twobus/dsp/assembly/delay";
import { decibelsToGain, exp, PI, sin } from "@twobus/dsp/assembly/maths";
import {
  firstPairsFor,
  LONG_FIRST_PAIRS,
  oversampleDown,
  oversampleUp,
  oversamplingInit,
  oversamplingLatency,
  oversamplingStateBytes,
} from "@twobus/dsp/assembly/oversampling";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";
import { blendWithDry } from "@twobus/dsp/assembly/wet-dry";
import { addHiss, advanceHiss, HISS_BYTES, hissInit } from "./hiss/kernel";
import {
  FACTORS_BYTES,
  followMagnetisation,
  langevinChord,
  MAGNETISATION_BYTES,
  magnetisationDelay,
  magnetise,
  magnetiseAndRecord,
  Recording,
  RECORDING_BYTES,
  setMagnetisation,
} from "./magnetisation/kernel";
import { REPLAY_BYTES, resetReplay, runReplay, setReplay } from "./replay/kernel";
import { advanceTransport, transportBytes, transportInit, transportLatency, transportProcess } from "./transport/kernel";

// Parameters
const DRIVE_DB: i32 = 0;
const SPEED_IPS: i32 = 1;
const BIAS_DB: i32 = 2;
const HEAD_BUMP_DB: i32 = 3;
const LOSS_PERCENT: i32 = 4;
const FLUTTER_PERCENT: i32 = 5;
const NOISE_DB: i32 = 6;
const MACHINE: i32 = 7;
const OUTPUT_DB: i32 = 8;
const AUTO_GAIN: i32 = 9;
const MIX_PERCENT: i32 = 10;
const OVERSAMPLING: i32 = 11;
const PARAMETERS: i32 = 12;

/** Field of full scale at 0 dB of drive: the peak of 0 VU is 0.44. */
const REACH: f64 = 3.5;
/** Remanent share at nominal bias, and nepers that it falls per dB of bias [estimate]. */
const REMANENT_SHARE: f64 = 0.02;
const REMANENT_NEPERS_PER_DB: f64 = 0.8;
/** More bias also straightens the curve: so many nepers less field per dB [estimate]. */
const REACH_NEPERS_PER_DB: f64 = 0.05;
const NOMINAL_PEAK: f64 = 0.251188643150958; // −12 dBFS: where programme at 0 VU has most of its energy
const LEVEL_POINTS: i32 = 32;

// State
const BUFFER_BYTES: usize = 128 * FRAME_BYTES;
const SAMPLE_RATE: usize = 0; // f64
const RECORDS: usize = 8; // i32: whether parts follow
const LEVEL: usize = 16; // f64: gain after the tape at the start of the quantum
const LAST_LEVEL: usize = 24; // f64: and at its end
const VALUES: usize = 32;
const RECORDING: usize = VALUES + valuesBytes(PARAMETERS);
const TAPE: usize = RECORDING + RECORDING_BYTES;
const HISS: usize = TAPE + MAGNETISATION_BYTES;
const REPLAY: usize = HISS + HISS_BYTES;
const DRY: usize = REPLAY + REPLAY_BYTES; // 128 v128
const OVERSAMPLER: usize = DRY + BUFFER_BYTES;

// @ts-ignore: decorator
@inline
function factorOf(parameters: usize): i32 {
  return <i32>valueOf(parameters, OVERSAMPLING);
}

// @ts-ignore: decorator
@inline
function delayAt(state: usize, factor: i32): usize {
  return state + OVERSAMPLER + <usize>aligned(oversamplingStateBytes(factor));
}

// @ts-ignore: decorator
@inline
function transportAt(state: usize, parameters: usize, sampleRate: f64): usize {
  const factor = factorOf(parameters);
  const delay = magnetisationDelay(valueOf(parameters, SPEED_IPS), factor);
  const longest = oversamplingLatency(factor, delay, LONG_FIRST_PAIRS) + flutterLatency(parameters, sampleRate);
  return delayAt(state, factor) + <usize>aligned(delayStateBytes(longest));
}

/** What the field was multiplied with, per inner frame. */
// @ts-ignore: decorator
@inline
function factorsAt(state: usize, parameters: usize, sampleRate: f64): usize {
  const bytes = transportBytes(valueOf(parameters, FLUTTER_PERCENT), sampleRate, factorOf(parameters));
  return transportAt(state, parameters, sampleRate) + <usize>bytes;
}

// @ts-ignore: decorator
@inline
function flutterLatency(parameters: usize, sampleRate: f64): i32 {
  return transportLatency(valueOf(parameters, FLUTTER_PERCENT), sampleRate);
}

export function tapeSaturatorStateBytes(parameters: usize, sampleRate: f64): i32 {
  return <i32>factorsAt(0, parameters, sampleRate) + 128 * factorOf(parameters) * <i32>FACTORS_BYTES;
}

export function tapeSaturatorInit(state: usize, parameters: usize, sampleRate: f64): void {
  const factor = factorOf(parameters);
  const firstPairs = firstPairsFor(sampleRate);
  const machine = valueOf(parameters, MACHINE);
  const ips = valueOf(parameters, SPEED_IPS);
  const delay = magnetisationDelay(ips, factor);
  const latency = oversamplingLatency(factor, delay, firstPairs) + flutterLatency(parameters, sampleRate);
  memory.fill(state, 0, OVERSAMPLER);
  store<f64>(state, sampleRate, SAMPLE_RATE);
  setMagnetisation(state + TAPE, ips, sampleRate, factor);
  hissInit(state + HISS, <i64>machine, sampleRate);
  oversamplingInit(state + OVERSAMPLER, factor, delay, firstPairs);
  delayInit(delayAt(state, factor), latency);
  const transport = transportAt(state, parameters, sampleRate);
  transportInit(transport, valueOf(parameters, FLUTTER_PERCENT), sampleRate, factor, machine);
  prepare(state, parameters);
  resetReplay(state + REPLAY);
  store<f64>(state, load<f64>(state, LAST_LEVEL), LEVEL);
}

export function tapeSaturatorAdvance(state: usize, parameters: usize, frames: f64): void {
  const sampleRate = load<f64>(state, SAMPLE_RATE);
  const transport = transportAt(state, parameters, sampleRate);
  advanceTransport(transport, valueOf(parameters, FLUTTER_PERCENT), sampleRate, frames);
  advanceHiss(state + HISS, frames, startOf(parameters, NOISE_DB), valueOf(parameters, NOISE_DB));
}

/** Coefficients and level for the end of the quantum, where a value has changed. */
function prepare(state: usize, parameters: usize): void {
  const values = state + VALUES;
  store<f64>(state, load<f64>(state, LAST_LEVEL), LEVEL);
  if (!valuesChanged(values, endValues(parameters), PARAMETERS)) return;
  store<f64>(state, levelOf(values), LAST_LEVEL);
  setReplay(
    state + REPLAY,
    load<f64>(state, SAMPLE_RATE),
    startOf(values, SPEED_IPS),
    startOf(values, HEAD_BUMP_DB),
    0.01 * startOf(values, LOSS_PERCENT),
    startOf(values, BIAS_DB),
  );
}

// @ts-ignore: decorator
@inline
function remanentShare(values: usize): f64 {
  return REMANENT_SHARE * exp(-REMANENT_NEPERS_PER_DB * startOf(values, BIAS_DB));
}

/** Field of full scale without drive. */
// @ts-ignore: decorator
@inline
function reachOf(values: usize): f64 {
  return REACH * exp(-REACH_NEPERS_PER_DB * startOf(values, BIAS_DB));
}

// @ts-ignore: decorator
@inline
function fieldOf(values: usize): f64 {
  return reachOf(values) * decibelsToGain(startOf(values, DRIVE_DB));
}

/** Gain after the tape: what is quiet comes back as loud as it went in, or by `autoGain` what is at 0 VU, drive included. */
function levelOf(values: usize): f64 {
  const free = 1.0 - remanentShare(values);
  const plain = 3.0 / (reachOf(values) * free);
  const matched = NOMINAL_PEAK / (free * nominalMagnetisation(fieldOf(values) * NOMINAL_PEAK));
  return plain + (matched - plain) * startOf(values, AUTO_GAIN);
}

/** √2 times the rms of L over a sine of field `peak`. */
function nominalMagnetisation(peak: f64): f64 {
  let squares: f64 = 0.0;
  for (let i: i32 = 0; i < LEVEL_POINTS; i++) {
    const field = f64x2.splat(peak * sin((2.0 * PI * (<f64>i + 0.5)) / <f64>LEVEL_POINTS));
    const magnetisation = f64x2.extract_lane(f64x2.mul(langevinChord(field), field), 0);
    squares += magnetisation * magnetisation;
  }
  return Math.sqrt((2.0 * squares) / <f64>LEVEL_POINTS);
}

/** How field and shares go through the quantum. */
function recordingOf(state: usize, parameters: usize, innerFrames: i32): Recording {
  const recording = changetype<Recording>(state + RECORDING);
  const ends = endValues(parameters);
  const share = 1.0 / <f64>innerFrames;
  const level = load<f64>(state, LEVEL);
  const lastLevel = load<f64>(state, LAST_LEVEL);
  const remanent = remanentShare(parameters);
  const lastRemanent = remanentShare(ends);
  recording.field = fieldOf(parameters);
  recording.free = level * (1.0 - remanent);
  recording.remanent = level * remanent;
  recording.fieldStep = (fieldOf(ends) - recording.field) * share;
  recording.freeStep = (lastLevel * (1.0 - lastRemanent) - recording.free) * share;
  recording.remanentStep = (lastLevel * lastRemanent - recording.remanent) * share;
  return recording;
}

/** Lays the tape's sound over the dry one, equally late, and sets the level. */
function finish(state: usize, parameters: usize, input: usize, output: usize, frames: i32): void {
  delayProcess(delayAt(state, factorOf(parameters)), input, state + DRY, frames);
  blendWithDry(parameters, MIX_PERCENT, OUTPUT_DB, state + DRY, output, frames);
}

/** From the tape to the replay head. */
function replay(state: usize, parameters: usize, area: usize, output: usize, frames: i32): void {
  const sampleRate = load<f64>(state, SAMPLE_RATE);
  if (valueOf(parameters, FLUTTER_PERCENT) > 0.0) {
    transportProcess(transportAt(state, parameters, sampleRate), area, frames, factorOf(parameters));
  }
  oversampleDown(state + OVERSAMPLER, output, frames);
  runReplay(state + REPLAY, output, frames);
}

export function tapeSaturatorProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const input = portAt(ports, 0);
  const output = portAt(ports, 1);
  const innerFrames = frames * factorOf(parameters);
  prepare(state, parameters);
  const recording = recordingOf(state, parameters, innerFrames);
  const area = oversampleUp(state + OVERSAMPLER, input, frames);
  if (load<i32>(state, RECORDS) == 0) {
    magnetise(state + TAPE, recording, area, innerFrames);
  } else {
    const factors = factorsAt(state, parameters, load<f64>(state, SAMPLE_RATE));
    magnetiseAndRecord(state + TAPE, recording, area, innerFrames, factors);
  }
  replay(state, parameters, area, output, frames);
  addHiss(state + HISS, input, output, frames, startOf(parameters, NOISE_DB), valueOf(parameters, NOISE_DB));
  finish(state, parameters, input, output, frames);
}

export function tapeSaturatorRecord(state: usize): void {
  store<i32>(state, 1, RECORDS);
}

/** Hiss belongs to no part. */
export function tapeSaturatorFollow(
  follow: usize,
  state: usize,
  input: usize,
  output: usize,
  parameters: usize,
  frames: i32,
): void {
  const innerFrames = frames * factorOf(parameters);
  prepare(follow, parameters);
  const recording = recordingOf(follow, parameters, innerFrames);
  const area = oversampleUp(follow + OVERSAMPLER, input, frames);
  const factors = factorsAt(state, parameters, load<f64>(state, SAMPLE_RATE));
  followMagnetisation(follow + TAPE, recording, area, innerFrames, factors);
  replay(follow, parameters, area, output, frames);
  finish(follow, parameters, input, output, frames);
}
