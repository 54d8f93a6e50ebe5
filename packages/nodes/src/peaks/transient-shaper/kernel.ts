// One envelope follower rises and falls fast, one rises slowly, one falls slowly. How far the first is above the second is
// the hit; how far it is below the third is what rings after it. Followers of amplitudes know no absolute level, so their
// distances in dB, and with them the gain, are the same for loud and quiet hits, and nothing while a tone stands.

import { FRAME_BYTES, portAt, setMeter, startOf } from "@twobus/dsp/assembly/abi";
import {
  frameStride,
  lanesAgree,
  loadFrame,
  RAMP_BYTES,
  ROW_BYTES,
  rowVectors,
  secondLane,
  setRamp,
  storeFrame,
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
import { flushDenormal, log2Pair } from "@twobus/dsp/assembly/fast-maths";
import { followGains, GAIN_RECORD_BYTES, recordGains } from "@twobus/dsp/assembly/follow";
import {
  applyGains,
  GAIN_STAGE_BYTES,
  gainsOfReductions,
  STAGE_MAKEUP,
  STAGE_MIX,
} from "@twobus/dsp/assembly/gain-stage";
import { DB_PER_LOG2, decibelsToGain, LOG2_10_OVER_20 } from "@twobus/dsp/assembly/maths";
import { endValues } from "@twobus/dsp/assembly/parameter-values";
import { approachRate } from "@twobus/dsp/assembly/time-constant";

const ATTACK_DB: i32 = 0;
const SUSTAIN_DB: i32 = 1;
const OUTPUT_DB: i32 = 2;
const LINK_PERCENT: i32 = 3;
const CHANNEL_MODE: i32 = 4;
const MIX_PERCENT: i32 = 5;

// Working times [estimate]: within the ranges of the reference sheet, section E.3
const FAST_RISE_SECONDS: f64 = 0.0005;
const SLOW_RISE_SECONDS: f64 = 0.025;
const FAST_FALL_SECONDS: f64 = 0.03;
const SLOW_FALL_SECONDS: f64 = 0.4;
/** Distances in dB at which each pair has its whole effect [estimate]. */
const WHOLE_HIT_DB: f64 = 12.0;
const WHOLE_RING_DB: f64 = 24.0;
/** Half a period of 40 Hz: from there up a tone reads as a steady level. */
const HOLD_SECONDS: f64 = 0.0125;

/** Keeps quotients finite in silence: −400 dB. */
const FLOOR: f64 = 1e-20;

// State
const FAST: usize = 0; // v128 each: follows the signal, rises slowly, falls slowly
const RISER: usize = 16;
const FALLER: usize = 32;
const FAST_RISE: usize = 48; // f64 each: shares of the way per frame
const SLOW_RISE: usize = 56;
const FAST_FALL: usize = 64;
const SLOW_FALL: usize = 72;
const HOLD: usize = 80;
const REACHES: usize = HOLD + PEAK_HOLD_BYTES; // ramps of attack and sustain
const STAGE: usize = REACHES + 2 * RAMP_BYTES;
const RECORD: usize = STAGE + GAIN_STAGE_BYTES;
const ROW: usize = RECORD + GAIN_RECORD_BYTES;
const SUSTAIN_ROW: usize = ROW + ROW_BYTES;
const ENCODED: usize = SUSTAIN_ROW + ROW_BYTES;
const STATE_BYTES: usize = ENCODED + ROW_BYTES;

export function transientShaperStateBytes(parameters: usize, sampleRate: f64): i32 {
  return <i32>STATE_BYTES;
}

export function transientShaperInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, STATE_BYTES);
  store<f64>(state, approachRate(FAST_RISE_SECONDS, sampleRate), FAST_RISE);
  store<f64>(state, approachRate(SLOW_RISE_SECONDS, sampleRate), SLOW_RISE);
  store<f64>(state, approachRate(FAST_FALL_SECONDS, sampleRate), FAST_FALL);
  store<f64>(state, approachRate(SLOW_FALL_SECONDS, sampleRate), SLOW_FALL);
  setPeakHold(state + HOLD, windowFrames(HOLD_SECONDS, sampleRate));
}

export function transientShaperAdvance(state: usize, parameters: usize, frames: f64): void {
  advancePeakHold(state + HOLD, frames);
}

export function transientShaperProcess(
  state: usize,
  ports: usize,
  parameters: usize,
  meters: usize,
  frames: i32,
): void {
  const ends = endValues(parameters);
  const main = portAt(ports, 0);
  const key = portAt(ports, 1);
  const output = portAt(ports, 2);
  const midSide = startOf(ends, CHANNEL_MODE) == MID_SIDE;
  const row = state + ROW;
  let heard = key == 0 ? main : key;
  if (midSide) {
    encodeMidSide(heard, state + ENCODED, frames);
    heard = state + ENCODED;
  }
  peakLevels(state + HOLD, heard, row, frames);
  const linked = linkLevels(row, frames, linkOf(parameters), linkOf(ends), followersAgree(state));
  const vectors = rowVectors(frames, linked);

  quotients(state, row, state + SUSTAIN_ROW, frames, linked);
  setRamp(state + REACHES, reachOf(parameters, ATTACK_DB), reachOf(ends, ATTACK_DB), frames, linked);
  const sustain = state + REACHES + RAMP_BYTES;
  setRamp(sustain, reachOf(parameters, SUSTAIN_DB), reachOf(ends, SUSTAIN_DB), frames, linked);
  const level = decibelsToGain(startOf(parameters, OUTPUT_DB));
  setRamp(state + STAGE + STAGE_MAKEUP, level, decibelsToGain(startOf(ends, OUTPUT_DB)), frames, linked);
  setRamp(state + STAGE + STAGE_MIX, mixOf(parameters), mixOf(ends), frames, linked);
  const highest = reductionsOfQuotients(row, state + SUSTAIN_ROW, vectors, state + REACHES);
  gainsOfReductions(row, vectors, state + STAGE);
  applyGains(row, main, output, frames, linked, midSide);
  recordGains(state + RECORD, linked, midSide, 0.0, 0.0);
  setMeter(meters, 0, highest * DB_PER_LOG2);
}

export function transientShaperFollow(
  follow: usize,
  state: usize,
  input: usize,
  output: usize,
  parameters: usize,
  frames: i32,
): void {
  followGains(state + RECORD, state + ROW, input, output, frames);
}

// @ts-ignore: decorator
@inline
function approach(envelope: v128, level: v128, rise: v128, fall: v128): v128 {
  const difference = f64x2.sub(level, envelope);
  const rate = v128.bitselect(rise, fall, f64x2.gt(difference, f64x2.splat(0.0)));
  return f64x2.add(envelope, f64x2.mul(rate, difference));
}

/**
 * Row of levels to quotients of the followers: how far the hit stands out, and in `sustainRow` what rings. The last one of
 * a linked row stands twice, for a whole last vector.
 */
function quotients(state: usize, row: usize, sustainRow: usize, frames: i32, linked: bool): void {
  const fastRise = v128.load64_splat(state, FAST_RISE);
  const slowRise = v128.load64_splat(state, SLOW_RISE);
  const fastFall = v128.load64_splat(state, FAST_FALL);
  const slowFall = v128.load64_splat(state, SLOW_FALL);
  const floor = f64x2.splat(FLOOR);
  const second = secondLane(linked);
  const stride = frameStride(linked);
  let fast = v128.load(state, FAST);
  let riser = v128.load(state, RISER);
  let faller = v128.load(state, FALLER);
  let hit = f64x2.splat(1.0);
  let ring = f64x2.splat(1.0);
  for (let i: i32 = 0; i < frames; i++) {
    const level = loadFrame(row, second);
    fast = approach(fast, level, fastRise, fastFall);
    riser = approach(riser, level, slowRise, fastFall);
    faller = approach(faller, level, fastRise, slowFall);
    const now = f64x2.add(fast, floor);
    hit = f64x2.div(now, f64x2.add(riser, floor));
    ring = f64x2.div(f64x2.add(faller, floor), now);
    storeFrame(row, second, hit);
    storeFrame(sustainRow, second, ring);
    row += stride;
    sustainRow += stride;
  }
  if (linked) {
    storeFrame(row, second, hit);
    storeFrame(sustainRow, second, ring);
  }
  v128.store(state, flushDenormal(fast), FAST);
  v128.store(state, flushDenormal(riser), RISER);
  v128.store(state, flushDenormal(faller), FALLER);
}

/** How much of its effect a pair has: all of it from a distance of `1 / perWhole` on, in logarithms. */
// @ts-ignore: decorator
@inline
function shareOf(quotient: v128, perWhole: v128): v128 {
  const distance = f64x2.pmax(f64x2.splat(0.0), f64x2.mul(log2Pair(quotient), perWhole));
  return f64x2.pmin(f64x2.splat(1.0), distance);
}

/** Quotients to reductions, in place. Returns the highest gain, as a logarithm. */
function reductionsOfQuotients(row: usize, sustainRow: usize, vectors: i32, reaches: usize): f64 {
  const perHit = f64x2.splat(1.0 / (WHOLE_HIT_DB * LOG2_10_OVER_20));
  const perRing = f64x2.splat(1.0 / (WHOLE_RING_DB * LOG2_10_OVER_20));
  let attack = v128.load(reaches);
  const attackStep = v128.load(reaches, 16);
  let sustain = v128.load(reaches + RAMP_BYTES);
  const sustainStep = v128.load(reaches + RAMP_BYTES, 16);
  let lowest = f64x2.splat(Infinity);
  const end = row + <usize>vectors * FRAME_BYTES;
  while (row < end) {
    const ofHit = f64x2.mul(attack, shareOf(v128.load(row), perHit));
    const ofRing = f64x2.mul(sustain, shareOf(v128.load(sustainRow), perRing));
    const reduction = f64x2.neg(f64x2.add(ofHit, ofRing));
    lowest = f64x2.pmin(lowest, reduction);
    v128.store(row, reduction);
    attack = f64x2.add(attack, attackStep);
    sustain = f64x2.add(sustain, sustainStep);
    row += FRAME_BYTES;
    sustainRow += FRAME_BYTES;
  }
  return -min(f64x2.extract_lane(lowest, 0), f64x2.extract_lane(lowest, 1));
}

function followersAgree(state: usize): bool {
  return (
    lanesAgree(v128.load(state, FAST)) && lanesAgree(v128.load(state, RISER)) && lanesAgree(v128.load(state, FALLER))
  );
}

function reachOf(values: usize, index: i32): f64 {
  return startOf(values, index) * LOG2_10_OVER_20;
}

function mixOf(values: usize): f64 {
  return 0.01 * startOf(values, MIX_PERCENT);
}

function linkOf(values: usize): f64 {
  return startOf(values, CHANNEL_MODE) == DUAL_MONO ? 0.0 : 0.01 * startOf(values, LINK_PERCENT);
}
