// The colour of an amplifier, apart from the sound that it is laid over: y = x + (f(x) − x), where f is a hyperbolic tangent
// with a bias, of slope 1 at rest. Only the difference is oversampled and freed of DC, so the straight way through is
// a pure delay, at every frequency, whatever the colour.
//
//   addColour(stage, 0, sound, frames, …)           once per voice, voice 0 first
//   finishColour(stage, direct, output, frames)
//
// A stage has one voice or several, each with a sound of its own; they share the way down. Parts of the sound follow by
// chords of the difference (see `follow.ts`).

import { aligned, FRAME_BYTES } from "./abi";
import { delayInit, delayProcess, delayStateBytes } from "./delay";
import { flushDenormal, tanhPair } from "./fast-maths";
import { chordOf } from "./follow";
import { exp, PI } from "./maths";
import {
  firstPairsFor,
  LONG_FIRST_PAIRS,
  oversampleDown,
  oversampleUp,
  oversamplingInit,
  oversamplingLatency,
  oversamplingStateBytes,
} from "./oversampling";

const DC_BLOCKER_HZ: f64 = 5.0;
/** A reach as good as a straight line, where colour comes and goes. */
const STRAIGHT: f64 = 1e-4;

// Header, then the difference at the song's rate, the delay of the direct sound, and each voice: its oversampler, its area (i32)
// and whether it sounds (i32), its chords.
const FACTOR: usize = 0; // i32
const RECORDS: usize = 4; // i32
const BLOCKER: usize = 8; // f64
const BLOCKER_INPUT: usize = 16; // v128
const BLOCKER_OUTPUT: usize = 32; // v128
const WET: usize = 48;
const DELAY: usize = WET + 128 * FRAME_BYTES;
const VOICE_HEADER: usize = 16;
const AREA: usize = 0; // u32
const SOUNDS: usize = 4; // i32

// @ts-ignore: decorator
@inline
function voicesAt(factor: i32): usize {
  return DELAY + <usize>aligned(delayStateBytes(oversamplingLatency(factor, 0, LONG_FIRST_PAIRS)));
}

// @ts-ignore: decorator
@inline
function chordsAt(factor: i32): usize {
  return VOICE_HEADER + <usize>aligned(oversamplingStateBytes(factor));
}

// @ts-ignore: decorator
@inline
function voiceBytes(factor: i32): usize {
  return chordsAt(factor) + <usize>(128 * factor) * FRAME_BYTES;
}

// @ts-ignore: decorator
@inline
function voiceAt(stage: usize, voice: i32): usize {
  const factor = load<i32>(stage, FACTOR);
  return stage + voicesAt(factor) + <usize>voice * voiceBytes(factor);
}

/** Bytes of a stage of so many voices at an oversampling factor of 1, 2, 4 or 8. */
export function colourBytes(factor: i32, voices: i32): usize {
  return voicesAt(factor) + <usize>voices * voiceBytes(factor);
}

/** The latency is `oversamplingLatency(factor, 0, firstPairsFor(sampleRate))`. */
export function colourInit(stage: usize, factor: i32, voices: i32, sampleRate: f64): void {
  const firstPairs = firstPairsFor(sampleRate);
  memory.fill(stage, 0, DELAY);
  store<i32>(stage, factor, FACTOR);
  store<f64>(stage, exp((-2.0 * PI * DC_BLOCKER_HZ) / sampleRate), BLOCKER);
  delayInit(stage + DELAY, oversamplingLatency(factor, 0, firstPairs));
  for (let voice: i32 = 0; voice < voices; voice++) {
    const at = voiceAt(stage, voice);
    memory.fill(at, 0, VOICE_HEADER);
    oversamplingInit(at + VOICE_HEADER, factor, 0, firstPairs);
  }
}

/** From now on chords are kept for parts that follow. */
export function recordColour(stage: usize): void {
  store<i32>(stage, 1, RECORDS);
}

/**
 * Adds the difference that a voice's sound makes. `reach` is how far full scale reaches along the curve, at 0 nothing is
 * heard; it ramps to its end. A voice that is not heard costs nothing, but for the first.
 */
export function addColour(
  stage: usize,
  voice: i32,
  input: usize,
  frames: i32,
  bias: f64,
  reach: f64,
  lastReach: f64,
): void {
  const at = voiceAt(stage, voice);
  const sounds = voice == 0 || reach > 0.0 || lastReach > 0.0;
  store<i32>(at, sounds ? 1 : 0, SOUNDS);
  if (!sounds) return;
  const factor = load<i32>(stage, FACTOR);
  const records = load<i32>(stage, RECORDS) != 0;
  const area = oversampleUp(at + VOICE_HEADER, input, frames);
  const chords = at + chordsAt(factor);
  store<u32>(at, <u32>area, AREA);
  const part = 1.0 / <f64>frames;
  const share: f64 = reach > 0.0 ? 1.0 : 0.0;
  const shareStep: f64 = lastReach > 0.0 ? (1.0 - share) * part : -share * part;
  const drive = max(reach, STRAIGHT);
  const driveStep = (max(lastReach, STRAIGHT) - drive) * part;
  if (records) memory.copy(chords, area, <usize>(frames * factor) * FRAME_BYTES);
  toDifference(area, frames, factor, bias, drive, driveStep, share, shareStep);
  if (records) toChords(chords, area, frames * factor);
  if (voice > 0) addArea(<usize>load<u32>(voiceAt(stage, 0), AREA), area, frames * factor);
}

/** f(x) − x, in place. */
function toDifference(
  area: usize,
  frames: i32,
  factor: i32,
  bias: f64,
  reach: f64,
  reachStep: f64,
  share: f64,
  shareStep: f64,
): void {
  const offset = f64x2.splat(bias);
  const rest = tanhPair(offset);
  const slope = f64x2.sub(f64x2.splat(1.0), f64x2.mul(rest, rest));
  const reachSteps = f64x2.splat(reachStep);
  const shareSteps = f64x2.splat(shareStep);
  let drive = f64x2.splat(reach);
  let amount = f64x2.splat(share);
  for (let i: i32 = 0; i < frames; i++) {
    drive = f64x2.add(drive, reachSteps);
    amount = f64x2.add(amount, shareSteps);
    const level = f64x2.div(amount, f64x2.mul(drive, slope));
    const end = area + <usize>factor * FRAME_BYTES;
    for (; area < end; area += FRAME_BYTES) {
      const x = v128.load(area);
      const bent = f64x2.sub(tanhPair(f64x2.add(f64x2.mul(x, drive), offset)), rest);
      v128.store(area, f64x2.sub(f64x2.mul(bent, level), f64x2.mul(x, amount)));
    }
  }
}

/** Turns what went in, where it was kept, into what the difference is of it. At rest that is nothing. */
function toChords(chords: usize, area: usize, frames: i32): void {
  const nothing = f64x2.splat(0.0);
  const end = area + <usize>frames * FRAME_BYTES;
  for (; area < end; area += FRAME_BYTES) {
    v128.store(chords, chordOf(v128.load(chords), v128.load(area), nothing));
    chords += FRAME_BYTES;
  }
}

function addArea(sum: usize, area: usize, frames: i32): void {
  const end = area + <usize>frames * FRAME_BYTES;
  for (; area < end; area += FRAME_BYTES) {
    v128.store(sum, f64x2.add(v128.load(sum), v128.load(area)));
    sum += FRAME_BYTES;
  }
}

/** What `addColour` did to a voice's sound, done to a part of it. `follow` is a stage of the part's own. */
export function followColour(follow: usize, stage: usize, voice: i32, input: usize, frames: i32): void {
  const recorded = voiceAt(stage, voice);
  if (load<i32>(recorded, SOUNDS) == 0) return;
  const factor = load<i32>(stage, FACTOR);
  const at = voiceAt(follow, voice);
  const area = oversampleUp(at + VOICE_HEADER, input, frames);
  let chords = recorded + chordsAt(factor);
  store<u32>(at, <u32>area, AREA);
  const end = area + <usize>(frames * factor) * FRAME_BYTES;
  for (let frame = area; frame < end; frame += FRAME_BYTES) {
    v128.store(frame, f64x2.mul(v128.load(frame), v128.load(chords)));
    chords += FRAME_BYTES;
  }
  if (voice > 0) addArea(<usize>load<u32>(voiceAt(follow, 0), AREA), area, frames * factor);
}

/** Lays the difference of all voices over the direct sound, which waits for it. `output` may not be `direct`. */
export function finishColour(stage: usize, direct: usize, output: usize, frames: i32): void {
  oversampleDown(voiceAt(stage, 0) + VOICE_HEADER, stage + WET, frames);
  delayProcess(stage + DELAY, direct, output, frames);
  const pole = f64x2.splat(load<f64>(stage, BLOCKER));
  let previous = v128.load(stage, BLOCKER_INPUT);
  let blocked = v128.load(stage, BLOCKER_OUTPUT);
  let wet = stage + WET;
  const end = output + <usize>frames * FRAME_BYTES;
  for (; output < end; output += FRAME_BYTES) {
    const difference = v128.load(wet);
    blocked = f64x2.add(f64x2.sub(difference, previous), f64x2.mul(pole, blocked));
    previous = difference;
    v128.store(output, f64x2.add(v128.load(output), blocked));
    wet += FRAME_BYTES;
  }
  v128.store(stage, flushDenormal(previous), BLOCKER_INPUT);
  v128.store(stage, flushDenormal(blocked), BLOCKER_OUTPUT);
}
