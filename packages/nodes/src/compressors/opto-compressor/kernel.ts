// An electro-optical leveller: a panel lights a photoresistor, which turns the signal down before a tube amplifier. The
// panel lights faster the more there is to reduce. The resistor gives the greater part of a reduction back at once; the rest
// goes as slowly as the cell forgets, which it does more slowly than it learns. The tubes colour what comes out, at the
// level at which it comes out, whatever the cell does.

import { portAt, setMeter, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { ROW_BYTES, setRamp } from "@twobus/dsp/assembly/control-row";
import {
  GAIN_LAW_BYTES,
  LAW_FOOT,
  LAW_KNEE,
  LAW_RANGE,
  LAW_SLOPE,
  OF_AMPLITUDE,
  reductionAt,
  reductionsByLaw,
} from "@twobus/dsp/assembly/gain-computer";
import {
  colouredGain,
  followColouredGain,
  gainColourBytes,
  gainColourInit,
  gainColourRecord,
  setColourFrom,
  setColourTo,
} from "@twobus/dsp/assembly/gain-colour";
import { steadyOutputDb } from "@twobus/dsp/assembly/gain-stage";
import { DB_PER_LOG2, decibelsToGain, exp2, LOG2_10_OVER_20 } from "@twobus/dsp/assembly/maths";
import {
  MEMORY_BALLISTICS_BYTES,
  rememberingBallistics,
  setFirstMemory,
  setTimes,
} from "@twobus/dsp/assembly/memory-ballistics";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";
import {
  advanceSideChain,
  AUTO_MAKEUP,
  greatestOf,
  heardScratch,
  hearKey,
  heldPeaks,
  isMidSide,
  linkReductions,
  linkShare,
  makeupGain,
  mixShare,
  REFERENCE_PEAK_DB,
  setHold,
  setSideChain,
  SIDE_CHAIN_BYTES,
  SIDE_CHAIN_PARAMETERS,
} from "@twobus/dsp/assembly/side-chain";
import { resetSvf, runSvf, SVF_BYTES, svfLowShelf } from "@twobus/dsp/assembly/svf";

const PEAK_REDUCTION_DB: i32 = 0;
const MODE: i32 = 1;
const RECOVERY_SECONDS: i32 = 2;
const EMPHASIS_PERCENT: i32 = 3;
const DRIVE_DB: i32 = 4;
const OWN_PARAMETERS: i32 = 5;
const SIDE_CHAIN_VALUES: usize = <usize>OWN_PARAMETERS << 4;
const OVERSAMPLING: i32 = OWN_PARAMETERS + SIDE_CHAIN_PARAMETERS;
const PARAMETERS: i32 = OVERSAMPLING + 1;

const LIMIT: f64 = 1.0;
// Slope and width of the knee: 3:1 rises by 8.7 dB when the input lies 20 dB over the onset, the limiter by 2.4 dB
const COMPRESS_SLOPE: f64 = 2.0 / 3.0;
const COMPRESS_KNEE_DB: f64 = 6.0;
const LIMIT_SLOPE: f64 = 0.95;
const LIMIT_KNEE_DB: f64 = 3.0;
const MOST_REDUCTION_DB: f64 = 40.0;

const ATTACK_SECONDS: f64 = 0.018;
const ATTACK_GROWTH: f64 = 0.6;
const RELEASE_SECONDS: f64 = 0.04;
const MEMORY_SHARE: f64 = 0.4;
const EXPOSURE_SECONDS: f64 = 2.0;

const EMPHASIS_HZ: f64 = 1000.0;
const EMPHASIS_DB: f64 = 10.0;
const EMPHASIS_Q: f64 = 0.7071067811865476;

// The tubes: 0.25 % of second harmonic at −12 dBFS (+10 dBm), 0.05 % of third
const TUBE_EVEN: f64 = 0.02;
const TUBE_ODD: f64 = 0.064;

const SAMPLE_RATE: usize = 0;
const VALUES: usize = 16;
const LAW: usize = VALUES + valuesBytes(PARAMETERS);
const CELL: usize = LAW + GAIN_LAW_BYTES;
const EMPHASIS: usize = CELL + MEMORY_BALLISTICS_BYTES;
const CHAIN: usize = EMPHASIS + SVF_BYTES;
const ROW: usize = CHAIN + SIDE_CHAIN_BYTES;
const STAGE: usize = ROW + ROW_BYTES;

export function optoCompressorStateBytes(parameters: usize, sampleRate: f64): i32 {
  return <i32>STAGE + gainColourBytes(<i32>valueOf(parameters, OVERSAMPLING));
}

export function optoCompressorInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, STAGE);
  store<f64>(state + SAMPLE_RATE, sampleRate);
  gainColourInit(state + STAGE, <i32>valueOf(parameters, OVERSAMPLING), sampleRate);
  valuesChanged(state + VALUES, endValues(parameters), PARAMETERS);
  prepare(state);
  resetSvf(state + EMPHASIS);
}

export function optoCompressorAdvance(state: usize, parameters: usize, frames: f64): void {
  advanceSideChain(state + CHAIN, frames);
}

export function optoCompressorProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const ends = endValues(parameters);
  if (valuesChanged(state + VALUES, ends, PARAMETERS)) prepare(state);
  const common = parameters + SIDE_CHAIN_VALUES;
  const commonEnds = ends + SIDE_CHAIN_VALUES;
  const chain = state + CHAIN;
  const row = state + ROW;

  let heard = hearKey(chain, ports, frames);
  if (startOf(parameters, EMPHASIS_PERCENT) > 0.0 || startOf(ends, EMPHASIS_PERCENT) > 0.0) {
    runSvf(state + EMPHASIS, heard, heardScratch(chain), frames);
    heard = heardScratch(chain);
  }
  heldPeaks(chain, heard, row, isMidSide(commonEnds), frames);
  setLaw(state + LAW, parameters, frames);
  reductionsByLaw(row, frames, state + LAW, OF_AMPLITUDE);
  rememberingBallistics(state + CELL, row, frames);
  linkReductions(row, row, frames, linkShare(common), linkShare(commonEnds));
  setMeter(meters, 0, greatestOf(row, frames) * DB_PER_LOG2);

  const makeup = makeupOf(parameters);
  const lastMakeup = makeupOf(ends);
  const drive = makeup * decibelsToGain(startOf(parameters, DRIVE_DB));
  const lastDrive = lastMakeup * decibelsToGain(startOf(ends, DRIVE_DB));
  const stage = state + STAGE;
  setColourFrom(stage, TUBE_ODD * drive * drive, 0.0, TUBE_EVEN * drive, 0.0);
  setColourTo(stage, TUBE_ODD * lastDrive * lastDrive, 0.0, TUBE_EVEN * lastDrive, 0.0);
  const main = portAt(ports, 0);
  colouredGain(stage, row, main, heard, portAt(ports, 2), common, commonEnds, makeup, lastMakeup, frames);
}

export function optoCompressorRecord(state: usize): void {
  gainColourRecord(state + STAGE);
}

export function optoCompressorFollow(
  follow: usize,
  state: usize,
  input: usize,
  output: usize,
  parameters: usize,
  frames: i32,
): void {
  followColouredGain(follow + STAGE, state + STAGE, input, output, frames);
}

/** Static output level in dB of a steady tone whose peaks are at `inputDb`, for the values of the last quantum. */
export function optoCompressorCurve(state: usize, inputDb: f64): f64 {
  const values = state + VALUES;
  return steadyOutputDb(inputDb, reductionOf(values, inputDb), makeupOf(values), mixShare(values + SIDE_CHAIN_VALUES));
}

/** Coefficients from the remembered values. */
function prepare(state: usize): void {
  const values = state + VALUES;
  const sampleRate = load<f64>(state + SAMPLE_RATE);
  const release = setHold(state + CHAIN, RELEASE_SECONDS, sampleRate);
  setSideChain(state + CHAIN, values + SIDE_CHAIN_VALUES, sampleRate);
  setTimes(state + CELL, ATTACK_SECONDS, ATTACK_GROWTH, release, sampleRate);
  setFirstMemory(state + CELL, MEMORY_SHARE, EXPOSURE_SECONDS, startOf(values, RECOVERY_SECONDS), sampleRate);
  const emphasisDb = -0.01 * EMPHASIS_DB * startOf(values, EMPHASIS_PERCENT);
  svfLowShelf(state + EMPHASIS, sampleRate, EMPHASIS_HZ, emphasisDb, EMPHASIS_Q);
}

function setLaw(law: usize, parameters: usize, frames: i32): void {
  const ends = endValues(parameters);
  const range = MOST_REDUCTION_DB * LOG2_10_OVER_20;
  setRamp(law + LAW_FOOT, footOf(parameters), footOf(ends), frames, false);
  setRamp(law + LAW_SLOPE, slopeOf(parameters), slopeOf(ends), frames, false);
  setRamp(law + LAW_KNEE, kneeOf(parameters), kneeOf(ends), frames, false);
  setRamp(law + LAW_RANGE, range, range, frames, false);
}

function footOf(values: usize): f64 {
  return -startOf(values, PEAK_REDUCTION_DB) * LOG2_10_OVER_20;
}

function slopeOf(values: usize): f64 {
  return startOf(values, MODE) == LIMIT ? LIMIT_SLOPE : COMPRESS_SLOPE;
}

function kneeOf(values: usize): f64 {
  return (startOf(values, MODE) == LIMIT ? LIMIT_KNEE_DB : COMPRESS_KNEE_DB) * LOG2_10_OVER_20;
}

/** Static reduction of a tone whose peaks are at `levelDb`. */
function reductionOf(values: usize, levelDb: f64): f64 {
  const overFoot = levelDb * LOG2_10_OVER_20 - footOf(values);
  return min(reductionAt(overFoot, slopeOf(values), kneeOf(values)), MOST_REDUCTION_DB * LOG2_10_OVER_20);
}

function makeupOf(values: usize): f64 {
  const common = values + SIDE_CHAIN_VALUES;
  const gain = makeupGain(common);
  if (startOf(common, AUTO_MAKEUP) == 0.0) return gain;
  return gain * exp2(reductionOf(values, REFERENCE_PEAK_DB));
}
