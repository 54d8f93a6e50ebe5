// Look-ahead true-peak limiter, in stages over the quantum: drive and delay, interpolated peaks, required depth, hold over
// the attack, release, smoothing by two boxes, gain. What is carried is the depth, 1 − gain: where nothing is limited every
// sum is exactly zero and the output is the delayed input, bit for bit.
//
// With A frames of look-ahead of which the gain takes B to fall, depths wait A − B frames, the hold lasts B + 1 + 2·MARGIN and
// what the style adds, the boxes average B frames, and sound waits A − 1 + MARGIN frames from the detection of its peak: the
// depth is at its target from MARGIN frames before the two frames about a peak until MARGIN frames after them.

import { FRAME_BYTES, portAt, setMeter, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { delayInit, delayProcess, delayStateBytes } from "@twobus/dsp/assembly/delay";
import { followFactors } from "@twobus/dsp/assembly/follow";
import { lookAheadFrames } from "@twobus/dsp/assembly/look-ahead";
import { decibelsToGain, gainToDecibels } from "@twobus/dsp/assembly/maths";
import { TRUE_PEAK_DELAY_FRAMES, TRUE_PEAK_FRAMES } from "@twobus/dsp/assembly/true-peak";
import { DEPTH_DETECTOR_BYTES, depthDetectorInit, findDepths, newestFrames } from "./depths/kernel";
import { holdBytes, holdDepths, holdInit } from "./hold/kernel";
import { RELEASE_BYTES, releaseDepths, releaseInit } from "./release/kernel";
import { applyDepths, smoothingBytes, smoothingInit } from "./smoothing/kernel";
import { attackFrames, waitFrames } from "./style/kernel";

const CEILING_DB: i32 = 0;
const GAIN_DB: i32 = 1;
const LOOK_AHEAD_MS: i32 = 2;
const RELEASE_MS: i32 = 3;
const LINK_PERCENT: i32 = 4;
const STYLE: i32 = 5;

const MARGIN: i32 = 3;

/** The least gain that the meter tells from silence: −200 dB. */
const METER_FLOOR: f64 = 1e-10;

// State
const ROW_BYTES: usize = <usize>TRUE_PEAK_FRAMES * FRAME_BYTES;
const DEPTHS: usize = 0; // 128 v128: depths, and after the quantum the gains that they made
const DRIVEN: usize = ROW_BYTES; // 128 v128
const RELEASE: usize = DRIVEN + ROW_BYTES;
const DETECTOR: usize = RELEASE + RELEASE_BYTES;
// Where the parts lie whose length the parameters decide, u32 each
const DEPTH_DELAY: usize = DETECTOR + DEPTH_DETECTOR_BYTES;
const HOLD: usize = DEPTH_DELAY + 4;
const SMOOTHING: usize = DEPTH_DELAY + 8;
const PARTS: usize = DEPTH_DELAY + 16;
const DELAY: usize = PARTS; // the first of them

// @ts-ignore: decorator
@inline
function styleOf(parameters: usize): i32 {
  return <i32>valueOf(parameters, STYLE);
}

// @ts-ignore: decorator
@inline
function holdFrames(style: i32, attack: i32, sampleRate: f64): i32 {
  return attack + 1 + 2 * MARGIN + waitFrames(style, sampleRate);
}

// @ts-ignore: decorator
@inline
function delayFrames(lookAhead: i32): i32 {
  return lookAhead - 1 + MARGIN + TRUE_PEAK_DELAY_FRAMES;
}

// @ts-ignore: decorator
@inline
function partAt(state: usize, slot: usize): usize {
  return <usize>load<u32>(state + slot);
}

export function truePeakLimiterStateBytes(parameters: usize, sampleRate: f64): i32 {
  const style = styleOf(parameters);
  const lookAhead = lookAheadFrames(startOf(parameters, LOOK_AHEAD_MS), sampleRate);
  const attack = attackFrames(style, lookAhead, sampleRate);
  const delays = delayStateBytes(delayFrames(lookAhead)) + delayStateBytes(lookAhead - attack);
  return <i32>PARTS + delays + holdBytes(holdFrames(style, attack, sampleRate)) + smoothingBytes(attack);
}

export function truePeakLimiterInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, <usize>truePeakLimiterStateBytes(parameters, sampleRate));
  const style = styleOf(parameters);
  const lookAhead = lookAheadFrames(startOf(parameters, LOOK_AHEAD_MS), sampleRate);
  const attack = attackFrames(style, lookAhead, sampleRate);
  const hold = holdFrames(style, attack, sampleRate);
  const depthDelay = state + DELAY + <usize>delayStateBytes(delayFrames(lookAhead));
  const held = depthDelay + <usize>delayStateBytes(lookAhead - attack);
  const smoothing = held + <usize>holdBytes(hold);
  store<u32>(state, <u32>depthDelay, DEPTH_DELAY);
  store<u32>(state, <u32>held, HOLD);
  store<u32>(state, <u32>smoothing, SMOOTHING);
  depthDetectorInit(state + DETECTOR);
  releaseInit(state + RELEASE, style, sampleRate);
  delayInit(state + DELAY, delayFrames(lookAhead));
  delayInit(depthDelay, lookAhead - attack);
  holdInit(held, hold);
  smoothingInit(smoothing, attack);
}

export function truePeakLimiterProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const output = portAt(ports, 1);
  const depths = state + DEPTHS;
  drive(parameters, portAt(ports, 0), state + DRIVEN, frames);
  toCeilings(parameters, state + DRIVEN, newestFrames(state + DETECTOR), frames);
  delayProcess(state + DELAY, state + DRIVEN, output, frames);
  findDepths(state + DETECTOR, depths, frames, 0.01 * valueOf(parameters, LINK_PERCENT));
  delayProcess(partAt(state, DEPTH_DELAY), depths, depths, frames);
  holdDepths(partAt(state, HOLD), depths, frames);
  releaseDepths(state + RELEASE, depths, frames, valueOf(parameters, RELEASE_MS));
  const least = applyDepths(partAt(state, SMOOTHING), depths, output, frames);
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
  drive(parameters, input, follow + DRIVEN, frames);
  delayProcess(follow + DELAY, follow + DRIVEN, output, frames);
  followFactors(output, state + DEPTHS, frames);
}

/** The input with drive, to `driven`. */
function drive(parameters: usize, input: usize, driven: usize, frames: i32): void {
  ramp(decibelsToGain(startOf(parameters, GAIN_DB)), decibelsToGain(valueOf(parameters, GAIN_DB)), input, driven, frames);
}

/** Frames in units of the ceiling. */
function toCeilings(parameters: usize, driven: usize, scaled: usize, frames: i32): void {
  const start = decibelsToGain(-startOf(parameters, CEILING_DB));
  ramp(start, decibelsToGain(-valueOf(parameters, CEILING_DB)), driven, scaled, frames);
}

/** Multiplies by a gain that goes from `start` to `end` in the quantum. */
function ramp(start: f64, end: f64, input: usize, output: usize, frames: i32): void {
  let gain = f64x2.splat(start);
  const step = f64x2.mul(f64x2.sub(f64x2.splat(end), gain), f64x2.splat(1.0 / <f64>frames));
  const last = input + <usize>frames * FRAME_BYTES;
  while (input < last) {
    gain = f64x2.add(gain, step);
    v128.store(output, f64x2.mul(v128.load(input), gain));
    input += FRAME_BYTES;
    output += FRAME_BYTES;
  }
}
