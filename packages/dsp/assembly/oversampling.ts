// Oversampling by 1, 2, 4 or 8 around a nonlinear stage: half-band stages in cascade, linear phase, whole-sample latency.
//
//   oversamplingInit(state, factor, innerDelay, firstPairsFor(sampleRate))
//   area = oversampleUp(state, input, frames)         frames · factor frames at the inner rate, in the state
//   … the nonlinear stage works on the area in place …
//   oversampleDown(state, output, frames)
//
// Stage 1 is as long as it must be for 20 kHz: at 44.1 kHz, where only 4.1 kHz are left for the transition, 111 taps (±0.03 dB
// to 20 kHz, −100 dB from 24.7 kHz, so that what folds below 19.4 kHz is gone), from 48 kHz on 71 (what folds below
// 19.4 kHz). Stages 2 and 3 (27 and 19 taps) keep what would fold below 22 kHz at −100 dB.
//
// A stage delays by (taps − 1) of its high-rate frames, up and down together. The remainder to a whole number of base-rate
// frames is waited for in front of the last stage down. A nonlinear stage that is itself `innerDelay` inner frames late
// (antiderivative antialiasing) has that counted in. `src/oversampling.ts` declares the same sums.

import { FRAME_BYTES } from "./abi";
import {
  decimationHistory,
  designHalfBand,
  halfBandDecimate,
  halfBandInterpolate,
  interpolationHistory,
} from "./half-band";

const MAXIMUM_FRAMES: i32 = 128;
const MAXIMUM_WAIT: i32 = 7; // one less than the highest factor
const HEADER_BYTES: usize = 16; // factor (i32), wait in inner frames (i32), pairs of stage 1 (i32)
const COEFFICIENT_BYTES: usize = 256;

/** Pairs of coefficients of stage 1 below 48 kHz, and from there on. */
export const LONG_FIRST_PAIRS: i32 = 28;
const SHORT_FIRST_PAIRS: i32 = 18;

// @ts-ignore: decorator
@inline
export function firstPairsFor(sampleRate: f64): i32 {
  return sampleRate < 48000.0 ? LONG_FIRST_PAIRS : SHORT_FIRST_PAIRS;
}

// @ts-ignore: decorator
@inline
function pairsOf(stage: i32, firstPairs: i32): i32 {
  return stage == 1 ? firstPairs : stage == 2 ? 7 : 5;
}

// @ts-ignore: decorator
@inline
function windowOf(stage: i32): f64 {
  return stage == 1 ? 10.5 : 11.0;
}

/** How many times the rate doubles. */
// @ts-ignore: decorator
@inline
function stagesOf(factor: i32): i32 {
  return 31 - <i32>clz<u32>(<u32>factor);
}

/** How late the filters and the nonlinear stage are, in inner frames. */
function innerLatency(factor: i32, innerDelay: i32, firstPairs: i32): i32 {
  let late = innerDelay;
  for (let stage: i32 = 1, rate: i32 = 2; rate <= factor; stage++, rate <<= 1) {
    late += (4 * pairsOf(stage, firstPairs) - 2) * (factor / rate);
  }
  return late;
}

/** Whole base-rate frames from input to output. */
export function oversamplingLatency(factor: i32, innerDelay: i32, firstPairs: i32): i32 {
  return (innerLatency(factor, innerDelay, firstPairs) + factor - 1) / factor;
}

/** Past frames kept before the inner area: the last stage's, and those waited for. */
// @ts-ignore: decorator
@inline
function innerHistory(stage: i32, wait: i32, firstPairs: i32): i32 {
  return decimationHistory(pairsOf(stage, firstPairs)) + wait;
}

// A stage's memory: coefficients, low-rate frames on the way up, high-rate frames on the way down. There is room for the
// longest filter, so that sizes do not depend on the sample rate.
// @ts-ignore: decorator
@inline
function upBytes(stage: i32): usize {
  return (
    <usize>(interpolationHistory(pairsOf(stage, LONG_FIRST_PAIRS)) + (MAXIMUM_FRAMES << (stage - 1))) * FRAME_BYTES
  );
}

// @ts-ignore: decorator
@inline
function downBytes(stage: i32): usize {
  return <usize>(innerHistory(stage, MAXIMUM_WAIT, LONG_FIRST_PAIRS) + (MAXIMUM_FRAMES << stage)) * FRAME_BYTES;
}

// @ts-ignore: decorator
@inline
function stageBytes(stage: i32): usize {
  return COEFFICIENT_BYTES + upBytes(stage) + downBytes(stage);
}

/** Where a stage's memory begins; stage 0 stands for the area of factor 1. */
function stageAt(state: usize, stage: i32): usize {
  let at = state + HEADER_BYTES;
  for (let before: i32 = 1; before < stage; before++) at += stageBytes(before);
  return at;
}

// @ts-ignore: decorator
@inline
function upBlock(stageMemory: usize, stage: i32, firstPairs: i32): usize {
  return stageMemory + COEFFICIENT_BYTES + <usize>interpolationHistory(pairsOf(stage, firstPairs)) * FRAME_BYTES;
}

// @ts-ignore: decorator
@inline
function downBlock(stageMemory: usize, stage: i32, wait: i32, firstPairs: i32): usize {
  return stageMemory + COEFFICIENT_BYTES + upBytes(stage) + <usize>innerHistory(stage, wait, firstPairs) * FRAME_BYTES;
}

/** Moves the last `history` frames before and in a block of `frames` to just before the next block. */
// @ts-ignore: decorator
@inline
function keepHistory(block: usize, history: i32, frames: i32): void {
  const past = block - <usize>history * FRAME_BYTES;
  memory.copy(past, past + <usize>frames * FRAME_BYTES, <usize>history * FRAME_BYTES);
}

export function oversamplingStateBytes(factor: i32): i32 {
  if (factor == 1) return <i32>HEADER_BYTES + MAXIMUM_FRAMES * <i32>FRAME_BYTES;
  const stages = stagesOf(factor);
  return <i32>(stageAt(0, stages) + stageBytes(stages));
}

/**
 * `factor` is 1, 2, 4 or 8; `innerDelay` is how many inner frames the nonlinear stage is late by itself, up to 1;
 * `firstPairs` comes from `firstPairsFor`.
 */
export function oversamplingInit(state: usize, factor: i32, innerDelay: i32, firstPairs: i32): void {
  const latency = oversamplingLatency(factor, innerDelay, firstPairs);
  memory.fill(state, 0, <usize>oversamplingStateBytes(factor));
  store<i32>(state, factor);
  store<i32>(state, latency * factor - innerLatency(factor, innerDelay, firstPairs), 4);
  store<i32>(state, firstPairs, 8);
  for (let stage: i32 = 1; stage <= stagesOf(factor); stage++) {
    designHalfBand(stageAt(state, stage), pairsOf(stage, firstPairs), windowOf(stage));
  }
}

/** Where `oversampleDown` takes its frames from: for sums of several areas. It never moves. */
export function oversampleArea(state: usize): usize {
  const stages = stagesOf(load<i32>(state));
  if (stages == 0) return state + HEADER_BYTES;
  return downBlock(stageAt(state, stages), stages, load<i32>(state, 4), load<i32>(state, 8));
}

/** Interpolates 1 to 128 frames and returns the address of the inner-rate area that `oversampleDown` takes up. */
export function oversampleUp(state: usize, input: usize, frames: i32): usize {
  const stages = stagesOf(load<i32>(state));
  const wait = load<i32>(state, 4);
  const firstPairs = load<i32>(state, 8);
  if (stages == 0) {
    memory.copy(state + HEADER_BYTES, input, <usize>frames * FRAME_BYTES);
    return state + HEADER_BYTES;
  }
  let stageMemory = state + HEADER_BYTES;
  let block = upBlock(stageMemory, 1, firstPairs);
  memory.copy(block, input, <usize>frames * FRAME_BYTES);
  for (let stage: i32 = 1; stage <= stages; stage++) {
    const pairs = pairsOf(stage, firstPairs);
    const next = stageMemory + stageBytes(stage);
    const output =
      stage == stages
        ? downBlock(stageMemory, stage, wait, firstPairs)
        : upBlock(next, stage + 1, firstPairs);
    halfBandInterpolate(block, output, stageMemory, pairs, frames);
    keepHistory(block, interpolationHistory(pairs), frames);
    stageMemory = next;
    block = output;
    frames <<= 1;
  }
  return block;
}

/** Decimates the area of the last `oversampleUp` to `frames` frames at `output`. */
export function oversampleDown(state: usize, output: usize, frames: i32): void {
  const stages = stagesOf(load<i32>(state));
  const firstPairs = load<i32>(state, 8);
  if (stages == 0) {
    memory.copy(output, state + HEADER_BYTES, <usize>frames * FRAME_BYTES);
    return;
  }
  let wait = load<i32>(state, 4);
  let inner = frames << stages;
  let stageMemory = stageAt(state, stages);
  let block = downBlock(stageMemory, stages, wait, firstPairs);
  for (let stage = stages; stage >= 1; stage--) {
    const next = stageAt(state, stage - 1);
    const target = stage == 1 ? output : downBlock(next, stage - 1, 0, firstPairs);
    const waited = block - <usize>wait * FRAME_BYTES;
    halfBandDecimate(waited, target, stageMemory, pairsOf(stage, firstPairs), inner >> 1);
    keepHistory(block, innerHistory(stage, wait, firstPairs), inner);
    stageMemory = next;
    block = target;
    wait = 0;
    inner >>= 1;
  }
}
