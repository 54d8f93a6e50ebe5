// A transformer: the voltage integrates to flux, the core saturates, and the winding gives back how fast the flux changes. What
// is bent is the flux, V/f, so the third harmonic goes with (V/f)², and a loud bass modulates what rides on it.
//
// The integral leaks at the high-pass's corner, the difference does not: that is the high-pass. The saturated flux is the
// flux times a chord, which does the same to any part of it.

import { aligned, FRAME_BYTES, portAt, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { BIQUAD_BYTES, BOTH_LANES, resetBiquad, runBiquads, setBiquad } from "@twobus/dsp/assembly/biquad";
import { delayInit, delayProcess, delayStateBytes } from "@twobus/dsp/assembly/delay";
import { flushDenormal, tanhPair } from "@twobus/dsp/assembly/fast-maths";
import { DESIGN_BYTES, designLowPass, SECTION_BYTES } from "@twobus/dsp/assembly/filter-design";
import { nextPresence, setPresence } from "@twobus/dsp/assembly/filter-presence";
import { chordOf } from "@twobus/dsp/assembly/follow";
import { decibelsToGain, exp, PI } from "@twobus/dsp/assembly/maths";
import {
  firstPairsFor,
  LONG_FIRST_PAIRS,
  oversampleDown,
  oversampleUp,
  oversamplingInit,
  oversamplingLatency,
  oversamplingStateBytes,
} from "@twobus/dsp/assembly/oversampling";
import { approachRate } from "@twobus/dsp/assembly/time-constant";
import { blendWithDry } from "@twobus/dsp/assembly/wet-dry";

// Parameters
const DRIVE_DB: i32 = 0;
const BIAS_PERCENT: i32 = 1;
const HIGH_PASS_HZ: i32 = 2;
const LOW_PASS_HZ: i32 = 3;
const OUTPUT_DB: i32 = 4;
const MIX_PERCENT: i32 = 5;
const OVERSAMPLING: i32 = 6;

/**
 * Saturation x − x³/3 and the differentiation leave x²/4 of third harmonic. A line transformer has 0.025 % of it at 20 Hz and
 * 0 VU (+4 dBu, a peak of 0.126): there the core is at x = 0.0316, which is so much per volt and second.
 */
const CORE: f64 = (0.0316 * 2.0 * PI * 20.0) / 0.125892541179417;
/** Where on the core's curve 100 % of bias stands. */
const FULL_BIAS: f64 = 1.0;
/** The winding hears how fast the drive moves: where quanta meet it must not turn a corner. */
const DRIVE_SECONDS: f64 = 0.005;
/** From this share of the sample rate on, the low-pass is off. */
const LOW_PASS_OFF_SHARE: f64 = 0.45;

// State
const BUFFER_BYTES: usize = 128 * FRAME_BYTES;
const SAMPLE_RATE: usize = 0; // f64
const RECORDS: usize = 8; // i32: whether parts follow
const FLUX: usize = 16; // v128
const SATURATED: usize = 32; // v128: the last one
const LOW_PASS_SET: usize = 48; // f64: the corner that the low-pass is designed for
const LIST: usize = 56; // u32: the low-pass
const LOW_PASS_PRESENCE: usize = 64; // f64
const REACH: usize = 72; // f64: how far the flux goes up the curve now
const COEFFICIENTS: usize = 80;
const LOW_PASS: usize = (COEFFICIENTS + SECTION_BYTES + 15) & ~15;
const WORKSPACE: usize = LOW_PASS + BIQUAD_BYTES;
const DRY: usize = (WORKSPACE + DESIGN_BYTES + 15) & ~15; // 128 v128
const OVERSAMPLER: usize = DRY + BUFFER_BYTES;

// @ts-ignore: decorator
@inline
function factorOf(parameters: usize): i32 {
  return <i32>valueOf(parameters, OVERSAMPLING);
}

// @ts-ignore: decorator
@inline
function delayAt(state: usize, factor: i32): usize {
  return state + OVERSAMPLER + <usize>aligned(oversamplingStateBytes(factor));
}

/** What the flux was multiplied with, per inner frame. */
// @ts-ignore: decorator
@inline
function chordsAt(state: usize, factor: i32): usize {
  return delayAt(state, factor) + <usize>aligned(delayStateBytes(oversamplingLatency(factor, 0, LONG_FIRST_PAIRS)));
}

export function transformerSaturatorStateBytes(parameters: usize, sampleRate: f64): i32 {
  const factor = factorOf(parameters);
  return <i32>chordsAt(0, factor) + 128 * factor * <i32>FRAME_BYTES;
}

export function transformerSaturatorInit(state: usize, parameters: usize, sampleRate: f64): void {
  const factor = factorOf(parameters);
  const firstPairs = firstPairsFor(sampleRate);
  memory.fill(state, 0, OVERSAMPLER);
  store<f64>(state, sampleRate, SAMPLE_RATE);
  store<u32>(state, <u32>(state + LOW_PASS), LIST);
  oversamplingInit(state + OVERSAMPLER, factor, 0, firstPairs);
  delayInit(delayAt(state, factor), oversamplingLatency(factor, 0, firstPairs));
  store<f64>(state, reachOf(valueOf(parameters, DRIVE_DB), sampleRate * <f64>factor), REACH);
  const lowPassHz = valueOf(parameters, LOW_PASS_HZ);
  setLowPass(state, lowPassHz, lowPassGoal(state, lowPassHz));
  resetBiquad(state + LOW_PASS);
}

function lowPassGoal(state: usize, hz: f64): f64 {
  return hz < LOW_PASS_OFF_SHARE * load<f64>(state, SAMPLE_RATE) ? 1.0 : 0.0;
}

function setLowPass(state: usize, hz: f64, presence: f64): void {
  if (load<f64>(state, LOW_PASS_SET) == hz && load<f64>(state, LOW_PASS_PRESENCE) == presence) return;
  const sampleRate = load<f64>(state, SAMPLE_RATE);
  const section = state + COEFFICIENTS;
  designLowPass(section, state + WORKSPACE, sampleRate, min(hz, LOW_PASS_OFF_SHARE * sampleRate), 2, 0.0);
  setPresence(section, presence);
  setBiquad(state + LOW_PASS, section, BOTH_LANES);
  store<f64>(state, hz, LOW_PASS_SET);
  store<f64>(state, presence, LOW_PASS_PRESENCE);
}

/** How far a flux of 1 goes up the core's curve. */
// @ts-ignore: decorator
@inline
function reachOf(driveDb: f64, innerRate: f64): f64 {
  return (CORE / innerRate) * decibelsToGain(driveDb);
}

/** What is left of the flux after an inner frame. */
// @ts-ignore: decorator
@inline
function keepOf(hz: f64, innerRate: f64): f64 {
  return exp((-2.0 * PI * hz) / innerRate);
}

/** Slope of the curve where it is at rest. */
// @ts-ignore: decorator
@inline
function slopeOf(rest: v128): v128 {
  return f64x2.sub(f64x2.splat(1.0), f64x2.mul(rest, rest));
}

/** The core, in place. `chords` is 0, or where they go; `from` is 0, or where the whole's chords stand for a part's own. */
// @ts-ignore: decorator
@inline
function run(state: usize, parameters: usize, area: usize, frames: i32, chords: usize, from: usize): void {
  const innerRate = load<f64>(state, SAMPLE_RATE) * <f64>factorOf(parameters);
  const share = 1.0 / <f64>frames;
  let drive = reachOf(startOf(parameters, DRIVE_DB), innerRate);
  const driveStep = (reachOf(valueOf(parameters, DRIVE_DB), innerRate) - drive) * share;
  const approach = approachRate(DRIVE_SECONDS, innerRate);
  let reach = load<f64>(state, REACH);
  let bias = FULL_BIAS * 0.01 * startOf(parameters, BIAS_PERCENT);
  const biasStep = (FULL_BIAS * 0.01 * valueOf(parameters, BIAS_PERCENT) - bias) * share;
  let keep = keepOf(startOf(parameters, HIGH_PASS_HZ), innerRate);
  const keepStep = (keepOf(valueOf(parameters, HIGH_PASS_HZ), innerRate) - keep) * share;
  const one = f64x2.splat(1.0);
  const half = f64x2.splat(0.5);
  let flux = v128.load(state, FLUX);
  let saturated = v128.load(state, SATURATED);
  let offset = f64x2.splat(bias);
  let rest = tanhPair(offset);
  let slope = slopeOf(rest);
  const end = area + <usize>frames * FRAME_BYTES;
  for (; area < end; area += FRAME_BYTES) {
    drive += driveStep;
    reach += approach * (drive - reach);
    keep += keepStep;
    const kept = f64x2.splat(keep);
    flux = f64x2.add(f64x2.mul(flux, kept), v128.load(area));
    let chord: v128;
    if (from != 0) {
      chord = v128.load(from);
      from += FRAME_BYTES;
    } else {
      if (biasStep != 0.0) {
        bias += biasStep;
        offset = f64x2.splat(bias);
        rest = tanhPair(offset);
        slope = slopeOf(rest);
      }
      const field = f64x2.mul(flux, f64x2.splat(reach));
      const bent = f64x2.sub(tanhPair(f64x2.add(field, offset)), rest);
      chord = chordOf(f64x2.mul(field, slope), bent, one);
    }
    if (chords != 0) {
      v128.store(chords, chord);
      chords += FRAME_BYTES;
    }
    const next = f64x2.mul(flux, chord);
    // (1 + keep)/2: the highs come through at unity
    v128.store(area, f64x2.mul(f64x2.sub(next, saturated), f64x2.mul(half, f64x2.add(one, kept))));
    saturated = next;
  }
  store<f64>(state, reach, REACH);
  v128.store(state, flushDenormal(flux), FLUX);
  v128.store(state, flushDenormal(saturated), SATURATED);
}

function magnetiseCore(state: usize, parameters: usize, area: usize, frames: i32): void {
  run(state, parameters, area, frames, 0, 0);
}

function recordCore(state: usize, parameters: usize, area: usize, frames: i32, chords: usize): void {
  run(state, parameters, area, frames, chords, 0);
}

function followCore(state: usize, parameters: usize, area: usize, frames: i32, chords: usize): void {
  run(state, parameters, area, frames, 0, chords);
}

/** From the inner rate to the output. */
function finish(state: usize, parameters: usize, input: usize, output: usize, frames: i32): void {
  oversampleDown(state + OVERSAMPLER, output, frames);
  const lowPassHz = valueOf(parameters, LOW_PASS_HZ);
  const presence = nextPresence(load<f64>(state, LOW_PASS_PRESENCE), lowPassGoal(state, lowPassHz), frames);
  setLowPass(state, lowPassHz, presence);
  runBiquads(state + LIST, 1, output, output, frames);
  delayProcess(delayAt(state, factorOf(parameters)), input, state + DRY, frames);
  blendWithDry(parameters, MIX_PERCENT, OUTPUT_DB, state + DRY, output, frames);
}

export function transformerSaturatorProcess(
  state: usize,
  ports: usize,
  parameters: usize,
  meters: usize,
  frames: i32,
): void {
  const input = portAt(ports, 0);
  const factor = factorOf(parameters);
  const area = oversampleUp(state + OVERSAMPLER, input, frames);
  if (load<i32>(state, RECORDS) == 0) magnetiseCore(state, parameters, area, frames * factor);
  else recordCore(state, parameters, area, frames * factor, chordsAt(state, factor));
  finish(state, parameters, input, portAt(ports, 1), frames);
}

export function transformerSaturatorRecord(state: usize): void {
  store<i32>(state, 1, RECORDS);
}

export function transformerSaturatorFollow(
  follow: usize,
  state: usize,
  input: usize,
  output: usize,
  parameters: usize,
  frames: i32,
): void {
  const factor = factorOf(parameters);
  const area = oversampleUp(follow + OVERSAMPLER, input, frames);
  followCore(follow, parameters, area, frames * factor, chordsAt(state, factor));
  finish(follow, parameters, input, output, frames);
}
