// Clips by adding the residue of clipping to the delayed input: only the residue is oversampled, so whatever stays below the
// knee passes untouched to the last bit. At the end stands what band-limiting cannot promise: no sample above the ceiling,
// and with the guard no true peak either.

import { aligned, FRAME_BYTES, portAt, setMeter, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { CLIP_CURVE_BYTES, clipCurveInit, clipResidue, remainingShare } from "@twobus/dsp/assembly/clip-curve";
import { delayInit, delayProcess, delayStateBytes } from "@twobus/dsp/assembly/delay";
import { chordOf, followFactors } from "@twobus/dsp/assembly/follow";
import { decibelsToGain, gainToDecibels } from "@twobus/dsp/assembly/maths";
import {
  LONG_FIRST_PAIRS,
  oversampleDown,
  oversampleUp,
  oversamplingInit,
  oversamplingLatency,
  oversamplingStateBytes,
} from "@twobus/dsp/assembly/oversampling";
import {
  TRUE_PEAK_GUARD_LATENCY,
  truePeakGuardDelay,
  truePeakGuardGains,
  truePeakGuardInit,
  truePeakGuardProcess,
  truePeakGuardStateBytes,
} from "@twobus/dsp/assembly/true-peak-guard";

// Parameters
const CEILING_DB: i32 = 0;
const DRIVE_DB: i32 = 1;
const KNEE_PERCENT: i32 = 2;
const LIMIT_SHAVE_DB: i32 = 3;
const CHANNEL_MODE: i32 = 4;
const MIX_PERCENT: i32 = 5;
const DELTA: i32 = 6;
const TRUE_PEAK: i32 = 7;
const OVERSAMPLING: i32 = 8;

const SHAVED_DB: i32 = 0; // meter
const WIDEST_KNEE_DB: f64 = 12.0; // how far below the ceiling a knee of 100 % begins
const OPEN_CEILING: f64 = 1e9;
const CURVE_DELAY: i32 = 1; // inner frames that the antialiased curve is late

// State
const BUFFER_BYTES: usize = 128 * FRAME_BYTES;
const MIDDLE: usize = 0; // v128: the last two inner frames, relative to the ceiling
const OLDEST: usize = 16; // v128
const CURVE: usize = 32;
const NEXT_CURVE: usize = CURVE + CLIP_CURVE_BYTES;
const CURVE_KNEE: usize = NEXT_CURVE + CLIP_CURVE_BYTES; // f64: what `CURVE` was made for
const CURVE_LIMIT: usize = CURVE_KNEE + 8; // f64
const DRIVEN: usize = CURVE_LIMIT + 8; // 128 v128
const DELAYED: usize = DRIVEN + BUFFER_BYTES; // 128 v128
const WET: usize = DELAYED + BUFFER_BYTES; // 128 v128
const FACTORS: usize = WET + BUFFER_BYTES; // 128 v128: what guard and sample clipping multiplied each frame with
const LAST_INNER: usize = FACTORS + BUFFER_BYTES; // v128: the inner frame before the area
const RECORDS: usize = LAST_INNER + 16; // i32: whether parts follow
const OVERSAMPLER: usize = RECORDS + 16;

// @ts-ignore: decorator
@inline
function factorOf(parameters: usize): i32 {
  return <i32>valueOf(parameters, OVERSAMPLING);
}

// @ts-ignore: decorator
@inline
function isGuarded(parameters: usize): bool {
  return valueOf(parameters, TRUE_PEAK) != 0.0;
}

// @ts-ignore: decorator
@inline
function isLimited(parameters: usize): bool {
  return valueOf(parameters, LIMIT_SHAVE_DB) > 0.0;
}

// @ts-ignore: decorator
@inline
function isMidSide(parameters: usize): bool {
  return valueOf(parameters, CHANNEL_MODE) != 0.0;
}

// Clipping makes harmonics as strong at 25 kHz as at 15: a longer transition would fold them into sight of the guard.
// @ts-ignore: decorator
@inline
function filterLatency(factor: i32): i32 {
  return oversamplingLatency(factor, CURVE_DELAY, LONG_FIRST_PAIRS);
}

function latencyOf(parameters: usize): i32 {
  return filterLatency(factorOf(parameters)) + (isGuarded(parameters) ? TRUE_PEAK_GUARD_LATENCY : 0);
}

// After the oversampler lie the driven signal's delay, the input's, and the guard if there is one.
// @ts-ignore: decorator
@inline
function drivenDelayOf(state: usize, factor: i32): usize {
  return state + OVERSAMPLER + <usize>aligned(oversamplingStateBytes(factor));
}

// @ts-ignore: decorator
@inline
function inputDelayOf(state: usize, factor: i32): usize {
  return drivenDelayOf(state, factor) + <usize>aligned(delayStateBytes(filterLatency(factor)));
}

// @ts-ignore: decorator
@inline
function guardOf(state: usize, parameters: usize): usize {
  return inputDelayOf(state, factorOf(parameters)) + <usize>aligned(delayStateBytes(latencyOf(parameters)));
}

/** What the curve's residue was, relative to the inner frame it belongs to, for parts that follow. */
// @ts-ignore: decorator
@inline
function chordsOf(state: usize, parameters: usize): usize {
  return guardOf(state, parameters) + (isGuarded(parameters) ? <usize>aligned(truePeakGuardStateBytes()) : 0);
}

export function clipperStateBytes(parameters: usize, sampleRate: f64): i32 {
  return <i32>chordsOf(0, parameters) + 128 * factorOf(parameters) * <i32>FRAME_BYTES;
}

export function clipperInit(state: usize, parameters: usize, sampleRate: f64): void {
  const factor = factorOf(parameters);
  memory.fill(state, 0, OVERSAMPLER);
  store<f64>(state, -1.0, CURVE_KNEE);
  oversamplingInit(state + OVERSAMPLER, factor, CURVE_DELAY, LONG_FIRST_PAIRS);
  delayInit(drivenDelayOf(state, factor), filterLatency(factor));
  delayInit(inputDelayOf(state, factor), latencyOf(parameters));
  if (isGuarded(parameters)) truePeakGuardInit(guardOf(state, parameters));
}

// @ts-ignore: decorator
@inline
function shareLeft(limitDb: f64): f64 {
  return limitDb > 0.0 ? decibelsToGain(-limitDb) : 0.0;
}

function makeCurve(curve: usize, kneePercent: f64, limitDb: f64): void {
  clipCurveInit(curve, decibelsToGain(-0.01 * WIDEST_KNEE_DB * kneePercent), shareLeft(limitDb));
}

/** Brings `CURVE` to the quantum's start and, if the curve changes, `NEXT_CURVE` to its end. Returns whether it does. */
function followCurve(state: usize, parameters: usize): bool {
  const knee = startOf(parameters, KNEE_PERCENT);
  const limit = startOf(parameters, LIMIT_SHAVE_DB);
  if (load<f64>(state, CURVE_KNEE) != knee || load<f64>(state, CURVE_LIMIT) != limit) {
    makeCurve(state + CURVE, knee, limit);
    store<f64>(state, knee, CURVE_KNEE);
    store<f64>(state, limit, CURVE_LIMIT);
  }
  const lastKnee = valueOf(parameters, KNEE_PERCENT);
  const lastLimit = valueOf(parameters, LIMIT_SHAVE_DB);
  if (lastKnee == knee && lastLimit == limit) return false;
  makeCurve(state + NEXT_CURVE, lastKnee, lastLimit);
  return true;
}

/** (L, R) to (M, S) = ½(L + R, L − R), in place. */
function toMidSide(buffer: usize, frames: i32): void {
  const half = f64x2.replace_lane(f64x2.splat(0.5), 1, -0.5);
  const end = buffer + <usize>frames * FRAME_BYTES;
  for (; buffer < end; buffer += FRAME_BYTES) {
    const frame = v128.load(buffer);
    const left = v128.shuffle<f64>(frame, frame, 0, 0);
    const right = v128.shuffle<f64>(frame, frame, 1, 1);
    v128.store(buffer, f64x2.add(f64x2.mul(left, f64x2.splat(0.5)), f64x2.mul(right, half)));
  }
}

/** (M, S) to (L, R) = (M + S, M − S), in place. */
function fromMidSide(buffer: usize, frames: i32): void {
  const one = f64x2.replace_lane(f64x2.splat(1.0), 1, -1.0);
  const end = buffer + <usize>frames * FRAME_BYTES;
  for (; buffer < end; buffer += FRAME_BYTES) {
    const frame = v128.load(buffer);
    const mid = v128.shuffle<f64>(frame, frame, 0, 0);
    const side = v128.shuffle<f64>(frame, frame, 1, 1);
    v128.store(buffer, f64x2.add(mid, f64x2.mul(side, one)));
  }
}

/** The input with drive, to `output`. */
function drive(parameters: usize, input: usize, output: usize, frames: i32): void {
  let gain = decibelsToGain(startOf(parameters, DRIVE_DB));
  const step = (decibelsToGain(valueOf(parameters, DRIVE_DB)) - gain) / <f64>frames;
  const end = output + <usize>frames * FRAME_BYTES;
  for (; output < end; output += FRAME_BYTES) {
    gain += step;
    v128.store(output, f64x2.mul(v128.load(input), f64x2.splat(gain)));
    input += FRAME_BYTES;
  }
}

/** The stage itself: every inner frame of the area becomes the residue of clipping it. Returns the highest magnitude. */
function shape(state: usize, parameters: usize, area: usize, frames: i32, factor: i32): f64 {
  const isMoving = followCurve(state, parameters);
  const share = 1.0 / <f64>frames;
  let ceiling = decibelsToGain(startOf(parameters, CEILING_DB));
  const step = (decibelsToGain(valueOf(parameters, CEILING_DB)) - ceiling) * share;
  let middle = v128.load(state, MIDDLE);
  let oldest = v128.load(state, OLDEST);
  let highest = f64x2.splat(0.0);
  const curve = state + CURVE;
  for (let i: i32 = 0; i < frames; i++) {
    ceiling += step;
    const level = f64x2.splat(ceiling);
    const perCeiling = f64x2.splat(1.0 / ceiling);
    const moved = f64x2.splat(<f64>(i + 1) * share);
    const end = area + <usize>factor * FRAME_BYTES;
    for (; area < end; area += FRAME_BYTES) {
      const newest = f64x2.mul(v128.load(area), perCeiling);
      let residue = clipResidue(curve, newest, middle, oldest);
      if (isMoving) {
        const next = clipResidue(state + NEXT_CURVE, newest, middle, oldest);
        residue = f64x2.add(residue, f64x2.mul(moved, f64x2.sub(next, residue)));
      }
      v128.store(area, f64x2.mul(residue, level));
      highest = f64x2.pmax(highest, f64x2.abs(newest));
      oldest = middle;
      middle = newest;
    }
  }
  v128.store(state, middle, MIDDLE);
  v128.store(state, oldest, OLDEST);
  return max(f64x2.extract_lane(highest, 0), f64x2.extract_lane(highest, 1));
}

/** How much the curve takes from the highest peak of the quantum; the knee makes that the most it takes from any. */
function shavedDb(state: usize, highest: f64): f64 {
  return highest > 0.0 ? -gainToDecibels(remainingShare(state + CURVE, highest)) : 0.0;
}

/** The clipped signal: the driven one plus the residue, in place of the residue. */
function addResidue(driven: usize, residue: usize, frames: i32): void {
  const end = residue + <usize>frames * FRAME_BYTES;
  for (; residue < end; residue += FRAME_BYTES) {
    v128.store(residue, f64x2.add(v128.load(driven), v128.load(residue)));
    driven += FRAME_BYTES;
  }
}

/**
 * Clips the samples that band-limiting has put above the ceiling. A limit on what may be taken holds here too: no sample is
 * cut below its share of the driven one.
 */
function clipSamples(parameters: usize, driven: usize, buffer: usize, frames: i32): void {
  let ceiling = decibelsToGain(startOf(parameters, CEILING_DB));
  const step = (decibelsToGain(valueOf(parameters, CEILING_DB)) - ceiling) / <f64>frames;
  let share = shareLeft(startOf(parameters, LIMIT_SHAVE_DB));
  const shareStep = (shareLeft(valueOf(parameters, LIMIT_SHAVE_DB)) - share) / <f64>frames;
  const end = buffer + <usize>frames * FRAME_BYTES;
  for (; buffer < end; buffer += FRAME_BYTES) {
    ceiling += step;
    share += shareStep;
    const bound = f64x2.pmax(f64x2.splat(ceiling), f64x2.mul(f64x2.splat(share), f64x2.abs(v128.load(driven))));
    v128.store(buffer, f64x2.pmin(bound, f64x2.pmax(f64x2.neg(bound), v128.load(buffer))));
    driven += FRAME_BYTES;
  }
}

/** Brings true peaks below the ceiling by gain, in place. With a limit the ceiling is open: the guard only delays. */
function guardPeaks(state: usize, parameters: usize, frames: i32): void {
  const isOpen = isLimited(parameters);
  const ceiling = isOpen ? OPEN_CEILING : decibelsToGain(startOf(parameters, CEILING_DB));
  const last = isOpen ? OPEN_CEILING : decibelsToGain(valueOf(parameters, CEILING_DB));
  const step = (last - ceiling) / <f64>frames;
  const guarded = state + DRIVEN;
  truePeakGuardProcess(guardOf(state, parameters), state + WET, guarded, ceiling, step, frames);
  memory.copy(state + WET, guarded, <usize>frames * FRAME_BYTES);
}

/** Lays the clipped signal over the untouched one, and turns to what was taken while `delta` is on. */
function finish(parameters: usize, dry: usize, wet: usize, output: usize, frames: i32): void {
  const share = 1.0 / <f64>frames;
  let mix = startOf(parameters, MIX_PERCENT) * 0.01;
  const mixStep = (valueOf(parameters, MIX_PERCENT) * 0.01 - mix) * share;
  let delta = startOf(parameters, DELTA);
  const deltaStep = (valueOf(parameters, DELTA) - delta) * share;
  const one = f64x2.splat(1.0);
  const end = output + <usize>frames * FRAME_BYTES;
  for (; output < end; output += FRAME_BYTES) {
    mix += mixStep;
    delta += deltaStep;
    const untouched = v128.load(dry);
    const wetShare = f64x2.splat(mix);
    const mixed = f64x2.add(f64x2.mul(v128.load(wet), wetShare), f64x2.mul(untouched, f64x2.sub(one, wetShare)));
    const taken = f64x2.splat(delta);
    // (1 − δ)·mixed + δ·(untouched − mixed): at either end exactly the one or the other
    const heard = f64x2.mul(mixed, f64x2.sub(one, taken));
    v128.store(output, f64x2.add(heard, f64x2.mul(f64x2.sub(untouched, mixed), taken)));
    dry += FRAME_BYTES;
    wet += FRAME_BYTES;
  }
}

export function clipperProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const input = portAt(ports, 0);
  const output = portAt(ports, 1);
  const factor = factorOf(parameters);
  const driven = state + DRIVEN;
  const wet = state + WET;

  drive(parameters, input, driven, frames);
  delayProcess(drivenDelayOf(state, factor), driven, state + DELAYED, frames);
  if (isMidSide(parameters)) toMidSide(driven, frames);
  const area = oversampleUp(state + OVERSAMPLER, driven, frames);
  const records = load<i32>(state, RECORDS) != 0;
  const chords = chordsOf(state, parameters);
  if (records) memory.copy(chords, area, <usize>(frames * factor) * FRAME_BYTES);
  const highest = shape(state, parameters, area, frames, factor);
  if (records) toChords(state, chords, area, frames * factor);
  oversampleDown(state + OVERSAMPLER, wet, frames);
  if (isMidSide(parameters)) fromMidSide(wet, frames);
  addResidue(state + DELAYED, wet, frames);
  if (isGuarded(parameters)) guardPeaks(state, parameters, frames);
  if (records) memory.copy(driven, wet, BUFFER_BYTES);
  if (!isGuarded(parameters) || !isLimited(parameters)) clipSamples(parameters, state + DELAYED, wet, frames);
  if (records) recordFactors(state, parameters, driven, wet, frames);
  delayProcess(inputDelayOf(state, factor), input, state + DELAYED, frames);
  finish(parameters, state + DELAYED, wet, output, frames);
  setMeter(meters, SHAVED_DB, shavedDb(state, highest));
}

/** The residues in the area relative to the inner frames that they belong to, which came one earlier. */
function toChords(state: usize, chords: usize, area: usize, innerFrames: i32): void {
  const none = f64x2.splat(0.0); // nothing is taken at rest
  let last = v128.load(state, LAST_INNER);
  const end = area + <usize>innerFrames * FRAME_BYTES;
  for (; area < end; area += FRAME_BYTES) {
    const frame = v128.load(chords);
    v128.store(chords, chordOf(last, v128.load(area), none));
    last = frame;
    chords += FRAME_BYTES;
  }
  v128.store(state, last, LAST_INNER);
}

/** What the guard's gain and the clipping of samples made of each frame. */
function recordFactors(state: usize, parameters: usize, before: usize, after: usize, frames: i32): void {
  const one = f64x2.splat(1.0);
  const factors = state + FACTORS;
  if (isGuarded(parameters)) truePeakGuardGains(guardOf(state, parameters), factors, frames);
  for (let at: usize = 0; at < <usize>frames * FRAME_BYTES; at += FRAME_BYTES) {
    const chord = chordOf(v128.load(before + at), v128.load(after + at), one);
    const gain = isGuarded(parameters) ? v128.load(factors + at) : one;
    v128.store(factors + at, f64x2.mul(gain, chord));
  }
}

export function clipperRecord(state: usize): void {
  store<i32>(state, 1, RECORDS);
}

export function clipperFollow(
  follow: usize,
  state: usize,
  input: usize,
  output: usize,
  parameters: usize,
  frames: i32,
): void {
  const factor = factorOf(parameters);
  const driven = follow + DRIVEN;
  const wet = follow + WET;
  drive(parameters, input, driven, frames);
  delayProcess(drivenDelayOf(follow, factor), driven, follow + DELAYED, frames);
  if (isMidSide(parameters)) toMidSide(driven, frames);
  const area = oversampleUp(follow + OVERSAMPLER, driven, frames);
  followChords(follow, chordsOf(state, parameters), area, frames * factor);
  oversampleDown(follow + OVERSAMPLER, wet, frames);
  if (isMidSide(parameters)) fromMidSide(wet, frames);
  addResidue(follow + DELAYED, wet, frames);
  if (isGuarded(parameters)) {
    truePeakGuardDelay(guardOf(follow, parameters), wet, driven, frames);
    memory.copy(wet, driven, BUFFER_BYTES);
  }
  followFactors(wet, state + FACTORS, frames);
  delayProcess(inputDelayOf(follow, factor), input, follow + DELAYED, frames);
  finish(parameters, follow + DELAYED, wet, output, frames);
}

/** A part's residues: the whole's chords on the part's own frames, one inner frame late as the curve is. */
function followChords(follow: usize, chords: usize, area: usize, innerFrames: i32): void {
  let last = v128.load(follow, LAST_INNER);
  const end = area + <usize>innerFrames * FRAME_BYTES;
  for (; area < end; area += FRAME_BYTES) {
    const frame = v128.load(area);
    v128.store(area, f64x2.mul(last, v128.load(chords)));
    last = frame;
    chords += FRAME_BYTES;
  }
  v128.store(follow, last, LAST_INNER);
}
