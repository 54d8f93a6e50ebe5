// A gate is an expander with a memory: it opens at the threshold, and only when the level has stayed below threshold less
// hysteresis for as long as it holds does the law of the expander count. A ratio of 100 makes the law a cliff.

import { portAt, setMeter, startOf } from "@twobus/dsp/assembly/abi";
import {
  frameStride,
  lanesAgree,
  loadFrame,
  RAMP_BYTES,
  rowVectors,
  secondLane,
  setRamp,
  storeFrame,
  greaterLane,
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
import { levelsOver } from "@twobus/dsp/assembly/gain-computer";
import {
  applyGains,
  GAIN_STAGE_BYTES,
  gainsOfReductions,
  listenToKey,
  STAGE_MAKEUP,
  STAGE_MIX,
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
import { DB_PER_LOG2, LOG2_10_OVER_20 } from "@twobus/dsp/assembly/maths";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";
import { approachRate } from "@twobus/dsp/assembly/time-constant";

const THRESHOLD_DB: i32 = 0;
const RATIO: i32 = 1;
const RANGE_DB: i32 = 2;
const HYSTERESIS_DB: i32 = 3;
const ATTACK_MS: i32 = 4;
const HOLD_MS: i32 = 5;
const RELEASE_MS: i32 = 6;
const LOOK_AHEAD_MS: i32 = 7;
const KEY_HIGH_PASS_HZ: i32 = 8;
const KEY_LOW_PASS_HZ: i32 = 9;
const LINK_PERCENT: i32 = 10;
const CHANNEL_MODE: i32 = 11;
const KEY_LISTEN: i32 = 12;
const OVERSAMPLING: i32 = 13;
const PARAMETERS: i32 = 14;

/** The detector holds peaks for this long to twice as long: half a period of 1 kHz. The hold is shorter by as much. */
const PEAK_HOLD_SECONDS: f64 = 0.0005;

/** The head of the state. Behind the fixed parts lie the ports and the look-ahead. */
// @ts-ignore: decorator
@unmanaged
class Header {
  reduction: v128;
  /** Frames for which each channel stays open; open while above 0. */
  open: v128;
  /** Of the kernel, which may run faster than the song. */
  sampleRate: f64;
  attack: f64;
  release: f64;
  holdFrames: f64;
  lookAhead: usize;
}

const VALUES: usize = 80;
const MARK: usize = VALUES + valuesBytes(PARAMETERS);
const STAGE: usize = MARK + RAMP_BYTES;
const PEAKS: usize = STAGE + GAIN_STAGE_BYTES;
const FILTER: usize = PEAKS + PEAK_HOLD_BYTES;
const RECORD: usize = FILTER + KEY_FILTER_BYTES;
const INNER: usize = RECORD + GAIN_RECORD_BYTES;

// Its control rows
const ROW: i32 = 0;
const HEARD: i32 = 1;
const HEARD_LATER: i32 = 2;
const ROWS: i32 = 3;

export function gateStateBytes(parameters: usize, sampleRate: f64): i32 {
  const factor = factorOf(parameters);
  const waitingBytes = lookAheadBytes(factor * lookAheadFrames(startOf(parameters, LOOK_AHEAD_MS), sampleRate));
  return <i32>INNER + innerPortsBytes(factor, ROWS) + waitingBytes;
}

export function gateInit(state: usize, parameters: usize, sampleRate: f64): void {
  const header = changetype<Header>(state);
  const factor = factorOf(parameters);
  const innerRate = sampleRate * <f64>factor;
  memory.fill(state, 0, INNER);
  innerPortsInit(state + INNER, factor, ROWS, sampleRate);
  header.sampleRate = innerRate;
  header.lookAhead = state + INNER + innerPortsBytes(factor, ROWS);
  lookAheadInit(header.lookAhead, factor * lookAheadFrames(startOf(parameters, LOOK_AHEAD_MS), sampleRate));
  header.reduction = f64x2.splat(rangeOf(endValues(parameters)));
  setPeakHold(state + PEAKS, peakFrames(innerRate));
  valuesChanged(state + VALUES, endValues(parameters), PARAMETERS);
  prepare(state);
}

export function gateAdvance(state: usize, parameters: usize, frames: f64): void {
  const elapsed = innerElapsed(state + INNER, frames);
  advancePeakHold(state + PEAKS, elapsed);
}

export function gateProcess(
  state: usize,
  ports: usize,
  parameters: usize,
  meters: usize,
  frames: i32,
): void {
  const inner = raisePorts(state + INNER, ports, frames);
  duck(state, inner, parameters, meters, innerFrames(state + INNER, frames));
  lowerOutput(state + INNER, portAt(ports, 2), frames);
}

function duck(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const header = changetype<Header>(state);
  const ends = endValues(parameters);
  if (valuesChanged(state + VALUES, ends, PARAMETERS)) prepare(state);
  const main = portAt(ports, 0);
  const key = portAt(ports, 1);
  const output = portAt(ports, 2);
  const midSide = startOf(ends, CHANNEL_MODE) == MID_SIDE;
  const row = innerRow(state + INNER, ROW);

  let heard = keyFilterProcess(state + FILTER, key == 0 ? main : key, innerRow(state + INNER, HEARD), frames);
  if (midSide) encodeMidSide(heard, row, frames);
  peakLevels(state + PEAKS, midSide ? row : heard, row, frames);
  const alike = lanesAgree(header.reduction) && lanesAgree(header.open);
  const linked = linkLevels(row, frames, linkOf(parameters), linkOf(ends), alike);
  const vectors = rowVectors(frames, linked);

  setRamp(state + MARK, thresholdOf(parameters), thresholdOf(ends), frames, linked);
  levelsOver(row, vectors, state + MARK);
  const greatest = expand(header, row, parameters, frames, linked);
  setRamp(state + STAGE + STAGE_MAKEUP, 1.0, 1.0, frames, linked);
  setRamp(state + STAGE + STAGE_MIX, 1.0, 1.0, frames, linked);
  gainsOfReductions(row, vectors, state + STAGE);

  heard = heardLater(header.lookAhead, heard, innerRow(state + INNER, HEARD_LATER), frames);
  applyGains(row, soundLater(header.lookAhead, main, output, frames), output, frames, linked, midSide);
  listenToKey(heard, output, frames, startOf(parameters, KEY_LISTEN), startOf(ends, KEY_LISTEN));
  recordGains(state + RECORD, linked, midSide, startOf(parameters, KEY_LISTEN), startOf(ends, KEY_LISTEN));
  setMeter(meters, 0, greatest * DB_PER_LOG2);
}

export function gateFollow(
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

/** Row of levels over the threshold to row of reductions. Returns the greatest reduction. */
function expand(header: Header, row: usize, parameters: usize, frames: i32, linked: bool): f64 {
  const ends = endValues(parameters);
  const perFrame = f64x2.splat(1.0 / <f64>frames);
  let slope = f64x2.splat(slopeOf(parameters));
  const slopeStep = f64x2.mul(f64x2.sub(f64x2.splat(slopeOf(ends)), slope), perFrame);
  let range = f64x2.splat(rangeOf(parameters));
  const rangeStep = f64x2.mul(f64x2.sub(f64x2.splat(rangeOf(ends)), range), perFrame);
  const attack = f64x2.splat(header.attack);
  const release = f64x2.splat(header.release);
  const closing = f64x2.splat(-startOf(ends, HYSTERESIS_DB) * LOG2_10_OVER_20);
  const hold = f64x2.splat(header.holdFrames);
  const zero = f64x2.splat(0.0);
  const one = f64x2.splat(1.0);
  const second = secondLane(linked);
  const stride = frameStride(linked);
  let reduction = header.reduction;
  let open = header.open;
  let greatest = zero;
  for (let i: i32 = 0; i < frames; i++) {
    slope = f64x2.add(slope, slopeStep);
    range = f64x2.add(range, rangeStep);
    const over = loadFrame(row, second);
    const keepsOpen = v128.and(f64x2.gt(open, zero), f64x2.ge(over, closing));
    const loud = v128.or(f64x2.ge(over, zero), keepsOpen);
    open = v128.bitselect(f64x2.add(hold, one), f64x2.pmax(zero, f64x2.sub(open, one)), loud);
    const law = f64x2.pmin(range, f64x2.mul(slope, f64x2.pmax(zero, f64x2.neg(over))));
    const target = v128.bitselect(zero, law, f64x2.gt(open, zero));
    const way = f64x2.sub(target, reduction);
    reduction = f64x2.add(reduction, f64x2.mul(way, v128.bitselect(release, attack, f64x2.gt(way, zero))));
    greatest = f64x2.pmax(greatest, reduction);
    storeFrame(row, second, reduction);
    row += stride;
  }
  header.reduction = flushDenormal(reduction);
  header.open = open;
  return greaterLane(greatest);
}

function prepare(state: usize): void {
  const header = changetype<Header>(state);
  const values = state + VALUES;
  const sampleRate = header.sampleRate;
  header.attack = approachRate(startOf(values, ATTACK_MS) * 0.001, sampleRate);
  header.release = approachRate(startOf(values, RELEASE_MS) * 0.001, sampleRate);
  const heldByPeaks = 1.5 * <f64>peakFrames(sampleRate);
  header.holdFrames = max(0.0, floor(startOf(values, HOLD_MS) * 0.001 * sampleRate - heldByPeaks + 0.5));
  const highPassHz = startOf(values, KEY_HIGH_PASS_HZ);
  setKeyFilter(state + FILTER, highPassHz, startOf(values, KEY_LOW_PASS_HZ), sampleRate);
}

function peakFrames(sampleRate: f64): i32 {
  return windowFrames(PEAK_HOLD_SECONDS, sampleRate);
}

function thresholdOf(values: usize): f64 {
  return startOf(values, THRESHOLD_DB) * LOG2_10_OVER_20;
}

function slopeOf(values: usize): f64 {
  return startOf(values, RATIO) - 1.0;
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
