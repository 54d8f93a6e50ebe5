// The two ends of a strip. Head: trim, polarity, delay. Tail: fader, pan, width as one ramping 2×2 matrix.
// Parameters: 0 trimDb, 1 invertPolarity, 2 delayMs (structural), 3 faderDb, 4 panPercent, 5 widthPercent.

import { FRAME_BYTES, aligned, portAt, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { delayInit, delayProcess, delayStateBytes } from "@twobus/dsp/assembly/delay";
import { PI, cos, decibelsToGain } from "@twobus/dsp/assembly/maths";

const FADER_OFF_DB: f64 = -96.0;

// State of the head: whether it delays (i32), a trimmed quantum, the delay
const TRIMMED: i32 = 16;
const DELAY: i32 = TRIMMED + 128 * 16;

function delayFrames(parameters: usize, sampleRate: f64): i32 {
  return <i32>nearest(valueOf(parameters, 2) * sampleRate * 0.001);
}

export function stripHeadStateBytes(parameters: usize, sampleRate: f64): i32 {
  return DELAY + aligned(delayStateBytes(delayFrames(parameters, sampleRate)));
}

export function stripHeadInit(state: usize, parameters: usize, sampleRate: f64): void {
  const delay = delayFrames(parameters, sampleRate);
  store<i32>(state, delay);
  delayInit(state + DELAY, delay);
}

/** Whether a parameter has one value throughout the quantum: then what is made of it is computed once. */
// @ts-ignore: decorator
@inline
function isSteady(parameters: usize, index: i32): bool {
  return startOf(parameters, index) == valueOf(parameters, index);
}

// @ts-ignore: decorator
@inline
function trimGain(trimDb: f64, invertPolarity: f64): f64 {
  const gain = decibelsToGain(trimDb);
  return invertPolarity != 0.0 ? -gain : gain;
}

export function stripHeadProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const gainStart = trimGain(startOf(parameters, 0), startOf(parameters, 1));
  const stands = isSteady(parameters, 0) && isSteady(parameters, 1);
  const gainEnd = stands ? gainStart : trimGain(valueOf(parameters, 0), valueOf(parameters, 1));
  const input = portAt(ports, 0);
  const output = portAt(ports, 1);
  const delays = load<i32>(state) != 0;
  if (gainStart == 1.0 && gainEnd == 1.0) {
    if (delays) delayProcess(state + DELAY, input, output, frames);
    else memory.copy(output, input, <usize>frames * FRAME_BYTES);
    return;
  }
  trim(input, delays ? state + TRIMMED : output, frames, gainStart, gainEnd);
  if (delays) delayProcess(state + DELAY, state + TRIMMED, output, frames);
}

function trim(input: usize, output: usize, frames: i32, gainStart: f64, gainEnd: f64): void {
  let gain = f64x2.splat(gainStart);
  const step = f64x2.splat((gainEnd - gainStart) / <f64>frames);
  const end = output + <usize>frames * FRAME_BYTES;
  while (output < end) {
    gain = f64x2.add(gain, step);
    v128.store(output, f64x2.mul(v128.load(input), gain));
    input += FRAME_BYTES;
    output += FRAME_BYTES;
  }
}

export function stripTailStateBytes(parameters: usize, sampleRate: f64): i32 {
  return 0;
}

export function stripTailInit(state: usize, parameters: usize, sampleRate: f64): void {}

// @ts-ignore: decorator
@inline
function faderGain(faderDb: f64): f64 {
  return faderDb <= FADER_OFF_DB ? 0.0 : decibelsToGain(faderDb);
}

/** Level of a side that the pan moves away from: a cosine from 1 to exactly 0. `away` is 0…1. */
// @ts-ignore: decorator
@inline
function farSide(away: f64): f64 {
  if (away <= 0.0) return 1.0;
  return away >= 1.0 ? 0.0 : cos(away * 0.5 * PI);
}

// @ts-ignore: decorator
@inline
function panGains(faderDb: f64, panPercent: f64): v128 {
  const pan = panPercent * 0.01;
  const sides = f64x2.replace_lane(f64x2.splat(farSide(pan)), 1, farSide(-pan));
  return f64x2.mul(sides, f64x2.splat(faderGain(faderDb)));
}

export function stripTailProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const levelStart = panGains(startOf(parameters, 3), startOf(parameters, 4));
  const stands = isSteady(parameters, 3) && isSteady(parameters, 4);
  const levelEnd = stands ? levelStart : panGains(valueOf(parameters, 3), valueOf(parameters, 4));
  const widthStart = startOf(parameters, 5) * 0.01;
  const widthEnd = valueOf(parameters, 5) * 0.01;
  // The same channel and the other one: (1 + width) / 2 and (1 − width) / 2
  let same = f64x2.mul(levelStart, f64x2.splat(0.5 + 0.5 * widthStart));
  let other = f64x2.mul(levelStart, f64x2.splat(0.5 - 0.5 * widthStart));
  const perFrame = f64x2.splat(1.0 / <f64>frames);
  const sameStep = f64x2.mul(f64x2.sub(f64x2.mul(levelEnd, f64x2.splat(0.5 + 0.5 * widthEnd)), same), perFrame);
  const otherStep = f64x2.mul(f64x2.sub(f64x2.mul(levelEnd, f64x2.splat(0.5 - 0.5 * widthEnd)), other), perFrame);
  let input = portAt(ports, 0);
  let output = portAt(ports, 1);
  const end = output + <usize>frames * FRAME_BYTES;
  if (widthStart == 1.0 && widthEnd == 1.0) {
    // A sum in every turn would be all that the loop waits for
    const steadyEnd = stands ? end : output;
    while (output < steadyEnd) {
      v128.store(output, f64x2.mul(v128.load(input), same));
      input += FRAME_BYTES;
      output += FRAME_BYTES;
    }
    while (output < end) {
      same = f64x2.add(same, sameStep);
      v128.store(output, f64x2.mul(v128.load(input), same));
      input += FRAME_BYTES;
      output += FRAME_BYTES;
    }
    return;
  }
  while (output < end) {
    same = f64x2.add(same, sameStep);
    other = f64x2.add(other, otherStep);
    const frame = v128.load(input);
    const swapped = v128.shuffle<f64>(frame, frame, 1, 0);
    v128.store(output, f64x2.add(f64x2.mul(frame, same), f64x2.mul(swapped, other)));
    input += FRAME_BYTES;
    output += FRAME_BYTES;
  }
}
