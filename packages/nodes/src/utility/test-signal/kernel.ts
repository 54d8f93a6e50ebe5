// One channel of the signal is made at full level; both sides hear it at theirs. It runs on while it is off, so that what is
// heard at a place of the mix does not depend on when it was turned on.

import { FRAME_BYTES, portAt, startOf } from "@twobus/dsp/assembly/abi";
import { turnsOver } from "@twobus/dsp/assembly/lfo";
import { decibelsToGain, exp, log, PI, sin } from "@twobus/dsp/assembly/maths";
import { endValues } from "@twobus/dsp/assembly/parameter-values";
import { randomAfter } from "@twobus/dsp/assembly/random-sequence";
import { PINK_NOISE_BYTES, pinkNoise, pinkNoiseInit } from "./pink-noise/kernel";

const ON: i32 = 0;
const SIGNAL: i32 = 1;
const LEVEL_DB: i32 = 2;
const FREQUENCY_HZ: i32 = 3;
const PERIOD_SECONDS: i32 = 4;
const CHANNELS: i32 = 5;

const SINE: i32 = 0;
const SWEEP: i32 = 1;
const WHITE_NOISE: i32 = 2;
const PINK_NOISE: i32 = 3;

const LEFT: f64 = 1.0;
const RIGHT: f64 = 2.0;

const SWEEP_FROM_HZ: f64 = 20.0;
const SWEEP_TO_HZ: f64 = 20000.0;
/** No tone is higher, as a share of the sample rate. */
const HIGHEST: f64 = 0.49;
/** Numbers from −1 to 1 have an rms of 1/√3, a sine of 1/√2. */
const UNIFORM_TO_SINE: f64 = 1.224744871391589;
const SEED: i64 = 20250101;
// D. Knuth's MMIX
const MULTIPLIER: i64 = 6364136223846793005;
const INCREMENT: i64 = 1442695040888963407;

// @ts-ignore: decorator
@unmanaged
class Header {
  sampleRate: f64;
  /** Of the sine, in turns from −½ to ½. */
  phase: f64;
  /** How much faster a sweep is at its end, as a logarithm, and the turns by which it would have grown to 1. */
  sweepRise: f64;
  sweepTurns: f64;
  random: i64;
  /** Frames of a sweep or from impulse to impulse, and where in that the next frame lies. */
  period: i32;
  position: i32;
}

const PINK: usize = 48;
const ROW: usize = PINK + PINK_NOISE_BYTES; // f64: the signal of a quantum
const STATE_BYTES: usize = ROW + 128 * 8;

export function testSignalStateBytes(parameters: usize, sampleRate: f64): i32 {
  return <i32>STATE_BYTES;
}

export function testSignalInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, STATE_BYTES);
  const header = changetype<Header>(state);
  const ends = endValues(parameters);
  header.sampleRate = sampleRate;
  header.random = SEED;
  header.period = <i32>floor(startOf(ends, PERIOD_SECONDS) * sampleRate + 0.5);
  header.sweepRise = log(min(SWEEP_TO_HZ, HIGHEST * sampleRate) / SWEEP_FROM_HZ);
  const scale = (SWEEP_FROM_HZ * <f64>header.period) / (sampleRate * header.sweepRise);
  // A whole number of turns, so that one sweep follows the other without a step
  const turns = scale * (exp(header.sweepRise) - 1.0);
  header.sweepTurns = (scale * max(1.0, floor(turns + 0.5))) / turns;
  if (<i32>startOf(ends, SIGNAL) == PINK_NOISE) pinkNoiseInit(state + PINK, sampleRate);
}

export function testSignalAdvance(state: usize, parameters: usize, frames: f64): void {
  const header = changetype<Header>(state);
  const start = speedOf(parameters, header.sampleRate);
  const phase = header.phase + turnsOver(frames, start, speedOf(endValues(parameters), header.sampleRate));
  header.phase = phase - nearest(phase);
  header.random = randomAfter(header.random, MULTIPLIER, INCREMENT, <i64>frames);
  header.position = <i32>((<i64>header.position + <i64>frames) % <i64>header.period);
}

export function testSignalProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const header = changetype<Header>(state);
  const signal = <i32>startOf(parameters, SIGNAL);
  if (signal == SINE) makeSine(header, parameters, frames);
  else if (signal == SWEEP) makeSweep(header, frames);
  else if (signal == WHITE_NOISE) makeNoise(header, false, frames);
  else if (signal == PINK_NOISE) makeNoise(header, true, frames);
  else makeImpulses(header, frames);
  add(state + ROW, portAt(ports, 0), portAt(ports, 1), levelsOf(parameters), levelsOf(endValues(parameters)), frames);
}

/** What it adds belongs to no part. */
export function testSignalFollow(
  follow: usize,
  state: usize,
  input: usize,
  output: usize,
  parameters: usize,
  frames: i32,
): void {
  memory.copy(output, input, <usize>frames * FRAME_BYTES);
}

// @ts-ignore: decorator
@inline
function rowOf(header: Header): usize {
  return changetype<usize>(header) + ROW;
}

// @ts-ignore: decorator
@inline
function sineOf(turns: f64): f64 {
  return sin(2.0 * PI * (turns - nearest(turns)));
}

/** Turns per frame. */
function speedOf(values: usize, sampleRate: f64): f64 {
  return min(HIGHEST, startOf(values, FREQUENCY_HZ) / sampleRate);
}

function makeSine(header: Header, parameters: usize, frames: i32): void {
  let speed = speedOf(parameters, header.sampleRate);
  const step = (speedOf(endValues(parameters), header.sampleRate) - speed) / <f64>frames;
  let phase = header.phase;
  const end = rowOf(header) + (<usize>frames << 3);
  for (let cell = rowOf(header); cell < end; cell += 8) {
    store<f64>(cell, sineOf(phase));
    speed += step;
    phase += speed;
    phase -= nearest(phase);
  }
  header.phase = phase;
}

/** Frequency grows by the same factor in the same time; its integral is the phase. */
function makeSweep(header: Header, frames: i32): void {
  const end = rowOf(header) + (<usize>frames << 3);
  for (let cell = rowOf(header); cell < end; cell += 8) {
    const way = <f64>header.position / <f64>header.period;
    store<f64>(cell, sineOf(header.sweepTurns * (exp(header.sweepRise * way) - 1.0)));
    advance(header);
  }
}

function makeImpulses(header: Header, frames: i32): void {
  const end = rowOf(header) + (<usize>frames << 3);
  for (let cell = rowOf(header); cell < end; cell += 8) {
    store<f64>(cell, header.position == 0 ? 1.0 : 0.0);
    advance(header);
  }
}

// @ts-ignore: decorator
@inline
function advance(header: Header): void {
  header.position++;
  if (header.position == header.period) header.position = 0;
}

function makeNoise(header: Header, isPink: bool, frames: i32): void {
  const pink = changetype<usize>(header) + PINK;
  let random = header.random;
  const end = rowOf(header) + (<usize>frames << 3);
  for (let cell = rowOf(header); cell < end; cell += 8) {
    random = random * MULTIPLIER + INCREMENT;
    const white = (UNIFORM_TO_SINE * <f64>(random >> 11)) / 4503599627370496.0;
    store<f64>(cell, isPink ? pinkNoise(pink, white) : white);
  }
  header.random = random;
}

/** Gain of each side. */
function levelsOf(values: usize): v128 {
  const gain = startOf(values, ON) == 0.0 ? 0.0 : decibelsToGain(startOf(values, LEVEL_DB));
  const channels = startOf(values, CHANNELS);
  const left = channels == RIGHT ? 0.0 : gain;
  return f64x2.replace_lane(f64x2.splat(left), 1, channels == LEFT ? 0.0 : gain);
}

function add(row: usize, input: usize, output: usize, levels: v128, lastLevels: v128, frames: i32): void {
  const step = f64x2.mul(f64x2.sub(lastLevels, levels), f64x2.splat(1.0 / <f64>frames));
  const end = output + <usize>frames * FRAME_BYTES;
  for (; output < end; output += FRAME_BYTES) {
    levels = f64x2.add(levels, step);
    v128.store(output, f64x2.add(v128.load(input), f64x2.mul(levels, v128.load64_splat(row))));
    input += FRAME_BYTES;
    row += 8;
  }
}
