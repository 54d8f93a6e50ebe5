// Look-ahead true-peak limiter, in stages over the quantum: drive and delay, interpolated peaks, required depth, hold over
// the look-ahead, release, smoothing by two boxes, gain. What is carried is the depth, 1 − gain: where nothing is limited
// every sum is exactly zero and the output is the delayed input, bit for bit.
//
// With A frames of look-ahead the boxes average A frames, the hold lasts A + 1 + 2·MARGIN, and sound waits A − 1 + MARGIN
// frames from the detection of its peak: the depth is at its target from MARGIN frames before the two frames about a peak
// until MARGIN frames after them.

import { FRAME_BYTES, portAt, setMeter, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { delayInit, delayProcess, delayStateBytes } from "@twobus/dsp/assembly/delay";
import { flushDenormal } from "@twobus/dsp/assembly/fast-maths";
import { followFactors } from "@twobus/dsp/assembly/follow";
import { decibelsToGain, exp, gainToDecibels } from "@twobus/dsp/assembly/maths";
import {
  mayExceed,
  TRUE_PEAK_DELAY_FRAMES,
  TRUE_PEAK_FRAMES,
  TRUE_PEAK_HISTORY_FRAMES,
  TRUE_PEAK_SCRATCH_BYTES,
  TRUE_PEAK_WINDOW_BYTES,
  truePeakDesign,
  truePeaks,
} from "@twobus/dsp/assembly/true-peak";

const CEILING_DB: i32 = 0;
const GAIN_DB: i32 = 1;
const LOOK_AHEAD_MS: i32 = 2;
const RELEASE_MS: i32 = 3;
const LINK_PERCENT: i32 = 4;

const MARGIN: i32 = 3;

// The slow stage: depth that is needed most of the time is let go slowly, so that dense programme does not pump
const SLOW_ATTACK_SECONDS: f64 = 0.2;
const SLOW_RELEASE_SECONDS: f64 = 1.0;

// Into the boxes go whole numbers of steps: their running sums are exact and cannot drift
const STEPS: f64 = 1073741824.0; // 2^30

/** The least gain that the meter tells from silence: −200 dB. */
const METER_FLOOR: f64 = 1e-10;

// State. First what recurs, per channel
const FAST_DEPTH: usize = 0;
const SLOW_DEPTH: usize = 16;
const HELD_DEPTH: usize = 32; // the deepest since the hold ring last began
const FIRST_SUM: usize = 48;
const SECOND_SUM: usize = 64;
// then rings: address, length and position in frames
const HOLD_RING: usize = 80;
const FIRST_RING: usize = 92;
const SECOND_RING: usize = 104;
// addresses
const WINDOW: usize = 116;
const SCRATCH: usize = 120;
const DEPTHS: usize = 124;
const DRIVEN: usize = 128;
// coefficients
const SLOW_ATTACK: usize = 136;
const SLOW_RELEASE: usize = 144;
const FAST_RATE: usize = 152;
// and the delay, with everything that has a length behind it
const DELAY: usize = 160;

const LENGTH: usize = 4;
const POSITION: usize = 8;

// @ts-ignore: decorator
@inline
function lookAheadFrames(parameters: usize, sampleRate: f64): i32 {
  return <i32>Math.floor((startOf(parameters, LOOK_AHEAD_MS) * sampleRate) / 1000.0 + 0.5);
}

// @ts-ignore: decorator
@inline
function holdFrames(lookAhead: i32): i32 {
  return lookAhead + 1 + 2 * MARGIN;
}

// @ts-ignore: decorator
@inline
function delayFrames(lookAhead: i32): i32 {
  return lookAhead - 1 + MARGIN + TRUE_PEAK_DELAY_FRAMES;
}

// @ts-ignore: decorator
@inline
function rowBytes(frames: i32): i32 {
  return frames * <i32>FRAME_BYTES;
}

// @ts-ignore: decorator
@inline
function addressAt(state: usize, slot: usize): usize {
  return <usize>load<u32>(state + slot);
}

export function truePeakLimiterStateBytes(parameters: usize, sampleRate: f64): i32 {
  const lookAhead = lookAheadFrames(parameters, sampleRate);
  const rings = rowBytes(holdFrames(lookAhead) + 1) + rowBytes(lookAhead + 1);
  const rows = TRUE_PEAK_WINDOW_BYTES + TRUE_PEAK_SCRATCH_BYTES + 2 * rowBytes(TRUE_PEAK_FRAMES);
  return <i32>DELAY + delayStateBytes(delayFrames(lookAhead)) + rings + rows;
}

/** Notes that `slot` lies at `address`; returns where the next thing lies. */
function place(state: usize, slot: usize, address: usize, bytes: i32): usize {
  store<u32>(state + slot, <u32>address);
  return address + <usize>bytes;
}

function placeRing(state: usize, slot: usize, address: usize, frames: i32): usize {
  store<i32>(state + slot, frames, LENGTH);
  return place(state, slot, address, rowBytes(frames));
}

export function truePeakLimiterInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, <usize>truePeakLimiterStateBytes(parameters, sampleRate));
  const lookAhead = lookAheadFrames(parameters, sampleRate);
  const delay = delayFrames(lookAhead);
  delayInit(state + DELAY, delay);
  let next = state + DELAY + <usize>delayStateBytes(delay);
  // One frame after the hold ring is never written: it stays zero, the end of every stretch
  next = placeRing(state, HOLD_RING, next, holdFrames(lookAhead)) + FRAME_BYTES;
  next = placeRing(state, FIRST_RING, next, (lookAhead + 1) >> 1);
  next = placeRing(state, SECOND_RING, next, (lookAhead + 2) >> 1);
  next = place(state, WINDOW, next, TRUE_PEAK_WINDOW_BYTES);
  next = place(state, SCRATCH, next, TRUE_PEAK_SCRATCH_BYTES);
  next = place(state, DEPTHS, next, rowBytes(TRUE_PEAK_FRAMES));
  place(state, DRIVEN, next, rowBytes(TRUE_PEAK_FRAMES));
  truePeakDesign(addressAt(state, SCRATCH));
  store<f64>(state, 1.0 - exp(-1.0 / (SLOW_ATTACK_SECONDS * sampleRate)), SLOW_ATTACK);
  store<f64>(state, 1.0 - exp(-1.0 / (SLOW_RELEASE_SECONDS * sampleRate)), SLOW_RELEASE);
  store<f64>(state, -1000.0 / sampleRate, FAST_RATE);
}

export function truePeakLimiterProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const output = portAt(ports, 1);
  const depths = addressAt(state, DEPTHS);
  drive(state, portAt(ports, 0), parameters, frames);
  delayProcess(state + DELAY, addressAt(state, DRIVEN), output, frames);
  detect(state, frames, 0.01 * valueOf(parameters, LINK_PERCENT));
  hold(state, depths, frames);
  release(state, depths, frames, 1.0 - exp(load<f64>(state, FAST_RATE) / valueOf(parameters, RELEASE_MS)));
  const least = apply(state, depths, output, frames);
  const gain = max(METER_FLOOR, min(f64x2.extract_lane(least, 0), f64x2.extract_lane(least, 1)));
  setMeter(meters, 0, -gainToDecibels(gain));
}

export function truePeakLimiterFollow(
  follow: usize,
  state: usize,
  input: usize,
  output: usize,
  parameters: usize,
  frames: i32,
): void {
  const driven = addressAt(follow, DRIVEN);
  let gain = f64x2.splat(decibelsToGain(startOf(parameters, GAIN_DB)));
  const gainEnd = f64x2.splat(decibelsToGain(valueOf(parameters, GAIN_DB)));
  const step = f64x2.mul(f64x2.sub(gainEnd, gain), f64x2.splat(1.0 / <f64>frames));
  for (let at: usize = 0; at < <usize>rowBytes(frames); at += FRAME_BYTES) {
    gain = f64x2.add(gain, step);
    v128.store(driven + at, f64x2.mul(v128.load(input + at), gain));
  }
  delayProcess(follow + DELAY, driven, output, frames);
  followFactors(output, addressAt(state, DEPTHS), frames);
}

/** Writes the driven frames, and the same in units of the ceiling at the end of the window. */
function drive(state: usize, input: usize, parameters: usize, frames: i32): void {
  const perFrame = f64x2.splat(1.0 / <f64>frames);
  let gain = f64x2.splat(decibelsToGain(startOf(parameters, GAIN_DB)));
  let scale = f64x2.splat(decibelsToGain(-startOf(parameters, CEILING_DB)));
  const gainEnd = f64x2.splat(decibelsToGain(valueOf(parameters, GAIN_DB)));
  const scaleEnd = f64x2.splat(decibelsToGain(-valueOf(parameters, CEILING_DB)));
  const gainStep = f64x2.mul(f64x2.sub(gainEnd, gain), perFrame);
  const scaleStep = f64x2.mul(f64x2.sub(scaleEnd, scale), perFrame);
  let driven = addressAt(state, DRIVEN);
  let newest = addressAt(state, WINDOW) + <usize>rowBytes(TRUE_PEAK_HISTORY_FRAMES);
  const end = input + <usize>rowBytes(frames);
  while (input < end) {
    gain = f64x2.add(gain, gainStep);
    scale = f64x2.add(scale, scaleStep);
    const frame = f64x2.mul(v128.load(input), gain);
    v128.store(driven, frame);
    v128.store(newest, f64x2.mul(frame, scale));
    input += FRAME_BYTES;
    driven += FRAME_BYTES;
    newest += FRAME_BYTES;
  }
}

/** Turns the window's true peaks into the depths that bring them to the ceiling, and moves the window on. */
function detect(state: usize, frames: i32, link: f64): void {
  const window = addressAt(state, WINDOW);
  const scratch = addressAt(state, SCRATCH);
  const depths = addressAt(state, DEPTHS);
  if (mayExceed(scratch, window, frames, 1.0)) {
    truePeaks(scratch, window, depths, frames, 1.0);
    requiredDepths(depths, frames, f64x2.splat(link));
  } else {
    memory.fill(depths, 0, <usize>rowBytes(frames));
  }
  memory.copy(window, window + <usize>rowBytes(frames), <usize>rowBytes(TRUE_PEAK_HISTORY_FRAMES));
}

/** 1 − 1/peak where the peak is above 1. Each side takes at least `link` of the other's depth. */
function requiredDepths(row: usize, frames: i32, link: v128): void {
  const one = f64x2.splat(1.0);
  const end = row + <usize>rowBytes(frames);
  while (row < end) {
    const depth = f64x2.pmax(f64x2.splat(0.0), f64x2.sub(one, f64x2.div(one, v128.load(row))));
    v128.store(row, f64x2.pmax(depth, f64x2.mul(link, v128.shuffle<i64>(depth, depth, 1, 0))));
    row += FRAME_BYTES;
  }
}

/**
 * Sliding maximum, two comparisons a frame (van Herk 1992, Gil and Werman 1993): the ring is filled stretch by stretch; the
 * maximum is that of the current stretch so far and of the rest of the last one, which holds suffix maxima by then.
 */
function hold(state: usize, row: usize, frames: i32): void {
  const ring = addressAt(state, HOLD_RING);
  const stretchEnd = ring + <usize>rowBytes(load<i32>(state + HOLD_RING, LENGTH));
  let slot = ring + <usize>rowBytes(load<i32>(state + HOLD_RING, POSITION));
  let deepest = v128.load(state, HELD_DEPTH);
  const end = row + <usize>rowBytes(frames);
  while (row < end) {
    const depth = v128.load(row);
    deepest = f64x2.pmax(deepest, depth);
    v128.store(row, f64x2.pmax(deepest, v128.load(slot, 16)));
    v128.store(slot, depth);
    slot += FRAME_BYTES;
    row += FRAME_BYTES;
    if (slot == stretchEnd) {
      slot = ring;
      deepest = f64x2.splat(0.0);
      suffixMaxima(ring, stretchEnd);
    }
  }
  v128.store(state, deepest, HELD_DEPTH);
  store<i32>(state + HOLD_RING, <i32>((slot - ring) / FRAME_BYTES), POSITION);
}

function suffixMaxima(ring: usize, end: usize): void {
  let deepest = f64x2.splat(0.0);
  while (end > ring) {
    end -= FRAME_BYTES;
    deepest = f64x2.pmax(deepest, v128.load(end));
    v128.store(end, deepest);
  }
}

/**
 * Falls at once, comes back by `fast` of the way per frame to the slow stage, which follows what is needed in 0.2 s and
 * forgets it in 1 s. Writes whole steps.
 */
function release(state: usize, row: usize, frames: i32, fast: f64): void {
  const fastRelease = f64x2.splat(fast);
  const slowAttack = v128.load64_splat(state, SLOW_ATTACK);
  const slowRelease = v128.load64_splat(state, SLOW_RELEASE);
  const steps = f64x2.splat(STEPS);
  let depth = v128.load(state, FAST_DEPTH);
  let slow = v128.load(state, SLOW_DEPTH);
  const end = row + <usize>rowBytes(frames);
  while (row < end) {
    const needed = v128.load(row);
    const way = f64x2.sub(needed, slow);
    // The attack is the faster of the two: the larger product is the right one on either side of zero
    slow = f64x2.add(slow, f64x2.pmax(f64x2.mul(way, slowAttack), f64x2.mul(way, slowRelease)));
    const target = f64x2.pmax(needed, slow);
    depth = f64x2.pmax(target, f64x2.add(depth, f64x2.mul(f64x2.sub(target, depth), fastRelease)));
    v128.store(row, f64x2.nearest(f64x2.mul(depth, steps)));
    row += FRAME_BYTES;
  }
  v128.store(state, flushDenormal(depth), FAST_DEPTH);
  v128.store(state, flushDenormal(slow), SLOW_DEPTH);
}

/** Smooths the depths by two boxes and applies them to the delayed frames. Returns the least gain per channel. */
function apply(state: usize, row: usize, output: usize, frames: i32): v128 {
  const first = addressAt(state, FIRST_RING);
  const second = addressAt(state, SECOND_RING);
  const firstFrames = load<i32>(state + FIRST_RING, LENGTH);
  const secondFrames = load<i32>(state + SECOND_RING, LENGTH);
  const firstEnd = first + <usize>rowBytes(firstFrames);
  const secondEnd = second + <usize>rowBytes(secondFrames);
  let leaving = first + <usize>rowBytes(load<i32>(state + FIRST_RING, POSITION));
  let leavingSum = second + <usize>rowBytes(load<i32>(state + SECOND_RING, POSITION));
  let firstSum = v128.load(state, FIRST_SUM);
  let secondSum = v128.load(state, SECOND_SUM);
  const perStep = f64x2.splat(1.0 / (STEPS * <f64>firstFrames * <f64>secondFrames));
  const one = f64x2.splat(1.0);
  let least = one;
  const end = row + <usize>rowBytes(frames);
  while (row < end) {
    const depth = v128.load(row);
    firstSum = f64x2.add(firstSum, f64x2.sub(depth, v128.load(leaving)));
    v128.store(leaving, depth);
    secondSum = f64x2.add(secondSum, f64x2.sub(firstSum, v128.load(leavingSum)));
    v128.store(leavingSum, firstSum);
    leaving += FRAME_BYTES;
    leaving = select(first, leaving, leaving == firstEnd);
    leavingSum += FRAME_BYTES;
    leavingSum = select(second, leavingSum, leavingSum == secondEnd);
    const gain = f64x2.sub(one, f64x2.mul(secondSum, perStep));
    least = f64x2.pmin(least, gain);
    v128.store(output, f64x2.mul(v128.load(output), gain));
    v128.store(row, gain); // for parts that follow
    row += FRAME_BYTES;
    output += FRAME_BYTES;
  }
  v128.store(state, firstSum, FIRST_SUM);
  v128.store(state, secondSum, SECOND_SUM);
  store<i32>(state + FIRST_RING, <i32>((leaving - first) / FRAME_BYTES), POSITION);
  store<i32>(state + SECOND_RING, <i32>((leavingSum - second) / FRAME_BYTES), POSITION);
  return least;
}
