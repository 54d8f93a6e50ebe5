// A VCA compressor whose detectors take the mean of the power behind a filter (thrust) that turns bass down and treble up.
// Feed-forward ("new") it obeys the static law; in feedback ("old") its side-chain has a VCA of its own, whose output the
// law is applied to. Each channel has its own detector and control voltage; the link adds voltages. What a channel sends to
// the other one may be filtered: that voltage then comes from a second detector.

import { FRAME_BYTES, portAt, setMeter, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { setRamp } from "@twobus/dsp/assembly/control-row";
import { followGains, GAIN_RECORD_BYTES, recordGains } from "@twobus/dsp/assembly/follow";
import { GAIN_LAW_BYTES, reductionAt } from "@twobus/dsp/assembly/gain-computer";
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
import { DB_PER_LOG2, exp2 } from "@twobus/dsp/assembly/maths";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";
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
} from "@twobus/dsp/assembly/side-chain";
import { controlVoltages, DETECTOR_BYTES, setDetector, steadyFeedbackReduction } from "./detector/kernel";
import {
  detectorFilterBytes,
  detectorFilterInit,
  resetDetectorFilter,
  runDetectorFilter,
} from "./detector-filter/kernel";
import { FLAT, setLinkFilter, setThrust } from "./hearing-filters/kernel";
import { kneeOf, overFootOf, setLaw, slopeOf } from "./law/kernel";
import { factorOf, isFeedback, LINK_FILTER, PARAMETERS, SIDE_CHAIN_VALUES, THRUST } from "./parameters/kernel";
import { LINKED_STAGE_BYTES, linkedGains, STAGE_LINK } from "./voltage/kernel";

// State
const SAMPLE_RATE: usize = 0; // f64: of the kernel, which may run faster than the song
const CHAIN: usize = 8; // usize: where the side-chain lies, behind the ports
const VALUES: usize = 16;
const LAW: usize = VALUES + valuesBytes(PARAMETERS);
const STAGE: usize = LAW + GAIN_LAW_BYTES;
const OWN: usize = STAGE + LINKED_STAGE_BYTES; // the detector for the own channel, then that for the other
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
  const values = state + VALUES;
  const law = state + LAW;
  const row = innerRow(state + INNER, ROW);
  const across = innerRow(state + INNER, ACROSS_ROW);

  const heard = thrust(state, hearSound(state, ports, parameters, frames), frames);
  setLaw(law, parameters, frames);
  let other = row;
  if (startOf(ends, LINK_FILTER) != FLAT) {
    runDetectorFilter(state + LINK, detectedFrames(heard, across, midSide, frames), across, frames);
    controlVoltages(state + ACROSS, values, law, across, across, frames);
    other = across;
  }
  controlVoltages(state + OWN, values, law, detectedFrames(heard, row, midSide, frames), row, frames);

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
  const mix = mixShare(values + SIDE_CHAIN_VALUES);
  return steadyOutputDb(inputDb, reductionOf(state, values, inputDb), makeupOf(state, values), mix);
}

/** Coefficients from the remembered values. */
function prepare(state: usize): void {
  const values = state + VALUES;
  const sampleRate = load<f64>(state + SAMPLE_RATE);
  setSideChain(chainOf(state), values + SIDE_CHAIN_VALUES, sampleRate);
  setThrust(state + SHELVES, startOf(values, THRUST), sampleRate);
  setLinkFilter(state + LINK, startOf(values, LINK_FILTER), sampleRate);
  setDetector(state + OWN, values, sampleRate);
  setDetector(state + ACROSS, values, sampleRate);
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

/** Static reduction of a tone of this RMS level at 1 kHz. */
function reductionOf(state: usize, values: usize, levelDb: f64): f64 {
  const overFoot = overFootOf(values, levelDb);
  if (isFeedback(values)) return steadyFeedbackReduction(state + OWN, overFoot);
  return reductionAt(overFoot, slopeOf(values), kneeOf(values));
}

function makeupOf(state: usize, values: usize): f64 {
  const common = values + SIDE_CHAIN_VALUES;
  const gain = makeupGain(common);
  if (startOf(common, AUTO_MAKEUP) == 0.0) return gain;
  return gain * exp2(reductionOf(state, values, REFERENCE_RMS_DB));
}
