// A valve stage: y = tanh(x − bias) + tanh(bias), oversampled. It squashes the negative half (cut-off) before the positive
// one, so even harmonics come with the odd ones; it passes through zero, so silence stays silent whatever the bias does.
// Grid conduction (`conduction/kernel.ts`) moves the bias, at the base rate.

import { aligned, FRAME_BYTES, portAt, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { dcBlockerPole } from "@twobus/dsp/assembly/dc-blocker";
import { delayInit, delayProcess, delayStateBytes } from "@twobus/dsp/assembly/delay";
import { flushDenormal, tanhPair } from "@twobus/dsp/assembly/fast-maths";
import { chordOf, followFactors } from "@twobus/dsp/assembly/follow";
import { decibelsToGain } from "@twobus/dsp/assembly/maths";
import {
  firstPairsFor,
  LONG_FIRST_PAIRS,
  oversampleDown,
  oversampleUp,
  oversamplingInit,
  oversamplingLatency,
  oversamplingStateBytes,
} from "@twobus/dsp/assembly/oversampling";
import { CONDUCTION_BYTES, conductionInit, followConduction } from "./conduction/kernel";
import { LEVEL_BYTES, levelInit, levelOf } from "./level/kernel";

// Parameters
const DRIVE_DB: i32 = 0;
const BIAS_PERCENT: i32 = 1;
const CHARACTER: i32 = 2;
const BOUNCE_PERCENT: i32 = 3;
const OUTPUT_DB: i32 = 4;
const AUTO_GAIN: i32 = 5;
const MIX_PERCENT: i32 = 6;
const OVERSAMPLING: i32 = 7;

// Character: how far full scale reaches along the curve, and what 100 % bias is on it
const TRIODE_REACH: f64 = 1.0;
const TRIODE_BIAS: f64 = 1.0;
const PENTODE_REACH: f64 = 1.6;
const PENTODE_BIAS: f64 = 0.25;

// State
const CONDUCTION: usize = 0;
const BLOCKER_INPUT: usize = CONDUCTION + CONDUCTION_BYTES; // v128
const BLOCKER_OUTPUT: usize = BLOCKER_INPUT + 16; // v128
const BLOCKER: usize = BLOCKER_OUTPUT + 16; // f64
const REACH: usize = BLOCKER + 8; // f64
const BIAS: usize = BLOCKER + 16; // f64: bias at 100 %
const LEVEL: usize = BLOCKER + 24;
const RECORDS: usize = LEVEL + LEVEL_BYTES; // i32: whether parts follow
const BIASES: usize = RECORDS + 16; // 128 v128: bias of each frame
const DRY: usize = BIASES + 128 * FRAME_BYTES; // 128 v128
const OVERSAMPLER: usize = DRY + 128 * FRAME_BYTES;

export function tubeSaturatorStateBytes(parameters: usize, sampleRate: f64): i32 {
  const factor = <i32>valueOf(parameters, OVERSAMPLING);
  return <i32>chordsAt(0, factor) + 128 * factor * <i32>FRAME_BYTES;
}

// @ts-ignore: decorator
@inline
function delayOf(state: usize, factor: i32): usize {
  return state + OVERSAMPLER + <usize>aligned(oversamplingStateBytes(factor));
}

/** What the stage multiplied each inner frame with, for parts that follow. */
// @ts-ignore: decorator
@inline
function chordsAt(state: usize, factor: i32): usize {
  return delayOf(state, factor) + <usize>aligned(delayStateBytes(oversamplingLatency(factor, 0, LONG_FIRST_PAIRS)));
}

export function tubeSaturatorInit(state: usize, parameters: usize, sampleRate: f64): void {
  const factor = <i32>valueOf(parameters, OVERSAMPLING);
  const isTriode = valueOf(parameters, CHARACTER) == 0.0;
  memory.fill(state, 0, OVERSAMPLER);
  conductionInit(state + CONDUCTION, sampleRate);
  levelInit(state + LEVEL);
  store<f64>(state, dcBlockerPole(sampleRate), BLOCKER);
  store<f64>(state, isTriode ? TRIODE_REACH : PENTODE_REACH, REACH);
  store<f64>(state, isTriode ? TRIODE_BIAS : PENTODE_BIAS, BIAS);
  const firstPairs = firstPairsFor(sampleRate);
  oversamplingInit(state + OVERSAMPLER, factor, 0, firstPairs);
  delayInit(delayOf(state, factor), oversamplingLatency(factor, 0, firstPairs));
}

/** The curve, in place over the oversampled area: the stage itself. */
function shape(
  area: usize,
  biases: usize,
  frames: i32,
  factor: i32,
  drive: f64,
  driveStep: f64,
  level: f64,
  levelStep: f64,
): void {
  for (let i: i32 = 0; i < frames; i++) {
    drive += driveStep;
    level += levelStep;
    const reach = f64x2.splat(drive);
    const gain = f64x2.splat(level);
    const bias = v128.load(biases);
    const rest = tanhPair(bias);
    const end = area + <usize>factor * FRAME_BYTES;
    for (; area < end; area += FRAME_BYTES) {
      const x = f64x2.sub(f64x2.mul(v128.load(area), reach), bias);
      v128.store(area, f64x2.mul(f64x2.add(tanhPair(x), rest), gain));
    }
    biases += FRAME_BYTES;
  }
}

/** Turns what went into the stage, where it was kept, into chords; the area holds what came out. */
function toChords(
  chords: usize,
  area: usize,
  biases: usize,
  frames: i32,
  factor: i32,
  drive: f64,
  driveStep: f64,
  level: f64,
  levelStep: f64,
): void {
  const one = f64x2.splat(1.0);
  for (let i: i32 = 0; i < frames; i++) {
    drive += driveStep;
    level += levelStep;
    const rest = tanhPair(v128.load(biases));
    const slope = f64x2.mul(f64x2.splat(drive * level), f64x2.sub(one, f64x2.mul(rest, rest)));
    const end = area + <usize>factor * FRAME_BYTES;
    for (; area < end; area += FRAME_BYTES) {
      v128.store(chords, chordOf(v128.load(chords), v128.load(area), slope));
      chords += FRAME_BYTES;
    }
    biases += FRAME_BYTES;
  }
}

/** Takes the DC out of the stage's sound, lays it over the dry one and sets the level. */
function finish(state: usize, parameters: usize, output: usize, frames: i32): void {
  const pole = f64x2.splat(load<f64>(state, BLOCKER));
  let previous = v128.load(state, BLOCKER_INPUT);
  let blocked = v128.load(state, BLOCKER_OUTPUT);
  const share = 1.0 / <f64>frames;
  let mix = startOf(parameters, MIX_PERCENT) * 0.01;
  const mixStep = (valueOf(parameters, MIX_PERCENT) * 0.01 - mix) * share;
  let gain = decibelsToGain(startOf(parameters, OUTPUT_DB));
  const gainStep = (decibelsToGain(valueOf(parameters, OUTPUT_DB)) - gain) * share;
  let dry = state + DRY;
  const end = output + <usize>frames * FRAME_BYTES;
  for (; output < end; output += FRAME_BYTES) {
    mix += mixStep;
    gain += gainStep;
    const shaped = v128.load(output);
    blocked = f64x2.add(f64x2.sub(shaped, previous), f64x2.mul(pole, blocked));
    previous = shaped;
    const untouched = v128.load(dry);
    const mixed = f64x2.add(untouched, f64x2.mul(f64x2.sub(blocked, untouched), f64x2.splat(mix)));
    v128.store(output, f64x2.mul(mixed, f64x2.splat(gain)));
    dry += FRAME_BYTES;
  }
  v128.store(state, flushDenormal(previous), BLOCKER_INPUT);
  v128.store(state, flushDenormal(blocked), BLOCKER_OUTPUT);
}

export function tubeSaturatorProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const input = portAt(ports, 0);
  const output = portAt(ports, 1);
  const factor = <i32>valueOf(parameters, OVERSAMPLING);
  const oversampler = state + OVERSAMPLER;
  const share = 1.0 / <f64>frames;
  const reach = load<f64>(state, REACH);
  const fullBias = load<f64>(state, BIAS) * 0.01;

  const drive = reach * decibelsToGain(startOf(parameters, DRIVE_DB));
  const bias = fullBias * startOf(parameters, BIAS_PERCENT);
  const depth = startOf(parameters, BOUNCE_PERCENT) * 0.01;
  const level = levelOf(state + LEVEL, drive, bias, depth, startOf(parameters, AUTO_GAIN));
  const lastDrive = reach * decibelsToGain(valueOf(parameters, DRIVE_DB));
  const lastBias = fullBias * valueOf(parameters, BIAS_PERCENT);
  const lastDepth = valueOf(parameters, BOUNCE_PERCENT) * 0.01;
  const lastLevel = levelOf(state + LEVEL, lastDrive, lastBias, lastDepth, valueOf(parameters, AUTO_GAIN));
  const driveStep = (lastDrive - drive) * share;
  const levelStep = (lastLevel - level) * share;
  const chords = chordsAt(state, factor);
  const biases = state + BIASES;
  const records = load<i32>(state, RECORDS) != 0;

  followConduction(state + CONDUCTION, input, biases, frames, drive, driveStep, bias, (lastBias - bias) * share, lastDepth);
  const area = oversampleUp(oversampler, input, frames);
  if (records) memory.copy(chords, area, <usize>(frames * factor) * FRAME_BYTES);
  shape(area, biases, frames, factor, drive, driveStep, level, levelStep);
  if (records) toChords(chords, area, biases, frames, factor, drive, driveStep, level, levelStep);
  oversampleDown(oversampler, output, frames);
  delayProcess(delayOf(state, factor), input, state + DRY, frames);
  finish(state, parameters, output, frames);
}

export function tubeSaturatorRecord(state: usize): void {
  store<i32>(state, 1, RECORDS);
}

/** The way from the DC blocker on is linear: a part takes it by itself. */
export function tubeSaturatorFollow(
  follow: usize,
  state: usize,
  input: usize,
  output: usize,
  parameters: usize,
  frames: i32,
): void {
  const factor = <i32>valueOf(parameters, OVERSAMPLING);
  const area = oversampleUp(follow + OVERSAMPLER, input, frames);
  followFactors(area, chordsAt(state, factor), frames * factor);
  oversampleDown(follow + OVERSAMPLER, output, frames);
  delayProcess(delayOf(follow, factor), input, follow + DRY, frames);
  finish(follow, parameters, output, frames);
}
