// The colour of an amplifier, apart from the sound that it is laid over: y = x + (f(x) − x), where f is a soft curve with a bias,
// of slope 1 at rest. Only the difference is oversampled and freed of DC, so the straight way through is a pure delay, at
// every frequency, whatever the colour.
//
//   beginColour(stage, frames)
//   addColour(stage, voice, sound, frames, …)       once per voice
//   finishColour(stage, direct, output, frames)
//
// A stage has one voice or several, each with a sound of its own; they share the way down. Parts of the sound follow by
// chords of the difference (see `follow.ts`), with `followColour` in place of `addColour`.
//
// The curve is the continued fraction of tanh to its second term, y·(15 + y²)/(15 + 6y²): the same harmonics while quiet, and
// without a corner or an end, so that it aliases less. With g(y) = y³/(3 + 1.2·y²) it is y − g(y).

import { aligned, FRAME_BYTES } from "./abi";
import { dcBlockerPole } from "./dc-blocker";
import { delayInit, delayProcess, delayStateBytes } from "./delay";
import { flushDenormal } from "./fast-maths";
import { chordOf } from "./follow";
import {
  firstPairsFor,
  LONG_FIRST_PAIRS,
  oversampleArea,
  oversampleDown,
  oversampleUp,
  oversamplingInit,
  oversamplingLatency,
  oversamplingStateBytes,
} from "./oversampling";

/** A reach as good as a straight line, where colour comes and goes. */
const STRAIGHT: f64 = 1e-4;
/** So many frames after the last colour the way down has run empty. */
const EMPTY_FRAMES: i32 = 256;

// Header, then the difference at the song's rate, the delay of the direct sound, the way down, and each voice: whether it
// sounds (i32), its way up, its chords.
const FACTOR: usize = 0; // i32
const RECORDS: usize = 4; // i32
const QUIET_FRAMES: usize = 8; // i32
const SUM: usize = 12; // u32: where the way down begins
const BLOCKER: usize = 16; // f64
const BLOCKER_INPUT: usize = 32; // v128
const BLOCKER_OUTPUT: usize = 48; // v128
const WET: usize = 64;
const DELAY: usize = WET + 128 * FRAME_BYTES;
const VOICE_HEADER: usize = 16;

// @ts-ignore: decorator
@inline
function downAt(factor: i32): usize {
  return DELAY + <usize>aligned(delayStateBytes(oversamplingLatency(factor, 0, LONG_FIRST_PAIRS)));
}

// @ts-ignore: decorator
@inline
function voicesAt(factor: i32): usize {
  return downAt(factor) + <usize>aligned(oversamplingStateBytes(factor));
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
  const down = stage + downAt(factor);
  memory.fill(stage, 0, DELAY);
  store<i32>(stage, factor, FACTOR);
  store<i32>(stage, EMPTY_FRAMES, QUIET_FRAMES);
  store<f64>(stage, dcBlockerPole(sampleRate), BLOCKER);
  delayInit(stage + DELAY, oversamplingLatency(factor, 0, firstPairs));
  oversamplingInit(down, factor, 0, firstPairs);
  store<u32>(stage, <u32>oversampleArea(down), SUM);
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

export function beginColour(stage: usize, frames: i32): void {
  const inner = <usize>(frames * load<i32>(stage, FACTOR)) * FRAME_BYTES;
  memory.fill(<usize>load<u32>(stage, SUM), 0, inner);
  store<i32>(stage, min(load<i32>(stage, QUIET_FRAMES) + frames, EMPTY_FRAMES + frames), QUIET_FRAMES);
}

/**
 * Adds the difference that a voice's sound makes. `reach` is how far full scale reaches along the curve, at 0 nothing is
 * heard, and it costs nothing; it ramps to its end.
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
  const sounds = reach > 0.0 || lastReach > 0.0;
  store<i32>(at, sounds ? 1 : 0);
  if (!sounds) return;
  store<i32>(stage, 0, QUIET_FRAMES);
  const factor = load<i32>(stage, FACTOR);
  const sum = <usize>load<u32>(stage, SUM);
  const area = oversampleUp(at + VOICE_HEADER, input, frames);
  if (load<i32>(stage, RECORDS) != 0) {
    addDifference(true, sum, area, at + chordsAt(factor), frames, factor, bias, reach, lastReach);
  } else {
    addDifference(false, sum, area, 0, frames, factor, bias, reach, lastReach);
  }
}

/** With y = reach·x + bias: f(x) − x is the part of −g(y) that is neither still nor straight, scaled to slope 1 of f. */
// @ts-ignore: decorator
@inline
function addDifference(
  records: bool,
  sum: usize,
  area: usize,
  chords: usize,
  frames: i32,
  factor: i32,
  bias: f64,
  reach: f64,
  lastReach: f64,
): void {
  const part = 1.0 / <f64>frames;
  const below = 3.0 + 1.2 * bias * bias;
  const rest = (bias * bias * bias) / below;
  const slope = (bias * bias * (9.0 + 1.2 * bias * bias)) / (below * below);
  const share: f64 = reach > 0.0 ? 1.0 : 0.0;
  const lastShare: f64 = lastReach > 0.0 ? 1.0 : 0.0;
  const start = max(reach, STRAIGHT);
  const driveStep = f64x2.splat((max(lastReach, STRAIGHT) - start) * part);
  const shareStep = f64x2.splat((lastShare - share) * part);
  const offset = f64x2.splat(bias);
  const still = f64x2.splat(rest);
  const straight = f64x2.splat(slope);
  const curved = f64x2.splat(1.0 - slope);
  const three = f64x2.splat(3.0);
  const bend = f64x2.splat(1.2);
  let drive = f64x2.splat(start);
  let amount = f64x2.splat(share);
  for (let i: i32 = 0; i < frames; i++) {
    drive = f64x2.add(drive, driveStep);
    amount = f64x2.add(amount, shareStep);
    const level = f64x2.div(amount, f64x2.mul(drive, curved));
    const end = area + <usize>factor * FRAME_BYTES;
    for (; area < end; area += FRAME_BYTES) {
      const x = v128.load(area);
      const driven = f64x2.mul(x, drive);
      const y = f64x2.add(driven, offset);
      const square = f64x2.mul(y, y);
      const g = f64x2.div(f64x2.mul(square, y), f64x2.add(three, f64x2.mul(bend, square)));
      const linear = f64x2.add(still, f64x2.mul(straight, driven));
      const difference = f64x2.mul(f64x2.sub(linear, g), level);
      v128.store(sum, f64x2.add(v128.load(sum), difference));
      sum += FRAME_BYTES;
      if (records) {
        v128.store(chords, chordOf(x, difference, f64x2.splat(0.0)));
        chords += FRAME_BYTES;
      }
    }
  }
}

/** What `addColour` did to a voice's sound, done to a part of it. `follow` is a stage of the part's own. */
export function followColour(follow: usize, stage: usize, voice: i32, input: usize, frames: i32): void {
  const recorded = voiceAt(stage, voice);
  if (load<i32>(recorded) == 0) return;
  store<i32>(follow, 0, QUIET_FRAMES);
  const factor = load<i32>(stage, FACTOR);
  let area = oversampleUp(voiceAt(follow, voice) + VOICE_HEADER, input, frames);
  let chords = recorded + chordsAt(factor);
  let sum = <usize>load<u32>(follow, SUM);
  const end = area + <usize>(frames * factor) * FRAME_BYTES;
  for (; area < end; area += FRAME_BYTES) {
    v128.store(sum, f64x2.add(v128.load(sum), f64x2.mul(v128.load(area), v128.load(chords))));
    chords += FRAME_BYTES;
    sum += FRAME_BYTES;
  }
}

/** Lays the difference of all voices over the direct sound, which waits for it. `output` may not be `direct`. */
export function finishColour(stage: usize, direct: usize, output: usize, frames: i32): void {
  delayProcess(stage + DELAY, direct, output, frames);
  if (load<i32>(stage, QUIET_FRAMES) > EMPTY_FRAMES) memory.fill(stage + WET, 0, <usize>frames * FRAME_BYTES);
  else oversampleDown(stage + downAt(load<i32>(stage, FACTOR)), stage + WET, frames);
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
