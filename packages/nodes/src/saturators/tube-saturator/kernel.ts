// A valve stage: y = tanh(x − bias) + tanh(bias), oversampled. It squashes the negative half (cut-off) before the positive
// one, so even harmonics come with the odd ones; it passes through zero, so silence stays silent whatever the bias does.
//
// Grid conduction: positive peaks above a threshold charge a coupling capacitor, which drives the bias further into cut-off
// within milliseconds; it leaks away in a sixth of a second. That memory lives at the base rate, one bias per frame: its
// steps mirror around multiples of the base rate, out of reach of the decimator's pass-band.

import { aligned, FRAME_BYTES, portAt, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { dcBlockerPole } from "@twobus/dsp/assembly/dc-blocker";
import { delayInit, delayProcess, delayStateBytes } from "@twobus/dsp/assembly/delay";
import { flushDenormal, tanhPair } from "@twobus/dsp/assembly/fast-maths";
import { chordOf, followFactors } from "@twobus/dsp/assembly/follow";
import { decibelsToGain, exp, PI, sin, tanh } from "@twobus/dsp/assembly/maths";
import {
  firstPairsFor,
  LONG_FIRST_PAIRS,
  oversampleDown,
  oversampleUp,
  oversamplingInit,
  oversamplingLatency,
  oversamplingStateBytes,
} from "@twobus/dsp/assembly/oversampling";

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

const CONDUCTION: f64 = 0.5; // where on the curve the grid begins to conduct
const CHARGE_SECONDS: f64 = 0.006;
const LEAK_SECONDS: f64 = 0.2;
const NOMINAL_PEAK: f64 = 0.251188643150958; // −12 dBFS: where programme at 0 VU (−18 dBFS rms) has most of its energy
const LEVEL_POINTS: i32 = 32;

// State
const SHIFT: usize = 0; // v128: how far conduction has moved the bias
const BLOCKER_INPUT: usize = 16; // v128
const BLOCKER_OUTPUT: usize = 32; // v128
const CHARGE: usize = 48; // f64
const LEAK: usize = 56; // f64
const BLOCKER: usize = 64; // f64
const REACH: usize = 72; // f64
const BIAS: usize = 80; // f64: bias at 100 %
const LEVEL_DRIVE: usize = 88; // f64: what `LEVEL` was computed for
const LEVEL_BIAS: usize = 96; // f64
const LEVEL_DEPTH: usize = 104; // f64
const LEVEL_AUTO: usize = 112; // f64
const LEVEL: usize = 120; // f64: gain after the curve
const RECORDS: usize = 128; // i32: whether parts follow
const BIASES: usize = 144; // 128 v128: bias of each frame
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
  store<f64>(state, 1.0 - exp(-1.0 / (CHARGE_SECONDS * sampleRate)), CHARGE);
  store<f64>(state, 1.0 - exp(-1.0 / (LEAK_SECONDS * sampleRate)), LEAK);
  store<f64>(state, dcBlockerPole(sampleRate), BLOCKER);
  store<f64>(state, isTriode ? TRIODE_REACH : PENTODE_REACH, REACH);
  store<f64>(state, isTriode ? TRIODE_BIAS : PENTODE_BIAS, BIAS);
  store<f64>(state, -1.0, LEVEL_DRIVE);
  const firstPairs = firstPairsFor(sampleRate);
  oversamplingInit(state + OVERSAMPLER, factor, 0, firstPairs);
  delayInit(delayOf(state, factor), oversamplingLatency(factor, 0, firstPairs));
}

/** How strong the stage makes a sine of `NOMINAL_PEAK`, without the DC that the curve adds. */
function nominalGain(drive: f64, bias: f64): f64 {
  let sum: f64 = 0.0;
  let squares: f64 = 0.0;
  const rest = tanh(bias);
  for (let i: i32 = 0; i < LEVEL_POINTS; i++) {
    const x = NOMINAL_PEAK * sin((2.0 * PI * (<f64>i + 0.5)) / <f64>LEVEL_POINTS);
    const y = tanh(drive * x - bias) + rest;
    sum += y;
    squares += y * y;
  }
  const mean = sum / <f64>LEVEL_POINTS;
  return Math.sqrt(2.0 * (squares / <f64>LEVEL_POINTS - mean * mean)) / NOMINAL_PEAK;
}

/**
 * Gain after the curve: unity at 0 VU, or between that and full scale for full scale while `auto` moves. A lasting positive
 * full scale has shifted the bias all the way, which leaves it the most room.
 */
function levelOf(state: usize, drive: f64, bias: f64, depth: f64, auto: f64): f64 {
  if (
    load<f64>(state, LEVEL_DRIVE) == drive &&
    load<f64>(state, LEVEL_BIAS) == bias &&
    load<f64>(state, LEVEL_DEPTH) == depth &&
    load<f64>(state, LEVEL_AUTO) == auto
  ) {
    return load<f64>(state, LEVEL);
  }
  const excess = max(0.0, drive - CONDUCTION);
  const shifted = bias + depth * (excess / (1.0 + excess));
  const atFullScale = 1.0 / (tanh(drive - shifted) + tanh(shifted));
  const atNominal = 1.0 / nominalGain(drive, bias);
  const level = atFullScale + (atNominal - atFullScale) * auto;
  store<f64>(state, drive, LEVEL_DRIVE);
  store<f64>(state, bias, LEVEL_BIAS);
  store<f64>(state, depth, LEVEL_DEPTH);
  store<f64>(state, auto, LEVEL_AUTO);
  store<f64>(state, level, LEVEL);
  return level;
}

/** Writes the bias of each frame: where it is set, plus what conduction adds. */
function followConduction(
  state: usize,
  input: usize,
  frames: i32,
  drive: f64,
  driveStep: f64,
  bias: f64,
  biasStep: f64,
  depth: f64,
): void {
  const charge = f64x2.splat(load<f64>(state, CHARGE));
  const leak = f64x2.splat(load<f64>(state, LEAK));
  const threshold = f64x2.splat(CONDUCTION);
  const zero = f64x2.splat(0.0);
  const one = f64x2.splat(1.0);
  const amount = f64x2.splat(depth);
  let shift = v128.load(state, SHIFT);
  let out = state + BIASES;
  for (let i: i32 = 0; i < frames; i++) {
    drive += driveStep;
    bias += biasStep;
    const excess = f64x2.pmax(zero, f64x2.sub(f64x2.mul(v128.load(input), f64x2.splat(drive)), threshold));
    const target = f64x2.mul(amount, f64x2.div(excess, f64x2.add(one, excess)));
    const difference = f64x2.sub(target, shift);
    const rate = v128.bitselect(charge, leak, f64x2.gt(difference, zero));
    shift = f64x2.add(shift, f64x2.mul(rate, difference));
    v128.store(out, f64x2.add(f64x2.splat(bias), shift));
    input += FRAME_BYTES;
    out += FRAME_BYTES;
  }
  v128.store(state, flushDenormal(shift), SHIFT);
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
  const level = levelOf(state, drive, bias, depth, startOf(parameters, AUTO_GAIN));
  const lastDrive = reach * decibelsToGain(valueOf(parameters, DRIVE_DB));
  const lastBias = fullBias * valueOf(parameters, BIAS_PERCENT);
  const lastDepth = valueOf(parameters, BOUNCE_PERCENT) * 0.01;
  const lastLevel = levelOf(state, lastDrive, lastBias, lastDepth, valueOf(parameters, AUTO_GAIN));
  const driveStep = (lastDrive - drive) * share;
  const levelStep = (lastLevel - level) * share;
  const chords = chordsAt(state, factor);
  const records = load<i32>(state, RECORDS) != 0;

  followConduction(state, input, frames, drive, driveStep, bias, (lastBias - bias) * share, lastDepth);
  const area = oversampleUp(oversampler, input, frames);
  if (records) memory.copy(chords, area, <usize>(frames * factor) * FRAME_BYTES);
  shape(area, state + BIASES, frames, factor, drive, driveStep, level, levelStep);
  if (records) toChords(chords, area, state + BIASES, frames, factor, drive, driveStep, level, levelStep);
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
