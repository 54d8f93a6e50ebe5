// A tube stage with a slow, smooth side-chain. Compressing, the output rises by 1 dB in 1.5 behind a wide knee; limiting,
// the ratio begins near 4:1 and passes 20:1 where it reduces by 12 dB. The detector's tilt lets it hold low mids while its
// high-pass leaves subs alone. Second harmonic before third, more with drive.

import { portAt, setMeter, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { ROW_BYTES, setRamp } from "@twobus/dsp/assembly/control-row";
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
import { MEMORY_BALLISTICS_BYTES, rememberingBallistics, setTimes } from "@twobus/dsp/assembly/memory-ballistics";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";
import {
  reductionsByRisingRatio,
  RISING_BEND,
  RISING_FOOT,
  RISING_KNEE,
  RISING_RATIO_BYTES,
  RISING_SLOPE,
  risingReductionAt,
} from "@twobus/dsp/assembly/rising-ratio";
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

const THRESHOLD_DB: i32 = 0;
const MODE: i32 = 1;
const ATTACK_MS: i32 = 2;
const RECOVERY_SECONDS: i32 = 3;
const DETECTOR_TILT_DB: i32 = 4;
const DRIVE_DB: i32 = 5;
const OWN_PARAMETERS: i32 = 6;
const SIDE_CHAIN_VALUES: usize = <usize>OWN_PARAMETERS << 4;
const OVERSAMPLING: i32 = OWN_PARAMETERS + SIDE_CHAIN_PARAMETERS;
const PARAMETERS: i32 = OVERSAMPLING + 1;

const LIMIT: f64 = 1.0;
const COMPRESS_RATIO: f64 = 1.5;
const COMPRESS_KNEE_DB: f64 = 10.0;
const LIMIT_RATIO: f64 = 3.3;
const LIMIT_KNEE_DB: f64 = 4.0;
/** How far over the threshold limiting has made its ratio 2.8 times steeper. */
const LIMIT_REACH_DB: f64 = 9.0;

const TILT_HZ: f64 = 500.0;
const TILT_Q: f64 = 0.5;

// The stage at rest, and per 6.02 dB of reduction: 0.2 % of second harmonic at 0 VU, 0.02 % of third
const EVEN: f64 = 0.032;
const EVEN_GROWTH: f64 = 0.01;
const ODD: f64 = 0.1;
const ODD_GROWTH: f64 = 0.05;

const SAMPLE_RATE: usize = 0;
const VALUES: usize = 16;
const LAW: usize = VALUES + valuesBytes(PARAMETERS);
const LOOP: usize = LAW + RISING_RATIO_BYTES;
const TILT: usize = LOOP + MEMORY_BALLISTICS_BYTES;
const CHAIN: usize = TILT + SVF_BYTES;
const ROW: usize = CHAIN + SIDE_CHAIN_BYTES;
const STAGE: usize = ROW + ROW_BYTES;

export function modernMuCompressorStateBytes(parameters: usize, sampleRate: f64): i32 {
  return <i32>STAGE + gainColourBytes(<i32>valueOf(parameters, OVERSAMPLING));
}

export function modernMuCompressorInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, STAGE);
  store<f64>(state + SAMPLE_RATE, sampleRate);
  gainColourInit(state + STAGE, <i32>valueOf(parameters, OVERSAMPLING), sampleRate);
  valuesChanged(state + VALUES, endValues(parameters), PARAMETERS);
  prepare(state);
  resetSvf(state + TILT);
}

export function modernMuCompressorAdvance(state: usize, parameters: usize, frames: f64): void {
  advanceSideChain(state + CHAIN, frames);
}

export function modernMuCompressorProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const ends = endValues(parameters);
  if (valuesChanged(state + VALUES, ends, PARAMETERS)) prepare(state);
  const common = parameters + SIDE_CHAIN_VALUES;
  const commonEnds = ends + SIDE_CHAIN_VALUES;
  const chain = state + CHAIN;
  const row = state + ROW;

  let heard = hearKey(chain, ports, frames);
  if (startOf(parameters, DETECTOR_TILT_DB) != 0.0 || startOf(ends, DETECTOR_TILT_DB) != 0.0) {
    runSvf(state + TILT, heard, heardScratch(chain), frames);
    heard = heardScratch(chain);
  }
  heldPeaks(chain, heard, row, isMidSide(commonEnds), frames);
  setLaw(state + LAW, parameters, frames);
  reductionsByRisingRatio(row, frames, state + LAW);
  rememberingBallistics(state + LOOP, row, frames);
  linkReductions(row, row, frames, linkShare(common), linkShare(commonEnds));
  setMeter(meters, 0, greatestOf(row, frames) * DB_PER_LOG2);

  const stage = state + STAGE;
  const drive = decibelsToGain(startOf(parameters, DRIVE_DB));
  const lastDrive = decibelsToGain(startOf(ends, DRIVE_DB));
  const odd = drive * drive;
  const lastOdd = lastDrive * lastDrive;
  setColourFrom(stage, ODD * odd, ODD_GROWTH * odd, EVEN * drive, EVEN_GROWTH * drive);
  setColourTo(stage, ODD * lastOdd, ODD_GROWTH * lastOdd, EVEN * lastDrive, EVEN_GROWTH * lastDrive);
  const makeup = makeupOf(parameters);
  const lastMakeup = makeupOf(ends);
  const main = portAt(ports, 0);
  colouredGain(stage, row, main, heard, portAt(ports, 2), common, commonEnds, makeup, lastMakeup, frames);
}

export function modernMuCompressorRecord(state: usize): void {
  gainColourRecord(state + STAGE);
}

export function modernMuCompressorFollow(
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
export function modernMuCompressorCurve(state: usize, inputDb: f64): f64 {
  const values = state + VALUES;
  return steadyOutputDb(inputDb, reductionOf(values, inputDb), makeupOf(values), mixShare(values + SIDE_CHAIN_VALUES));
}

/** Coefficients from the remembered values. */
function prepare(state: usize): void {
  const values = state + VALUES;
  const sampleRate = load<f64>(state + SAMPLE_RATE);
  const release = setHold(state + CHAIN, startOf(values, RECOVERY_SECONDS), sampleRate);
  setSideChain(state + CHAIN, values + SIDE_CHAIN_VALUES, sampleRate);
  setTimes(state + LOOP, startOf(values, ATTACK_MS) * 0.001, 0.0, release, sampleRate);
  svfLowShelf(state + TILT, sampleRate, TILT_HZ, startOf(values, DETECTOR_TILT_DB), TILT_Q);
}

function setLaw(law: usize, parameters: usize, frames: i32): void {
  const ends = endValues(parameters);
  setRamp(law + RISING_FOOT, footOf(parameters), footOf(ends), frames, false);
  setRamp(law + RISING_KNEE, kneeOf(parameters), kneeOf(ends), frames, false);
  setRamp(law + RISING_SLOPE, slopeOf(parameters), slopeOf(ends), frames, false);
  setRamp(law + RISING_BEND, bendOf(parameters), bendOf(ends), frames, false);
}

/** The foot of the knee, half a width below the threshold. */
function footOf(values: usize): f64 {
  return startOf(values, THRESHOLD_DB) * LOG2_10_OVER_20 - 0.5 * kneeOf(values);
}

function kneeOf(values: usize): f64 {
  return (startOf(values, MODE) == LIMIT ? LIMIT_KNEE_DB : COMPRESS_KNEE_DB) * LOG2_10_OVER_20;
}

/** How the output rises at first. */
function slopeOf(values: usize): f64 {
  return 1.0 / (startOf(values, MODE) == LIMIT ? LIMIT_RATIO : COMPRESS_RATIO);
}

function bendOf(values: usize): f64 {
  const reach = LIMIT_REACH_DB * LOG2_10_OVER_20;
  return startOf(values, MODE) == LIMIT ? 1.0 / (reach * reach) : 0.0;
}

/** Static reduction of a tone whose peaks are at `levelDb`, far above the tilt. */
function reductionOf(values: usize, levelDb: f64): f64 {
  const overFoot = levelDb * LOG2_10_OVER_20 - footOf(values);
  return risingReductionAt(overFoot, kneeOf(values), slopeOf(values), bendOf(values));
}

function makeupOf(values: usize): f64 {
  const common = values + SIDE_CHAIN_VALUES;
  const gain = makeupGain(common);
  if (startOf(common, AUTO_MAKEUP) == 0.0) return gain;
  return gain * exp2(reductionOf(values, REFERENCE_PEAK_DB));
}
