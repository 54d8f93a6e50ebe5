// A loop: what comes out of the line of the past goes, with the input, through filters and saturation back into it. It runs
// in stretches no longer than the delay, so that each stretch hears only what is already written. The oversampling filters
// are late; the line is read so much earlier.

import { aligned, FRAME_BYTES, portAt, startOf } from "@twobus/dsp/assembly/abi";
import { decibelsToGain } from "@twobus/dsp/assembly/maths";
import { heardPresence, nextPresence } from "@twobus/dsp/assembly/filter-presence";
import { toMidSide } from "@twobus/dsp/assembly/mid-side";
import { endValues } from "@twobus/dsp/assembly/parameter-values";
import { resetSvf, runSvf, SVF_BYTES, svfHighPass, svfLowPass } from "@twobus/dsp/assembly/svf";
import { duck, DUCKING_BYTES, DUCKING_ROW, duckingInit } from "./ducking/kernel";
import { aim, lineBytes, lineInit, lineStretch, readLine, writeLine } from "./line/kernel";
import { recordSaturation, saturate, saturationBytes, saturationInit } from "./saturation/kernel";

const TIME_MS: i32 = 0;
const NOTE: i32 = 1;
const TEMPO_BPM: i32 = 2;
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
const LOW_CUT_OFF_HZ: f64 = 20.0;
const HIGH_CUT_OFF_HZ: f64 = 20000.0;
const BUTTERWORTH_Q: f64 = 0.7071067811865476;

// @ts-ignore: decorator
@unmanaged
class Header {
  sampleRate: f64;
  /** Address of the saturation; 0 where the loop is clean. */
  saturation: usize;
  line: usize;
  /** How many frames late the saturation is. */
  latency: i32;
}

const BUFFER_BYTES: usize = 128 * FRAME_BYTES;
const LOW_CUT: usize = 32;
const HIGH_CUT: usize = LOW_CUT + SVF_BYTES;
const WET: usize = HIGH_CUT + SVF_BYTES;
const LOOP: usize = WET + BUFFER_BYTES;
const FILTERED: usize = LOOP + BUFFER_BYTES;
/** How much there is of either filter (f64 each). */
const PRESENCES: usize = FILTERED + BUFFER_BYTES;
const DUCKING: usize = PRESENCES + 16;
const SATURATION: usize = DUCKING + DUCKING_BYTES;

/** Bytes of the saturation; none where the loop is clean. */
function bendingBytes(parameters: usize): i32 {
  const values = endValues(parameters);
  return startOf(values, COLOUR) == 0.0 ? 0 : aligned(saturationBytes(<i32>startOf(values, OVERSAMPLING)));
}

export function echoStateBytes(parameters: usize, sampleRate: f64): i32 {
  return <i32>SATURATION + bendingBytes(parameters) + lineBytes(LONGEST_SECONDS * sampleRate);
}

export function echoInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, echoStateBytes(parameters, sampleRate));
  const header = changetype<Header>(state);
  const ends = endValues(parameters);
  header.sampleRate = sampleRate;
  header.line = state + SATURATION + <usize>bendingBytes(parameters);
  if (bendingBytes(parameters) > 0) {
    header.saturation = state + SATURATION;
    header.latency = saturationInit(header.saturation, <i32>startOf(ends, OVERSAMPLING), sampleRate);
  }
  lineInit(header.line, LONGEST_SECONDS * sampleRate, delayOf(header, ends), sampleRate);
  duckingInit(state + DUCKING, sampleRate);
  setFilters(state, ends);
  resetSvf(state + LOW_CUT);
  resetSvf(state + HIGH_CUT);
  store<f64>(state + PRESENCES, isLowCut(ends) ? 1.0 : 0.0);
  store<f64>(state + PRESENCES + 8, isHighCut(ends) ? 1.0 : 0.0);
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

/** How many frames behind the next one the line is to be read. No delay is shorter than what the loop itself takes. */
function delayOf(header: Header, values: usize): f64 {
  const note = <i32>startOf(values, NOTE);
  const free = startOf(values, TIME_MS) * 0.001;
  const seconds = note == 0 ? free : (60.0 * beatsOf(note)) / startOf(values, TEMPO_BPM);
  return min(LONGEST_SECONDS, seconds) * header.sampleRate - <f64>header.latency;
}

function setFilters(state: usize, values: usize): void {
  const sampleRate = changetype<Header>(state).sampleRate;
  svfHighPass(state + LOW_CUT, sampleRate, startOf(values, LOW_CUT_HZ), BUTTERWORTH_Q);
  svfLowPass(state + HIGH_CUT, sampleRate, startOf(values, HIGH_CUT_HZ), BUTTERWORTH_Q);
}

export function echoRecord(state: usize): void {
  const saturation = changetype<Header>(state).saturation;
  if (saturation != 0) recordSaturation(saturation);
}

export function echoProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const input = portAt(ports, 0);
  duck(state + DUCKING, input, startOf(parameters, DUCK_DB), startOf(endValues(parameters), DUCK_DB), frames);
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
  const wanted = delayOf(header, ends);
  const drive = decibelsToGain(startOf(parameters, DRIVE_DB));
  const driveStep = (decibelsToGain(startOf(ends, DRIVE_DB)) - drive) / <f64>frames;
  const saturation = changetype<Header>(whole).saturation;
  for (let done: i32 = 0; done < frames;) {
    aim(header.line, wanted);
    const count = min(frames - done, lineStretch(header.line));
    const offset = <usize>done * FRAME_BYTES;
    readLine(header.line, own + WET + offset, count);
    feed(input + offset, own + WET + offset, own + LOOP, parameters, done, count, frames);
    filter(own, parameters, own + LOOP, count);
    if (saturation != 0) {
      saturate(header.saturation, saturation, own + LOOP, drive + driveStep * <f64>done, driveStep, done, count);
    }
    writeLine(header.line, own + LOOP, count);
    done += count;
  }
  blend(own + WET, whole + DUCKING + DUCKING_ROW, input, output, parameters, frames);
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
  const scratch = own + FILTERED;
  const presences = own + PRESENCES;
  pass(own + LOW_CUT, presences, isLowCut(ends) ? 1.0 : 0.0, loop, scratch, count);
  pass(own + HIGH_CUT, presences + 8, isHighCut(ends) ? 1.0 : 0.0, loop, scratch, count);
}

/** A filter, in place: it comes and goes over a few quanta where it is switched. */
function pass(svf: usize, presenceAt: usize, goal: f64, loop: usize, scratch: usize, count: i32): void {
  const before = load<f64>(presenceAt);
  const presence = nextPresence(before, goal, count);
  store<f64>(presenceAt, presence);
  if (before == 1.0 && presence == 1.0) {
    runSvf(svf, loop, loop, count);
    return;
  }
  if (before == 0.0 && presence == 0.0) {
    resetSvf(svf);
    return;
  }
  runSvf(svf, loop, scratch, count);
  const oneFrame = nextPresence(0.0, 1.0, 1);
  const step = f64x2.splat(goal > before ? oneFrame : -oneFrame);
  const all = f64x2.splat(1.0);
  let share = f64x2.splat(before);
  for (const end = loop + <usize>count * FRAME_BYTES; loop < end; loop += FRAME_BYTES) {
    share = f64x2.max(f64x2.splat(0.0), f64x2.min(all, f64x2.add(share, step)));
    const frame = v128.load(loop);
    v128.store(loop, f64x2.add(frame, f64x2.mul(heardPresence(share), f64x2.sub(v128.load(scratch), frame))));
    scratch += FRAME_BYTES;
  }
}

function isLowCut(values: usize): bool {
  return startOf(values, LOW_CUT_HZ) > LOW_CUT_OFF_HZ;
}

function isHighCut(values: usize): bool {
  return startOf(values, HIGH_CUT_HZ) < HIGH_CUT_OFF_HZ;
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
