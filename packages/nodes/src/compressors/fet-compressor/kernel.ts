// A field-effect transistor as the lower half of a divider, in a feedback loop that is faster than a crest. A ratio button
// changes the side-chain's level and its bias together, so higher ratios begin higher. The transistor's channel resists less
// in one direction than in the other: second harmonic, the more the more it conducts. All buttons at once put the bias where
// nobody meant it to be: steep, late on transients, and dirty.

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
import { DB_PER_LOG2, exp2, LOG2_10_OVER_20 } from "@twobus/dsp/assembly/maths";
import { MEMORY_BALLISTICS_BYTES, rememberingBallistics, setTimes } from "@twobus/dsp/assembly/memory-ballistics";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";
import {
  advanceSideChain,
  AUTO_MAKEUP,
  greatestOf,
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

const THRESHOLD_DB: i32 = 0;
const RATIO: i32 = 1;
const ATTACK_MS: i32 = 2;
const RELEASE_MS: i32 = 3;
const OWN_PARAMETERS: i32 = 4;
const SIDE_CHAIN_VALUES: usize = <usize>OWN_PARAMETERS << 4;
const OVERSAMPLING: i32 = OWN_PARAMETERS + SIDE_CHAIN_PARAMETERS;
const PARAMETERS: i32 = OVERSAMPLING + 1;

const ALL_BUTTONS: f64 = 4.0;
const ALL_BUTTONS_LAG_SECONDS: f64 = 0.001;
const KNEE_DB: f64 = 4.0;
const MOST_REDUCTION_DB: f64 = 60.0;

// The channel at rest, and per 6.02 dB of reduction: 0.45 % of second harmonic at −19 dBFS and 10 dB. All buttons: so many
// times more
const EVEN: f64 = 0.01;
const EVEN_GROWTH: f64 = 0.05;
const ODD: f64 = 0.02;
const ODD_GROWTH: f64 = 0.3;
const ALL_BUTTONS_EVEN: f64 = 6.0;
const ALL_BUTTONS_ODD: f64 = 12.0;

const SAMPLE_RATE: usize = 0;
const VALUES: usize = 16;
const LAW: usize = VALUES + valuesBytes(PARAMETERS);
const LOOP: usize = LAW + GAIN_LAW_BYTES;
const CHAIN: usize = LOOP + MEMORY_BALLISTICS_BYTES;
const ROW: usize = CHAIN + SIDE_CHAIN_BYTES;
const STAGE: usize = ROW + ROW_BYTES;

export function fetCompressorStateBytes(parameters: usize, sampleRate: f64): i32 {
  return <i32>STAGE + gainColourBytes(<i32>valueOf(parameters, OVERSAMPLING));
}

export function fetCompressorInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, STAGE);
  store<f64>(state + SAMPLE_RATE, sampleRate);
  gainColourInit(state + STAGE, <i32>valueOf(parameters, OVERSAMPLING), sampleRate);
  valuesChanged(state + VALUES, endValues(parameters), PARAMETERS);
  prepare(state);
}

export function fetCompressorAdvance(state: usize, parameters: usize, frames: f64): void {
  advanceSideChain(state + CHAIN, frames);
}

export function fetCompressorProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const ends = endValues(parameters);
  if (valuesChanged(state + VALUES, ends, PARAMETERS)) prepare(state);
  const common = parameters + SIDE_CHAIN_VALUES;
  const commonEnds = ends + SIDE_CHAIN_VALUES;
  const chain = state + CHAIN;
  const row = state + ROW;

  const heard = hearKey(chain, ports, frames);
  heldPeaks(chain, heard, row, isMidSide(commonEnds), frames);
  setLaw(state + LAW, parameters, frames);
  reductionsByLaw(row, frames, state + LAW, OF_AMPLITUDE);
  rememberingBallistics(state + LOOP, row, frames);
  linkReductions(row, row, frames, linkShare(common), linkShare(commonEnds));
  setMeter(meters, 0, greatestOf(row, frames) * DB_PER_LOG2);

  const stage = state + STAGE;
  const even = evenOf(parameters);
  const odd = oddOf(parameters);
  const lastEven = evenOf(ends);
  const lastOdd = oddOf(ends);
  setColourFrom(stage, ODD * odd, ODD_GROWTH * odd, EVEN * even, EVEN_GROWTH * even);
  setColourTo(stage, ODD * lastOdd, ODD_GROWTH * lastOdd, EVEN * lastEven, EVEN_GROWTH * lastEven);
  const makeup = makeupOf(parameters);
  const lastMakeup = makeupOf(ends);
  const main = portAt(ports, 0);
  colouredGain(stage, row, main, heard, portAt(ports, 2), common, commonEnds, makeup, lastMakeup, frames);
}

export function fetCompressorRecord(state: usize): void {
  gainColourRecord(state + STAGE);
}

export function fetCompressorFollow(
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
export function fetCompressorCurve(state: usize, inputDb: f64): f64 {
  const values = state + VALUES;
  return steadyOutputDb(inputDb, reductionOf(values, inputDb), makeupOf(values), mixShare(values + SIDE_CHAIN_VALUES));
}

/** Coefficients from the remembered values. */
function prepare(state: usize): void {
  const values = state + VALUES;
  const sampleRate = load<f64>(state + SAMPLE_RATE);
  const release = setHold(state + CHAIN, startOf(values, RELEASE_MS) * 0.001, sampleRate);
  setSideChain(state + CHAIN, values + SIDE_CHAIN_VALUES, sampleRate);
  const lag = startOf(values, RATIO) == ALL_BUTTONS ? ALL_BUTTONS_LAG_SECONDS : 0.0;
  setTimes(state + LOOP, startOf(values, ATTACK_MS) * 0.001 + lag, 0.0, release, sampleRate);
}

function setLaw(law: usize, parameters: usize, frames: i32): void {
  const ends = endValues(parameters);
  const range = MOST_REDUCTION_DB * LOG2_10_OVER_20;
  setRamp(law + LAW_FOOT, footOf(parameters), footOf(ends), frames, false);
  setRamp(law + LAW_SLOPE, slopeOf(parameters), slopeOf(ends), frames, false);
  setRamp(law + LAW_KNEE, KNEE_DB * LOG2_10_OVER_20, KNEE_DB * LOG2_10_OVER_20, frames, false);
  setRamp(law + LAW_RANGE, range, range, frames, false);
}

function ratioOf(values: usize): f64 {
  switch (<i32>startOf(values, RATIO)) {
    case 0:
      return 4.0;
    case 1:
      return 8.0;
    case 2:
      return 12.0;
    case 3:
      return 20.0;
    default:
      return 16.0;
  }
}

/** How far a ratio's threshold lies over that of 4:1. */
function offsetDbOf(values: usize): f64 {
  switch (<i32>startOf(values, RATIO)) {
    case 0:
      return 0.0;
    case 2:
      return 2.5;
    case 3:
      return 3.5;
    default:
      return 1.5;
  }
}

/** The foot of the knee, half a width below the threshold. */
function footOf(values: usize): f64 {
  return (startOf(values, THRESHOLD_DB) + offsetDbOf(values) - 0.5 * KNEE_DB) * LOG2_10_OVER_20;
}

function slopeOf(values: usize): f64 {
  return 1.0 - 1.0 / ratioOf(values);
}

function evenOf(values: usize): f64 {
  return startOf(values, RATIO) == ALL_BUTTONS ? ALL_BUTTONS_EVEN : 1.0;
}

function oddOf(values: usize): f64 {
  return startOf(values, RATIO) == ALL_BUTTONS ? ALL_BUTTONS_ODD : 1.0;
}

/** Static reduction of a tone whose peaks are at `levelDb`. */
function reductionOf(values: usize, levelDb: f64): f64 {
  const overFoot = levelDb * LOG2_10_OVER_20 - footOf(values);
  return min(reductionAt(overFoot, slopeOf(values), KNEE_DB * LOG2_10_OVER_20), MOST_REDUCTION_DB * LOG2_10_OVER_20);
}

function makeupOf(values: usize): f64 {
  const common = values + SIDE_CHAIN_VALUES;
  const gain = makeupGain(common);
  if (startOf(common, AUTO_MAKEUP) == 0.0) return gain;
  return gain * exp2(reductionOf(values, REFERENCE_PEAK_DB));
}
