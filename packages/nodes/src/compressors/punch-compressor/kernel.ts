// A VCA compressor whose detectors take the mean of the power behind a filter (thrust) that turns bass down and treble up.
// Feed-forward ("new") it obeys the static law; in feedback ("old") its side-chain has a VCA of its own, whose output the
// law is applied to. Each channel has its own detector and control voltage; the link adds voltages. What a channel sends to
// the other one may be filtered: that voltage then comes from a second detector.
//
// The mean is as long as the attack, at most 5 ms: a longer one would be the attack itself.

import { FRAME_BYTES, portAt, setMeter, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { BALLISTICS_BYTES, setBallistics } from "@twobus/dsp/assembly/ballistics";
import { setRamp } from "@twobus/dsp/assembly/control-row";
import { followGains, GAIN_RECORD_BYTES, recordGains } from "@twobus/dsp/assembly/follow";
import {
  GAIN_LAW_BYTES,
  kneeWidth,
  LAW_FOOT,
  LAW_KNEE,
  LAW_SLOPE,
  reductionAt,
} from "@twobus/dsp/assembly/gain-computer";
import {
  applyGains,
  listenToKey,
  STAGE_MAKEUP,
  STAGE_MIX,
  steadyOutputDb,
} from "@twobus/dsp/assembly/gain-stage";
import {
  innerFrames,
  innerPortsBytes,
  innerPortsInit,
  innerRow,
  lowerOutput,
  raisePart,
  raisePorts,
  workInPlace,
} from "@twobus/dsp/assembly/inner-ports";
import { DB_PER_LOG2, exp2, LOG2_10_OVER_20 } from "@twobus/dsp/assembly/maths";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";
import { RMS_DETECTOR_BYTES, rmsLevelsOver, setRmsDetector } from "@twobus/dsp/assembly/rms-detector";
import {
  AUTO_MAKEUP,
  detectedFrames,
  heardScratch,
  hearKey,
  innerSideChainBytes,
  isMidSide,
  KEY_LISTEN,
  linkShare,
  makeupGain,
  mixShare,
  REFERENCE_RMS_DB,
  setSideChain,
  SIDE_CHAIN_PARAMETERS,
} from "@twobus/dsp/assembly/side-chain";
import {
  feedbackReductionAt,
  feedbackReductions,
  setCells,
  setFeedback,
  TIMING_NETWORK_BYTES,
} from "@twobus/dsp/assembly/timing-network";
import {
  designHighPass,
  designHighShelf,
  designLowPass,
  designLowShelf,
  detectorFilterBytes,
  detectorFilterInit,
  resetDetectorFilter,
  runDetectorFilter,
  setDetectorFilter,
} from "./detector-filter/kernel";
import { LINKED_STAGE_BYTES, linkedGains, reduceByLaw, STAGE_LINK } from "./voltage/kernel";

const THRESHOLD_DB: i32 = 0;
const RATIO: i32 = 1;
const ATTACK_MS: i32 = 2;
const RELEASE_MS: i32 = 3;
const KNEE: i32 = 4;
const THRUST: i32 = 5;
const TOPOLOGY: i32 = 6;
const LINK_FILTER: i32 = 7;
const OWN_PARAMETERS: i32 = 8;
const OVERSAMPLING: i32 = OWN_PARAMETERS + SIDE_CHAIN_PARAMETERS;
const PARAMETERS: i32 = OVERSAMPLING + 1;
const SIDE_CHAIN_VALUES: usize = <usize>OWN_PARAMETERS << 4;

const LOUD: f64 = 2.0;
const FEEDBACK: f64 = 1.0;
const FLAT: f64 = 0.0;
const LINK_HIGH_PASS: f64 = 1.0;
const LINK_LOW_PASS: f64 = 2.0;
const LINK_BAND_PASS: f64 = 3.0;
/** "Above 20:1". */
const INFINITE_RATIO: f64 = 100.0;

const LONGEST_MEAN_SECONDS: f64 = 0.005;
/** When a step of 12 dB over the threshold shows, and when it is forgotten, in time constants of the mean. */
const MEAN_RISE: f64 = 0.45;
const MEAN_FALL: f64 = 1.5;

// Loud: stairs of three wide shelves, fitted to 10 dB per decade from 25 Hz to 18 kHz within 0.35 dB. Medium: a low and a
// high shelf.
const LOUD_STEP_DB: f64 = 12.0;
const LOUD_Q: f64 = 0.4;
const LOUD_AT_1_KHZ_DB: f64 = 21.11;
const MEDIUM_STEP_DB: f64 = 6.0;
const MEDIUM_Q: f64 = 0.6;

const LINK_HIGH_PASS_HZ: f64 = 300.0;
const LINK_LOW_PASS_HZ: f64 = 3000.0;

/** A detector with what turns its levels into a control voltage. There are two: for the own channel, and for the other. */
const BALLISTICS: usize = RMS_DETECTOR_BYTES;
const NETWORK: usize = BALLISTICS + BALLISTICS_BYTES;
const DETECTOR_BYTES: usize = NETWORK + TIMING_NETWORK_BYTES;

const SAMPLE_RATE: usize = 0; // f64: of the kernel, which may run faster than the song
const CHAIN: usize = 8; // usize: where the side-chain lies, behind the ports
const VALUES: usize = 16;
const LAW: usize = VALUES + valuesBytes(PARAMETERS);
const STAGE: usize = LAW + GAIN_LAW_BYTES;
const OWN: usize = STAGE + LINKED_STAGE_BYTES;
const ACROSS: usize = OWN + DETECTOR_BYTES;
const SHELVES: usize = ACROSS + DETECTOR_BYTES;
const LINK: usize = SHELVES + detectorFilterBytes();
const RECORD: usize = LINK + detectorFilterBytes();
const INNER: usize = RECORD + GAIN_RECORD_BYTES;

// Its control rows
const ROW: i32 = 0;
const ACROSS_ROW: i32 = 1;
const ROWS: i32 = 2;

// @ts-ignore: decorator
@inline
function factorOf(values: usize): i32 {
  return <i32>startOf(values, OVERSAMPLING);
}

// @ts-ignore: decorator
@inline
function chainOf(state: usize): usize {
  return load<usize>(state + CHAIN);
}

export function punchCompressorStateBytes(parameters: usize, sampleRate: f64): i32 {
  const factor = factorOf(parameters);
  return <i32>INNER + innerPortsBytes(factor, ROWS) + <i32>innerSideChainBytes(factor);
}

export function punchCompressorInit(state: usize, parameters: usize, sampleRate: f64): void {
  const factor = factorOf(parameters);
  const chain = state + INNER + <usize>innerPortsBytes(factor, ROWS);
  memory.fill(state, 0, INNER);
  innerPortsInit(state + INNER, factor, ROWS, sampleRate);
  workInPlace(state + INNER);
  memory.fill(chain, 0, innerSideChainBytes(factor));
  store<f64>(state + SAMPLE_RATE, sampleRate * <f64>factor);
  store<usize>(state + CHAIN, chain);
  valuesChanged(state + VALUES, endValues(parameters), PARAMETERS);
  detectorFilterInit(state + SHELVES);
  detectorFilterInit(state + LINK);
  prepare(state);
  resetDetectorFilter(state + SHELVES);
  resetDetectorFilter(state + LINK);
}

export function punchCompressorProcess(
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
  const output = portAt(ports, 2);
  const common = parameters + SIDE_CHAIN_VALUES;
  const commonEnds = ends + SIDE_CHAIN_VALUES;
  const midSide = isMidSide(commonEnds);
  const row = innerRow(state + INNER, ROW);
  const across = innerRow(state + INNER, ACROSS_ROW);

  const heard = thrust(state, hearSound(state, ports, parameters, frames), frames);
  setLaw(state + LAW, parameters, frames);
  let other = row;
  if (startOf(ends, LINK_FILTER) != FLAT) {
    runDetectorFilter(state + LINK, detectedFrames(heard, across, midSide, frames), across, frames);
    controlVoltages(state, state + ACROSS, across, across, frames);
    other = across;
  }
  controlVoltages(state, state + OWN, detectedFrames(heard, row, midSide, frames), row, frames);

  const stage = state + STAGE;
  setRamp(stage + STAGE_MAKEUP, makeupOf(state, parameters), makeupOf(state, ends), frames, false);
  setRamp(stage + STAGE_MIX, mixShare(common), mixShare(commonEnds), frames, false);
  setRamp(stage + STAGE_LINK, linkShare(common), linkShare(commonEnds), frames, false);
  setMeter(meters, 0, linkedGains(row, other, frames, stage) * DB_PER_LOG2);
  applyGains(row, main, output, frames, false, midSide);
  listenToKey(heard, output, frames, startOf(common, KEY_LISTEN), startOf(commonEnds, KEY_LISTEN));
  recordGains(state + RECORD, false, midSide, startOf(common, KEY_LISTEN), startOf(commonEnds, KEY_LISTEN));
}

export function punchCompressorFollow(
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

/** Static output level in dB of a steady tone of this RMS level, for the values of the last quantum. */
export function punchCompressorCurve(state: usize, inputDb: f64): f64 {
  const values = state + VALUES;
  return steadyOutputDb(inputDb, reductionOf(state, values, inputDb), makeupOf(state, values), mixShare(values + SIDE_CHAIN_VALUES));
}

/** Coefficients from the remembered values. */
function prepare(state: usize): void {
  const values = state + VALUES;
  const sampleRate = load<f64>(state + SAMPLE_RATE);
  setSideChain(chainOf(state), values + SIDE_CHAIN_VALUES, sampleRate);
  prepareThrust(state + SHELVES, startOf(values, THRUST), sampleRate);
  prepareLink(state + LINK, startOf(values, LINK_FILTER), sampleRate);
  prepareDetector(state + OWN, values, sampleRate);
  prepareDetector(state + ACROSS, values, sampleRate);
}

function prepareThrust(shelves: usize, option: f64, sampleRate: f64): void {
  const loud = option == LOUD;
  const step = loud ? LOUD_STEP_DB : MEDIUM_STEP_DB * option;
  const q = loud ? LOUD_Q : MEDIUM_Q;
  if (loud) designHighShelf(shelves, 0, sampleRate, 31.6, step, q);
  else designLowShelf(shelves, 0, sampleRate, 60.0, -step, q);
  designHighShelf(shelves, 1, sampleRate, 7000.0, step, q);
  designHighShelf(shelves, 2, sampleRate, 500.0, step, q);
  setDetectorFilter(shelves, loud ? 3 : 2);
}

function prepareLink(link: usize, option: f64, sampleRate: f64): void {
  let count: i32 = 0;
  if (option == LINK_HIGH_PASS || option == LINK_BAND_PASS) designHighPass(link, count++, sampleRate, LINK_HIGH_PASS_HZ);
  if (option == LINK_LOW_PASS || option == LINK_BAND_PASS) designLowPass(link, count++, sampleRate, LINK_LOW_PASS_HZ);
  setDetectorFilter(link, count);
}

function prepareDetector(detector: usize, values: usize, sampleRate: f64): void {
  const attack = startOf(values, ATTACK_MS) * 0.001;
  const mean = min(LONGEST_MEAN_SECONDS, attack);
  const ownAttack = attack - MEAN_RISE * mean;
  const release = startOf(values, RELEASE_MS) * 0.001 - MEAN_FALL * mean;
  setRmsDetector(detector, mean, sampleRate);
  setBallistics(detector + BALLISTICS, ownAttack, release, false, sampleRate);
  setFeedback(detector + NETWORK, ratioOf(values), loopKneeOf(values), ownAttack, sampleRate);
  setCells(detector + NETWORK, release, release, 1.0, sampleRate);
}

/** What the key's filters leave; where it is listened to it must outlast the sound, which the output takes the place of. */
function hearSound(state: usize, ports: usize, parameters: usize, frames: i32): usize {
  const chain = chainOf(state);
  const heard = hearKey(chain, ports, frames);
  const common = parameters + SIDE_CHAIN_VALUES;
  const isSound = heard == portAt(ports, 0);
  if (!isSound || (startOf(common, KEY_LISTEN) == 0.0 && valueOf(common, KEY_LISTEN) == 0.0)) return heard;
  memory.copy(heardScratch(chain), heard, <usize>frames * FRAME_BYTES);
  return heardScratch(chain);
}

/** The thrust filter, heard in scratch; what was heard comes through untouched where it is off. */
function thrust(state: usize, heard: usize, frames: i32): usize {
  if (startOf(state + VALUES, THRUST) == 0.0) return heard;
  const filtered = heardScratch(chainOf(state));
  runDetectorFilter(state + SHELVES, heard, filtered, frames);
  return filtered;
}

/** From sound to reductions: RMS, then law and ballistics in the order of the topology. */
function controlVoltages(state: usize, detector: usize, input: usize, row: usize, frames: i32): void {
  const law = state + LAW;
  rmsLevelsOver(detector, input, row, frames, law + LAW_FOOT);
  if (startOf(state + VALUES, TOPOLOGY) == FEEDBACK) feedbackReductions(detector + NETWORK, row, frames, false);
  else reduceByLaw(detector + BALLISTICS, row, frames, law);
}

function setLaw(law: usize, parameters: usize, frames: i32): void {
  const ends = endValues(parameters);
  setRamp(law + LAW_FOOT, footOf(parameters), footOf(ends), frames, false);
  setRamp(law + LAW_SLOPE, slopeOf(parameters), slopeOf(ends), frames, false);
  setRamp(law + LAW_KNEE, kneeOf(parameters), kneeOf(ends), frames, false);
}

function ratioOf(values: usize): f64 {
  const option = startOf(values, RATIO);
  if (option == 0.0) return 1.5;
  if (option < 4.0) return option + 1.0;
  return option == 4.0 ? 6.0 : option == 5.0 ? 10.0 : INFINITE_RATIO;
}

function slopeOf(values: usize): f64 {
  return 1.0 - 1.0 / ratioOf(values);
}

function kneeOf(values: usize): f64 {
  return kneeWidth(6.0 * startOf(values, KNEE) * LOG2_10_OVER_20);
}

/** Width of the knee inside the loop, which stretches it by (1 + R)/2. */
function loopKneeOf(values: usize): f64 {
  return (kneeOf(values) * 2.0) / (1.0 + ratioOf(values));
}

/** The foot of the knee, half a width below the threshold, as what comes through the thrust filter reads it. */
function footOf(values: usize): f64 {
  const offsetDb = startOf(values, THRUST) == LOUD ? LOUD_AT_1_KHZ_DB : 0.0;
  const knee = startOf(values, TOPOLOGY) == FEEDBACK ? loopKneeOf(values) : kneeOf(values);
  return (startOf(values, THRESHOLD_DB) + offsetDb) * LOG2_10_OVER_20 - 0.5 * knee;
}

/** Static reduction of a tone of this RMS level at 1 kHz. */
function reductionOf(state: usize, values: usize, levelDb: f64): f64 {
  const offsetDb = startOf(values, THRUST) == LOUD ? LOUD_AT_1_KHZ_DB : 0.0;
  const overFoot = (levelDb + offsetDb) * LOG2_10_OVER_20 - footOf(values);
  if (startOf(values, TOPOLOGY) == FEEDBACK) return feedbackReductionAt(state + OWN + NETWORK, overFoot);
  return reductionAt(overFoot, slopeOf(values), kneeOf(values));
}

function makeupOf(state: usize, values: usize): f64 {
  const common = values + SIDE_CHAIN_VALUES;
  const gain = makeupGain(common);
  if (startOf(common, AUTO_MAKEUP) == 0.0) return gain;
  return gain * exp2(reductionOf(state, values, REFERENCE_RMS_DB));
}
