// A push-pull stage of tubes whose gain falls as their bias goes down, in a feedback loop. The control voltage is the larger
// the louder the output is, and the gain falls ever faster, so the ratio rises from nothing: about 1.5:1 at 1 dB of
// reduction, 3:1 at 5 and 8:1 at 12. The loop is solved beforehand. Positions 5 and 6 of the time constant charge further
// capacitors through resistors: those are the memories. The two halves cancel what is even; what is left is the third
// harmonic, more of it as the bias moves. Halves that differ leave some of the second, and thump (`thump/kernel.ts`).

import { aligned, portAt, setMeter, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { RAMP_BYTES, ROW_BYTES, setRamp } from "@twobus/dsp/assembly/control-row";
import { kneeWidth } from "@twobus/dsp/assembly/gain-computer";
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
import {
  MEMORY_BALLISTICS_BYTES,
  rememberingBallistics,
  setFirstMemory,
  setSecondMemory,
  setTimes,
} from "@twobus/dsp/assembly/memory-ballistics";
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
  hearKey,
  heldPeaks,
  isMidSide,
  KEY_LISTEN,
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
import { addThump, thumpBytes, thumpInit } from "./thump/kernel";

const THRESHOLD_DB: i32 = 0;
const HEADROOM_DB: i32 = 1;
const TIME_CONSTANT: i32 = 2;
const SIDE_OFFSET_DB: i32 = 3;
const IMBALANCE_PERCENT: i32 = 4;
const OWN_PARAMETERS: i32 = 5;
const SIDE_CHAIN_VALUES: usize = <usize>OWN_PARAMETERS << 4;
const OVERSAMPLING: i32 = OWN_PARAMETERS + SIDE_CHAIN_PARAMETERS;
const PARAMETERS: i32 = OVERSAMPLING + 1;

// The stage at rest, and per 6.02 dB of reduction: 0.6 % of third harmonic at −4 dBFS (+18 dBm) at rest
const ODD: f64 = 0.12;
const ODD_GROWTH: f64 = 0.25;
const EVEN_OF_IMBALANCE: f64 = 0.1;
const EVEN_GROWTH_OF_IMBALANCE: f64 = 0.05;

const SAMPLE_RATE: usize = 0;
const VALUES: usize = 16;
const LAW: usize = VALUES + valuesBytes(PARAMETERS);
const LOOP: usize = LAW + RISING_RATIO_BYTES;
const CHAIN: usize = LOOP + MEMORY_BALLISTICS_BYTES;
const ROW: usize = CHAIN + SIDE_CHAIN_BYTES;
const STAGE: usize = ROW + ROW_BYTES;

export function vintageMuCompressorStateBytes(parameters: usize, sampleRate: f64): i32 {
  const factor = <i32>valueOf(parameters, OVERSAMPLING);
  return <i32>thumpAt(factor) + thumpBytes(factor);
}

/** Where the thump's memory begins. */
// @ts-ignore: decorator
@inline
function thumpAt(factor: i32): usize {
  return STAGE + <usize>aligned(gainColourBytes(factor));
}

export function vintageMuCompressorInit(state: usize, parameters: usize, sampleRate: f64): void {
  const factor = <i32>valueOf(parameters, OVERSAMPLING);
  memory.fill(state, 0, STAGE);
  store<f64>(state + SAMPLE_RATE, sampleRate);
  gainColourInit(state + STAGE, factor, sampleRate);
  thumpInit(state + thumpAt(factor), factor, sampleRate);
  valuesChanged(state + VALUES, endValues(parameters), PARAMETERS);
  prepare(state);
}

export function vintageMuCompressorAdvance(state: usize, parameters: usize, frames: f64): void {
  advanceSideChain(state + CHAIN, frames);
}

export function vintageMuCompressorProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const ends = endValues(parameters);
  if (valuesChanged(state + VALUES, ends, PARAMETERS)) prepare(state);
  const common = parameters + SIDE_CHAIN_VALUES;
  const commonEnds = ends + SIDE_CHAIN_VALUES;
  const chain = state + CHAIN;
  const row = state + ROW;

  const heard = hearKey(chain, ports, frames);
  heldPeaks(chain, heard, row, isMidSide(commonEnds), frames);
  setLaw(state + LAW, parameters, frames);
  reductionsByRisingRatio(row, frames, state + LAW);
  rememberingBallistics(state + LOOP, row, frames);
  linkReductions(row, row, frames, linkShare(common), linkShare(commonEnds));
  setMeter(meters, 0, greatestOf(row, frames) * DB_PER_LOG2);

  const stage = state + STAGE;
  const imbalance = 0.01 * startOf(parameters, IMBALANCE_PERCENT);
  const lastImbalance = 0.01 * startOf(ends, IMBALANCE_PERCENT);
  setColourFrom(stage, ODD, ODD_GROWTH, EVEN_OF_IMBALANCE * imbalance, EVEN_GROWTH_OF_IMBALANCE * imbalance);
  setColourTo(stage, ODD, ODD_GROWTH, EVEN_OF_IMBALANCE * lastImbalance, EVEN_GROWTH_OF_IMBALANCE * lastImbalance);
  const makeup = makeupOf(parameters);
  const lastMakeup = makeupOf(ends);
  const main = portAt(ports, 0);
  const output = portAt(ports, 2);
  colouredGain(stage, row, main, heard, output, common, commonEnds, makeup, lastMakeup, frames);
  const thump = state + thumpAt(<i32>valueOf(parameters, OVERSAMPLING));
  const share = imbalance * makeup * heardShare(common);
  const lastShare = lastImbalance * lastMakeup * heardShare(commonEnds);
  addThump(thump, row, output, frames, share, lastShare, isMidSide(commonEnds));
}

/** How much of what the stage adds is heard. */
function heardShare(values: usize): f64 {
  return mixShare(values) * (1.0 - startOf(values, KEY_LISTEN));
}

export function vintageMuCompressorRecord(state: usize): void {
  gainColourRecord(state + STAGE);
}

export function vintageMuCompressorFollow(
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
export function vintageMuCompressorCurve(state: usize, inputDb: f64): f64 {
  const values = state + VALUES;
  return steadyOutputDb(inputDb, reductionOf(values, inputDb), makeupOf(values), mixShare(values + SIDE_CHAIN_VALUES));
}

/** Coefficients from the remembered values. */
function prepare(state: usize): void {
  const values = state + VALUES;
  const sampleRate = load<f64>(state + SAMPLE_RATE);
  const position = <i32>startOf(values, TIME_CONSTANT);
  const release = setHold(state + CHAIN, releaseSeconds(position), sampleRate);
  setSideChain(state + CHAIN, values + SIDE_CHAIN_VALUES, sampleRate);
  setTimes(state + LOOP, attackSeconds(position), 0.0, release, sampleRate);
  setFirstMemory(state + LOOP, position >= 5 ? 1.0 : 0.0, position == 6 ? 1.0 : 6.0, 10.0, sampleRate);
  setSecondMemory(state + LOOP, position == 6 ? 1.0 : 0.0, 8.0, 25.0, sampleRate);
}

function attackSeconds(position: i32): f64 {
  return position == 4 ? 0.0008 : position == 3 || position == 5 ? 0.0004 : 0.0002;
}

function releaseSeconds(position: i32): f64 {
  switch (position) {
    case 2:
      return 0.8;
    case 3:
    case 5:
      return 2.0;
    case 4:
      return 5.0;
    default:
      return 0.3;
  }
}

function setLaw(law: usize, parameters: usize, frames: i32): void {
  const ends = endValues(parameters);
  const knee = kneeWidth(0.0);
  setRamp(law + RISING_FOOT, sideFootOf(parameters), sideFootOf(ends), frames, false);
  setFirstLane(law + RISING_FOOT, footOf(parameters), footOf(ends), frames);
  setRamp(law + RISING_KNEE, knee, knee, frames, false);
  setRamp(law + RISING_SLOPE, 1.0, 1.0, frames, false);
  setRamp(law + RISING_BEND, bendOf(parameters), bendOf(ends), frames, false);
}

/** Gives the first lane of a ramp a way of its own. */
function setFirstLane(ramp: usize, start: f64, end: f64, frames: i32): void {
  const step = (end - start) / <f64>frames;
  store<f64>(ramp, start + step);
  store<f64>(ramp, step, RAMP_BYTES >> 1);
}

function footOf(values: usize): f64 {
  return startOf(values, THRESHOLD_DB) * LOG2_10_OVER_20;
}

function sideFootOf(values: usize): f64 {
  const offsetDb = isMidSide(values + SIDE_CHAIN_VALUES) ? startOf(values, SIDE_OFFSET_DB) : 0.0;
  return (startOf(values, THRESHOLD_DB) + offsetDb) * LOG2_10_OVER_20;
}

function bendOf(values: usize): f64 {
  const reach = startOf(values, HEADROOM_DB) * LOG2_10_OVER_20;
  return 1.0 / (reach * reach);
}

/** Static reduction of a tone whose peaks are at `levelDb`. */
function reductionOf(values: usize, levelDb: f64): f64 {
  const over = levelDb * LOG2_10_OVER_20 - footOf(values);
  return risingReductionAt(over, kneeWidth(0.0), 1.0, bendOf(values));
}

function makeupOf(values: usize): f64 {
  const common = values + SIDE_CHAIN_VALUES;
  const gain = makeupGain(common);
  if (startOf(common, AUTO_MAKEUP) == 0.0) return gain;
  return gain * exp2(reductionOf(values, REFERENCE_PEAK_DB));
}
