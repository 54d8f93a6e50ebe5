// A loop: what comes out of the ring of the past goes, with the input, through filters and saturation back into it. It runs
// in stretches no longer than the delay, so that each stretch hears only what is already written. The oversampling filters
// are late; the ring is read so much earlier.

import { aligned, FRAME_BYTES, portAt, startOf } from "@twobus/dsp/assembly/abi";
import { exp2Pair, flushDenormal, tanhPair } from "@twobus/dsp/assembly/fast-maths";
import { chordOf, followFactors } from "@twobus/dsp/assembly/follow";
import { cos, decibelsToGain, LOG2_10_OVER_20, PI } from "@twobus/dsp/assembly/maths";
import { toMidSide } from "@twobus/dsp/assembly/mid-side";
import {
  firstPairsFor,
  oversampleDown,
  oversampleUp,
  oversamplingInit,
  oversamplingLatency,
  oversamplingStateBytes,
} from "@twobus/dsp/assembly/oversampling";
import { endValues } from "@twobus/dsp/assembly/parameter-values";
import { resetSvf, runSvf, SVF_BYTES, svfHighPass, svfLowPass } from "@twobus/dsp/assembly/svf";
import { approachRate } from "@twobus/dsp/assembly/time-constant";

const TIME_MS: i32 = 0;
const NOTE: i32 = 1;
const BEAT_MS: i32 = 2;
const FEEDBACK_PERCENT: i32 = 3;
const MODE: i32 = 4;
const LOW_CUT_HZ: i32 = 5;
const HIGH_CUT_HZ: i32 = 6;
const COLOUR: i32 = 7;
const DRIVE_DB: i32 = 8;
const OVERSAMPLING: i32 = 9;
const DUCK_DB: i32 = 10;
const MIX_PERCENT: i32 = 11;

const LONGEST_SECONDS: f64 = 4.0;
const FADE_SECONDS: f64 = 0.02;
const LOW_CUT_OFF_HZ: f64 = 20.0;
const HIGH_CUT_OFF_HZ: f64 = 20000.0;
const BUTTERWORTH_Q: f64 = 0.7071067811865476;
// Ducking [estimate]: half its depth at −30 dBFS
const DUCK_HALF: f64 = 0.03162277660168379;
const DUCK_RISE_SECONDS: f64 = 0.005;
const DUCK_FALL_SECONDS: f64 = 0.25;

// @ts-ignore: decorator
@unmanaged
class Header {
  /** Envelope of the dry sound, for ducking. */
  envelope: v128;
  sampleRate: f64;
  duckRise: f64;
  duckFall: f64;
  /** Addresses. */
  oversampler: usize;
  chords: usize;
  ring: usize;
  /** Frames of the ring, where the next one is written, and how late the oversampling is. */
  length: i32;
  position: i32;
  latency: i32;
  /** How far behind the next frame the ring is read, and will be when a fade is over. */
  tap: i32;
  nextTap: i32;
  /** Frames that a fade takes, and that it has still to go. */
  fadeFrames: i32;
  fading: i32;
  /** 1 where the loop bends. */
  saturates: i32;
  /** 1 where parts follow. */
  records: i32;
}

const BUFFER_BYTES: usize = 128 * FRAME_BYTES;
const LOW_CUT: usize = 112;
const HIGH_CUT: usize = LOW_CUT + SVF_BYTES;
const WET: usize = HIGH_CUT + SVF_BYTES;
const LOOP: usize = WET + BUFFER_BYTES;
const DUCKING: usize = LOOP + BUFFER_BYTES;
const OVERSAMPLER: usize = DUCKING + BUFFER_BYTES;

function saturates(parameters: usize): bool {
  return startOf(endValues(parameters), COLOUR) != 0.0;
}

function factorOf(parameters: usize): i32 {
  return <i32>startOf(endValues(parameters), OVERSAMPLING);
}

function ringFrames(sampleRate: f64): i32 {
  return <i32>ceil(LONGEST_SECONDS * sampleRate) + 1;
}

/** Bytes of oversampler and chords. */
function oversamplerBytes(parameters: usize): usize {
  return saturates(parameters) ? <usize>aligned(oversamplingStateBytes(factorOf(parameters))) : 0;
}

function chordBytes(parameters: usize): usize {
  return saturates(parameters) ? <usize>factorOf(parameters) * BUFFER_BYTES : 0;
}

export function echoStateBytes(parameters: usize, sampleRate: f64): i32 {
  const ring = <usize>ringFrames(sampleRate) * FRAME_BYTES;
  return <i32>(OVERSAMPLER + oversamplerBytes(parameters) + chordBytes(parameters) + ring);
}

export function echoInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, echoStateBytes(parameters, sampleRate));
  const header = changetype<Header>(state);
  const ends = endValues(parameters);
  header.sampleRate = sampleRate;
  header.duckRise = approachRate(DUCK_RISE_SECONDS, sampleRate);
  header.duckFall = approachRate(DUCK_FALL_SECONDS, sampleRate);
  header.oversampler = state + OVERSAMPLER;
  header.chords = header.oversampler + oversamplerBytes(parameters);
  header.ring = header.chords + chordBytes(parameters);
  header.length = ringFrames(sampleRate);
  header.fadeFrames = <i32>ceil(FADE_SECONDS * sampleRate);
  header.saturates = saturates(parameters) ? 1 : 0;
  if (saturates(parameters)) {
    const pairs = firstPairsFor(sampleRate);
    header.latency = oversamplingLatency(factorOf(parameters), 0, pairs);
    oversamplingInit(header.oversampler, factorOf(parameters), 0, pairs);
  }
  header.tap = tapOf(header, ends);
  setFilters(state, ends);
  resetSvf(state + LOW_CUT);
  resetSvf(state + HIGH_CUT);
}

/** Beats of a note value: a whole note, then dotted, plain and triplet from the half down, then the thirty-second. */
function beatsOf(note: i32): f64 {
  if (note == 1) return 4.0;
  const row = (note - 2) / 3;
  const kind = (note - 2) % 3;
  const plain = 2.0 / <f64>(1 << row);
  if (row == 4) return plain;
  return kind == 0 ? 1.5 * plain : kind == 1 ? plain : plain / 1.5;
}

/** How far behind the next frame the ring is to be read. No delay is shorter than what the loop itself takes. */
function tapOf(header: Header, values: usize): i32 {
  const note = <i32>startOf(values, NOTE);
  const ms = note == 0 ? startOf(values, TIME_MS) : beatsOf(note) * startOf(values, BEAT_MS);
  const seconds = min(LONGEST_SECONDS, ms * 0.001);
  return max(1, <i32>floor(seconds * header.sampleRate + 0.5) - header.latency);
}

function setFilters(state: usize, values: usize): void {
  const sampleRate = changetype<Header>(state).sampleRate;
  svfHighPass(state + LOW_CUT, sampleRate, startOf(values, LOW_CUT_HZ), BUTTERWORTH_Q);
  svfLowPass(state + HIGH_CUT, sampleRate, startOf(values, HIGH_CUT_HZ), BUTTERWORTH_Q);
}

export function echoRecord(state: usize): void {
  changetype<Header>(state).records = 1;
}

export function echoProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const input = portAt(ports, 0);
  duck(state, parameters, input, frames);
  run(state, state, input, portAt(ports, 1), parameters, frames);
}

export function echoFollow(
  follow: usize,
  state: usize,
  input: usize,
  output: usize,
  parameters: usize,
  frames: i32,
): void {
  run(follow, state, input, output, parameters, frames);
}

/** The loop of `own` state. What bends and what ducks is taken from the whole where `own` is a part's. */
function run(own: usize, whole: usize, input: usize, output: usize, parameters: usize, frames: i32): void {
  const header = changetype<Header>(own);
  const ends = endValues(parameters);
  setFilters(own, ends);
  const wanted = tapOf(header, ends);
  for (let done: i32 = 0; done < frames;) {
    if (header.fading == 0 && header.tap != wanted) {
      header.nextTap = wanted;
      header.fading = header.fadeFrames;
    }
    let count = min(frames - done, header.tap);
    if (header.fading > 0) count = min(count, min(header.nextTap, header.fading));
    const offset = <usize>done * FRAME_BYTES;
    readRing(header, own + WET + offset, count);
    feed(input + offset, own + WET + offset, own + LOOP, parameters, done, count, frames);
    filter(own, parameters, own + LOOP, count);
    if (header.saturates != 0) saturate(own, whole, parameters, done, count, frames);
    writeRing(header, own + LOOP, count);
    done += count;
  }
  blend(own + WET, whole + DUCKING, input, output, parameters, frames);
}

// @ts-ignore: decorator
@inline
function wrapped(index: i32, length: i32): i32 {
  return index < 0 ? index + length : index >= length ? index - length : index;
}

/** Frames of the past; while the time changes the old tap fades into the new one along a raised cosine. */
function readRing(header: Header, output: usize, count: i32): void {
  const length = header.length;
  let first = wrapped(header.position - header.tap, length);
  if (header.fading == 0) {
    for (const end = output + <usize>count * FRAME_BYTES; output < end; output += FRAME_BYTES) {
      v128.store(output, v128.load(header.ring + <usize>first * FRAME_BYTES));
      first = wrapped(first + 1, length);
    }
    return;
  }
  let second = wrapped(header.position - header.nextTap, length);
  for (const end = output + <usize>count * FRAME_BYTES; output < end; output += FRAME_BYTES) {
    const gone = <f64>(header.fadeFrames - header.fading + 1) / <f64>header.fadeFrames;
    const share = f64x2.splat(0.5 - 0.5 * cos(PI * gone));
    const old = v128.load(header.ring + <usize>first * FRAME_BYTES);
    const young = v128.load(header.ring + <usize>second * FRAME_BYTES);
    v128.store(output, f64x2.add(old, f64x2.mul(share, f64x2.sub(young, old))));
    first = wrapped(first + 1, length);
    second = wrapped(second + 1, length);
    header.fading--;
  }
  if (header.fading == 0) header.tap = header.nextTap;
}

/** What goes into the loop: input and feedback, crossed where the echo goes from side to side. */
function feed(
  input: usize,
  wet: usize,
  loop: usize,
  parameters: usize,
  done: i32,
  count: i32,
  frames: i32,
): void {
  const ends = endValues(parameters);
  const start = startOf(parameters, FEEDBACK_PERCENT) * 0.01;
  const step = (startOf(ends, FEEDBACK_PERCENT) * 0.01 - start) / <f64>frames;
  let feedback = start + step * <f64>done;
  const crosses = startOf(ends, MODE) != 0.0;
  const left = f64x2.replace_lane(f64x2.splat(1.0), 1, 0.0);
  for (const end = loop + <usize>count * FRAME_BYTES; loop < end; loop += FRAME_BYTES) {
    feedback += step;
    let frame = v128.load(input);
    let repeat = v128.load(wet);
    if (crosses) {
      frame = f64x2.mul(toMidSide(frame), left);
      repeat = v128.shuffle<f64>(repeat, repeat, 1, 0);
    }
    v128.store(loop, f64x2.add(frame, f64x2.mul(repeat, f64x2.splat(feedback))));
    input += FRAME_BYTES;
    wet += FRAME_BYTES;
  }
}

function filter(own: usize, parameters: usize, loop: usize, count: i32): void {
  const ends = endValues(parameters);
  if (max(startOf(parameters, LOW_CUT_HZ), startOf(ends, LOW_CUT_HZ)) > LOW_CUT_OFF_HZ) {
    runSvf(own + LOW_CUT, loop, loop, count);
  } else resetSvf(own + LOW_CUT);
  if (min(startOf(parameters, HIGH_CUT_HZ), startOf(ends, HIGH_CUT_HZ)) < HIGH_CUT_OFF_HZ) {
    runSvf(own + HIGH_CUT, loop, loop, count);
  } else resetSvf(own + HIGH_CUT);
}

/** tanh(d·x)/d: nothing to quiet repeats, and never a gain. A part is multiplied with what the whole was. */
function saturate(own: usize, whole: usize, parameters: usize, done: i32, count: i32, frames: i32): void {
  const header = changetype<Header>(own);
  const factor = factorOf(parameters);
  const inner = <usize>(count * factor) * FRAME_BYTES;
  const chords = changetype<Header>(whole).chords + <usize>(done * factor) * FRAME_BYTES;
  const area = oversampleUp(header.oversampler, own + LOOP, count);
  if (own != whole) followFactors(area, chords, count * factor);
  else {
    if (header.records != 0) memory.copy(chords, area, inner);
    bend(area, parameters, done, count, frames);
    if (header.records != 0) {
      const one = f64x2.splat(1.0);
      for (let at: usize = 0; at < inner; at += FRAME_BYTES) {
        v128.store(chords + at, chordOf(v128.load(chords + at), v128.load(area + at), one));
      }
    }
  }
  oversampleDown(header.oversampler, own + LOOP, count);
}

function bend(area: usize, parameters: usize, done: i32, count: i32, frames: i32): void {
  const factor = factorOf(parameters);
  const start = decibelsToGain(startOf(parameters, DRIVE_DB));
  const step = (decibelsToGain(startOf(endValues(parameters), DRIVE_DB)) - start) / <f64>frames;
  let drive = start + step * <f64>done;
  for (let i: i32 = 0; i < count; i++) {
    drive += step;
    const reach = f64x2.splat(drive);
    const level = f64x2.splat(1.0 / drive);
    const end = area + <usize>factor * FRAME_BYTES;
    for (; area < end; area += FRAME_BYTES) {
      v128.store(area, f64x2.mul(tanhPair(f64x2.mul(v128.load(area), reach)), level));
    }
  }
}

function writeRing(header: Header, input: usize, count: i32): void {
  let position = header.position;
  for (const end = input + <usize>count * FRAME_BYTES; input < end; input += FRAME_BYTES) {
    v128.store(header.ring + <usize>position * FRAME_BYTES, flushDenormal(v128.load(input)));
    position = wrapped(position + 1, header.length);
  }
  header.position = position;
}

/** Row of the gains that repeats have while something plays. */
function duck(state: usize, parameters: usize, input: usize, frames: i32): void {
  const header = changetype<Header>(state);
  const ends = endValues(parameters);
  let depth = startOf(parameters, DUCK_DB) * LOG2_10_OVER_20;
  const step = (startOf(ends, DUCK_DB) * LOG2_10_OVER_20 - depth) / <f64>frames;
  const rise = f64x2.splat(header.duckRise);
  const fall = f64x2.splat(header.duckFall);
  const half = f64x2.splat(DUCK_HALF);
  let envelope = header.envelope;
  let row = state + DUCKING;
  for (const end = row + <usize>frames * FRAME_BYTES; row < end; row += FRAME_BYTES) {
    depth += step;
    const magnitude = f64x2.abs(v128.load(input));
    const level = f64x2.pmax(magnitude, v128.shuffle<f64>(magnitude, magnitude, 1, 0));
    const way = f64x2.sub(level, envelope);
    const rate = v128.bitselect(rise, fall, f64x2.gt(way, f64x2.splat(0.0)));
    envelope = f64x2.add(envelope, f64x2.mul(way, rate));
    const share = f64x2.div(envelope, f64x2.add(envelope, half));
    v128.store(row, exp2Pair(f64x2.mul(share, f64x2.splat(-depth))));
    input += FRAME_BYTES;
  }
  header.envelope = flushDenormal(envelope);
}

function blend(wet: usize, ducking: usize, input: usize, output: usize, parameters: usize, frames: i32): void {
  let mix = startOf(parameters, MIX_PERCENT) * 0.01;
  const step = (startOf(endValues(parameters), MIX_PERCENT) * 0.01 - mix) / <f64>frames;
  for (const end = output + <usize>frames * FRAME_BYTES; output < end; output += FRAME_BYTES) {
    mix += step;
    const dry = f64x2.mul(v128.load(input), f64x2.splat(1.0 - mix));
    const repeats = f64x2.mul(f64x2.mul(v128.load(wet), v128.load(ducking)), f64x2.splat(mix));
    v128.store(output, f64x2.add(dry, repeats));
    input += FRAME_BYTES;
    wet += FRAME_BYTES;
    ducking += FRAME_BYTES;
  }
}
