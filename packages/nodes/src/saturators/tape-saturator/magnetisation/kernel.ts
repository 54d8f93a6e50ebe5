// What the tape keeps of the field at the head, between record emphasis and its inverse.
//
// Two shares make the magnetisation: the one that AC bias leaves free of hysteresis, Langevin's L(x) = coth x − 1/x, and a
// remanent one that follows L with the lag of Jiles and Atherton's model (D. Jiles, D. Atherton, 1986; J. Chowdhury,
// DAFx 2019): it moves only while the field moves toward where L is, dm/dx = |L(x) − m|/k. Their mean field (α = 0.0016,
// 2.5 % of the field) is left out. Solved backward, m ← m + q·(L − m) with q = |Δx|/(k + |Δx|), it is stable at any step.
//
// With the chord c = L/x that is free = c·x and m ← (1 − q)·m + q·c·x. Recorded, c and q do the same to any part of the
// field: the parts add up, and none of them can be larger than its own field makes it.

// At 7.5 ips the emphasis drives loud highs far into saturation, where L is over from one side to the other within 1.5 of the
// inner frames of 8×, and what it makes above half the inner rate folds at −55 dB. There steps are halved: L is taken between
// two fields too, on the straight line from one to the other, and (¼, ½, ¼) of what lies around a field stands for L there.
// That has a double zero where those harmonics lie that would fold into the band. It costs 0.1 dB at 20 kHz.

import { FRAME_BYTES } from "@twobus/dsp/assembly/abi";
import { flushDenormal } from "@twobus/dsp/assembly/fast-maths";
import { exp, PI } from "@twobus/dsp/assembly/maths";

/** k over a: coercivity 27 kA/m over the 22 kA/m that scale the field. */
const LAG: f64 = 27.0 / 22.0;
/** Where steps are halved. */
const HALVING_IPS: f64 = 7.5;
const HALVING_FACTOR: i32 = 8;
/** Corner of the record emphasis: 35 µs at 15 ips, as IEC replays; 70 µs at 7.5, 17.5 µs (AES) at 30. */
const EMPHASIS_HZ_PER_IPS: f64 = 1.0 / (2.0 * PI * 35e-6 * 15.0);
/** Remanence leaks slower than the replay head can hear, so that a change of level makes no thump in silence. */
const LEAK_HZ: f64 = 10.0;
/** Pole over zero of the record emphasis. */
const EMPHASIS_SPAN: f64 = 8.0;

// Coefficients
const ZERO: usize = 0; // f64: emphasis y = b0·x + b1·x′ − a1·y′
const ZERO_LAST: usize = 8; // f64
const POLE_LAST: usize = 16; // f64
const KEEP: usize = 24; // f64: what the remanent share keeps per inner frame
// State
const EMPHASIS: usize = 32; // v128
const DE_EMPHASIS: usize = 48; // v128
const FIELD: usize = 64; // v128: the last one
const REMANENT: usize = 80; // v128
const STEP: usize = 96; // v128: how far the field went last
const FREE: usize = 112; // v128: L of the last field
const FREE_BETWEEN: usize = 128; // v128: L half a frame before
const HALVES: usize = 144; // i32: whether steps are halved
export const MAGNETISATION_BYTES: usize = 160;

/** Bytes that are recorded per inner frame: c, q, and c half a frame before. */
export const FACTORS_BYTES: usize = 3 * FRAME_BYTES;

/** How late the tape is, in inner frames: with halved steps a frame waits for the half step behind it. */
// @ts-ignore: decorator
@inline
export function magnetisationDelay(ips: f64, factor: i32): i32 {
  return ips == HALVING_IPS && factor == HALVING_FACTOR ? 1 : 0;
}

export function setMagnetisation(tape: usize, ips: f64, sampleRate: f64, factor: i32): void {
  const innerRate = sampleRate * <f64>factor;
  const zero = innerRate / (PI * (ips * EMPHASIS_HZ_PER_IPS));
  const pole = zero / EMPHASIS_SPAN;
  memory.fill(tape, 0, MAGNETISATION_BYTES);
  store<f64>(tape, (1.0 + zero) / (1.0 + pole), ZERO);
  store<f64>(tape, (1.0 - zero) / (1.0 + pole), ZERO_LAST);
  store<f64>(tape, (1.0 - pole) / (1.0 + pole), POLE_LAST);
  store<f64>(tape, exp((-2.0 * PI * LEAK_HZ) / innerRate), KEEP);
  store<i32>(tape, magnetisationDelay(ips, factor), HALVES);
}

/** From here on 1/x stands for 1 − coth x + 1/x, within 2e-6. */
const FAR: f64 = 7.0;

// The polynomials' coefficients lie in globals that a start function writes, as in `fast-maths.ts`: each is one load then.
let over0: v128 = f64x2.splat(0.0);
let over1: v128 = f64x2.splat(0.0);
let over2: v128 = f64x2.splat(0.0);
let over3: v128 = f64x2.splat(0.0);
let under0: v128 = f64x2.splat(0.0);
let under1: v128 = f64x2.splat(0.0);
let under2: v128 = f64x2.splat(0.0);
let under3: v128 = f64x2.splat(0.0);
let under4: v128 = f64x2.splat(0.0);
let far: v128 = f64x2.splat(0.0);
let one: v128 = f64x2.splat(0.0);

function writeConstants(): void {
  over0 = f64x2.splat(218243025.0);
  over1 = f64x2.splat(16081065.0);
  over2 = f64x2.splat(289575.0);
  over3 = f64x2.splat(1430.0);
  under0 = f64x2.splat(654729075.0);
  under1 = f64x2.splat(91891800.0);
  under2 = f64x2.splat(2837835.0);
  under3 = f64x2.splat(25740.0);
  under4 = f64x2.splat(55.0);
  far = f64x2.splat(FAR);
  one = f64x2.splat(1.0);
}
writeConstants();

/** L(x)/x: Gauss's continued fraction 1/(3 + x²/(5 + x²/(7 + …))) nine levels deep, within 2e-6 of L. */
// @ts-ignore: decorator
@inline
export function langevinChord(x: v128): v128 {
  const z = f64x2.mul(x, x);
  const magnitude = f64x2.abs(x);
  let over = f64x2.add(over3, z);
  over = f64x2.add(over2, f64x2.mul(z, over));
  over = f64x2.add(over1, f64x2.mul(z, over));
  over = f64x2.add(over0, f64x2.mul(z, over));
  let under = f64x2.add(under3, f64x2.mul(z, under4));
  under = f64x2.add(under2, f64x2.mul(z, under));
  under = f64x2.add(under1, f64x2.mul(z, under));
  under = f64x2.add(under0, f64x2.mul(z, under));
  const isFar = f64x2.gt(magnitude, far);
  over = v128.bitselect(f64x2.sub(magnitude, one), over, isFar);
  return f64x2.div(over, v128.bitselect(z, under, isFar));
}

/** How the three gains of a block go: field per sample, and both shares per unit of magnetisation. */
// @ts-ignore: decorator
@unmanaged
export class Recording {
  field: f64;
  fieldStep: f64;
  free: f64;
  freeStep: f64;
  remanent: f64;
  remanentStep: f64;
}

export const RECORDING_BYTES: usize = 48;

/**
 * Magnetises inner frames in place. `factors` is 0, or where c and q go. `from` is 0, or where they come from: then the
 * frames are a part, and the whole's factors stand for its own.
 */
// @ts-ignore: decorator
@inline
function run(
  tape: usize,
  recording: Recording,
  area: usize,
  frames: i32,
  factors: usize,
  from: usize,
  halves: bool,
): void {
  const zero = f64x2.splat(load<f64>(tape, ZERO));
  const zeroLast = f64x2.splat(load<f64>(tape, ZERO_LAST));
  const poleLast = f64x2.splat(load<f64>(tape, POLE_LAST));
  const perZero = f64x2.splat(1.0 / load<f64>(tape, ZERO));
  const keep = f64x2.splat(load<f64>(tape, KEEP));
  const lag = f64x2.splat(LAG);
  const fieldStep = f64x2.splat(recording.fieldStep);
  const freeStep = f64x2.splat(recording.freeStep);
  const remanentStep = f64x2.splat(recording.remanentStep);
  let fieldGain = f64x2.splat(recording.field);
  let freeGain = f64x2.splat(recording.free);
  let remanentGain = f64x2.splat(recording.remanent);
  let emphasis = v128.load(tape, EMPHASIS);
  let deEmphasis = v128.load(tape, DE_EMPHASIS);
  let last = v128.load(tape, FIELD);
  let remanent = v128.load(tape, REMANENT);
  let lastStep = v128.load(tape, STEP);
  let lastFree = v128.load(tape, FREE);
  let lastBetween = v128.load(tape, FREE_BETWEEN);
  const half = f64x2.splat(0.5);
  const quarter = f64x2.splat(0.25);
  const end = area + <usize>frames * FRAME_BYTES;
  for (; area < end; area += FRAME_BYTES) {
    fieldGain = f64x2.add(fieldGain, fieldStep);
    freeGain = f64x2.add(freeGain, freeStep);
    remanentGain = f64x2.add(remanentGain, remanentStep);

    const frame = v128.load(area);
    const raised = f64x2.add(f64x2.mul(zero, frame), emphasis);
    emphasis = f64x2.sub(f64x2.mul(zeroLast, frame), f64x2.mul(poleLast, raised));
    const field = f64x2.mul(raised, fieldGain);
    let step = f64x2.sub(field, last);
    const between = f64x2.mul(half, f64x2.add(field, last));
    last = field;

    const chord = from != 0 ? v128.load(from) : langevinChord(field);
    let chordBetween = chord;
    let free = f64x2.mul(chord, field);
    if (halves) {
      chordBetween = from != 0 ? v128.load(from, 2 * FRAME_BYTES) : langevinChord(between);
      const freeBetween = f64x2.mul(chordBetween, between);
      const mean = f64x2.add(
        f64x2.mul(half, lastFree),
        f64x2.mul(quarter, f64x2.add(lastBetween, freeBetween)),
      );
      const nextStep = step;
      step = lastStep;
      lastStep = nextStep;
      lastFree = free;
      lastBetween = freeBetween;
      free = mean;
    }

    remanent = f64x2.mul(remanent, keep);
    let approach: v128;
    if (from != 0) {
      approach = v128.load(from, FRAME_BYTES);
      from += FACTORS_BYTES;
    } else {
      const way = f64x2.sub(free, remanent);
      const moves = f64x2.gt(f64x2.mul(way, step), f64x2.splat(0.0));
      const length = f64x2.abs(step);
      approach = v128.and(f64x2.div(length, f64x2.add(lag, length)), moves);
    }
    if (factors != 0) {
      v128.store(factors, chord);
      v128.store(factors, approach, FRAME_BYTES);
      v128.store(factors, chordBetween, 2 * FRAME_BYTES);
      factors += FACTORS_BYTES;
    }
    remanent = f64x2.add(remanent, f64x2.mul(approach, f64x2.sub(free, remanent)));

    const kept = f64x2.add(f64x2.mul(freeGain, free), f64x2.mul(remanentGain, remanent));
    const heard = f64x2.mul(perZero, f64x2.add(kept, deEmphasis));
    deEmphasis = f64x2.sub(f64x2.mul(poleLast, kept), f64x2.mul(zeroLast, heard));
    v128.store(area, heard);
  }
  v128.store(tape, flushDenormal(emphasis), EMPHASIS);
  v128.store(tape, flushDenormal(deEmphasis), DE_EMPHASIS);
  v128.store(tape, flushDenormal(last), FIELD);
  v128.store(tape, flushDenormal(remanent), REMANENT);
  v128.store(tape, flushDenormal(lastStep), STEP);
  v128.store(tape, flushDenormal(lastFree), FREE);
  v128.store(tape, flushDenormal(lastBetween), FREE_BETWEEN);
}

export function magnetise(tape: usize, recording: Recording, area: usize, frames: i32): void {
  if (load<i32>(tape, HALVES) != 0) run(tape, recording, area, frames, 0, 0, true);
  else run(tape, recording, area, frames, 0, 0, false);
}

export function magnetiseAndRecord(tape: usize, recording: Recording, area: usize, frames: i32, factors: usize): void {
  if (load<i32>(tape, HALVES) != 0) run(tape, recording, area, frames, factors, 0, true);
  else run(tape, recording, area, frames, factors, 0, false);
}

export function followMagnetisation(tape: usize, recording: Recording, area: usize, frames: i32, factors: usize): void {
  if (load<i32>(tape, HALVES) != 0) run(tape, recording, area, frames, 0, factors, true);
  else run(tape, recording, area, frames, 0, factors, false);
}
