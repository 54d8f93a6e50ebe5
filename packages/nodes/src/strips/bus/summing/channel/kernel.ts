// One channel of a console: the treble of its output, the harmonics of its amplifier, and what it does to other channels (see
// `leaning/kernel.ts`).
//
// The amplifier hears v, which is the sound without its treble: harmonics that would lie above hearing, and fold back into it, are
// hardly made. With w = drive·v and q = 1/(1 + κw²), v is multiplied by q·(e·w − c·q·w² − o·w²/√(w² + ρ²)), which stays bounded
// whatever arrives. Even harmonics grow with the level; of the odd ones o makes such as grow with it, as hysteresis does, c with
// its square.

import { FRAME_BYTES, portAt, valueOf } from "@twobus/dsp/assembly/abi";
import { flushDenormal } from "@twobus/dsp/assembly/fast-maths";
import { decibelsToGain, exp, PI, sin } from "@twobus/dsp/assembly/maths";
import { luck } from "@twobus/dsp/assembly/tolerance";
import {
  delayedOf,
  heardOf,
  LEANING_BYTES,
  leaningFactor,
  leaningHear,
  leaningInit,
  leaningKeep,
} from "../leaning/kernel";
import { CHANNEL_INDEX, COLOUR, driveOf, driveStepOf, SUMMING, TOLERANCE, voiced } from "../voicing/kernel";

// State. The treble is b0·x + b1·x₁ + p·y₁
const BEFORE: usize = 0; // v128: x₁
const AFTER: usize = 16; // v128: y₁
const B0: usize = 32; // v128
const B1: usize = 48; // v128
const POLE: usize = 64; // v128
const GAIN: usize = 80; // v128: the channel's own
const EVEN: usize = 96; // v128
const ODD: usize = 112; // v128
const CUBIC: usize = 128; // v128
const DULL: usize = 144; // v128: v, and halfway there
const HALF_DULL: usize = 160; // v128
const DULL_SHARE: usize = 176; // f64: of each frame in v
const LEANING: usize = 192;
const LEANS: usize = LEANING + LEANING_BYTES; // 128 v128: how much of u was added to each frame
const COLOURS: usize = LEANS + 128 * FRAME_BYTES; // 128 v128: how much of v was added to each frame
const STATE_BYTES: i32 = <i32>COLOURS + 128 * <i32>FRAME_BYTES;

const DULL_HZ: f64 = 3500.0; // twice
const ODD_ROUNDING: f64 = 0.0025; // ρ²: keeps the odd curve smooth at rest, so that what folds stays below −90 dB
const BOUND: f64 = 0.375; // κ
/** A pole nearer to zero falls into subnormal numbers within a block, and is not heard either. */
const LEAST_POLE: f64 = 0.02;

/** Where the treble is matched, as a share of the sample rate: 20 kHz at 48 kHz. */
const HIGHEST_MATCH: f64 = 0.4167;

/**
 * One pole and one zero after the analogue first-order low-pass: alike at 0 Hz and at the corner, or as near to it as the sample
 * rate lets it be (after M. Vicanek, "Matched One-Pole Digital Shelving Filters", 2019).
 */
function setTreble(state: usize, lane: usize, hz: f64, sampleRate: f64): void {
  const ideal = exp((-2.0 * PI * hz) / sampleRate);
  const pole = ideal < LEAST_POLE ? 0.0 : ideal;
  const matched = min(hz, HIGHEST_MATCH * sampleRate);
  const half = sin((PI * matched) / sampleRate);
  const sum = 1.0 - pole; // b0 + b1
  const wanted = (sum * sum + 4.0 * pole * half * half) / (1.0 + (matched / hz) * (matched / hz));
  const product = (sum * sum - wanted) / (4.0 * half * half); // b0 · b1
  const b0 = 0.5 * (sum + Math.sqrt(sum * sum - 4.0 * product));
  store<f64>(state + lane, b0, B0);
  store<f64>(state + lane, sum - b0, B1);
  store<f64>(state + lane, pole, POLE);
}

export function summingChannelStateBytes(parameters: usize, sampleRate: f64): i32 {
  return STATE_BYTES;
}

export function summingChannelInit(state: usize, parameters: usize, sampleRate: f64): void {
  const character = valueOf(parameters, SUMMING);
  const isColoured = valueOf(parameters, COLOUR) != 0.0;
  const tolerance = valueOf(parameters, TOLERANCE);
  const index = valueOf(parameters, CHANNEL_INDEX);
  memory.fill(state, 0, <usize>STATE_BYTES);
  leaningInit(state + LEANING);
  // Both sides share part of the deviation; by the rest they drift apart, to either side but never to nothing
  const shared = 0.8 * luck(index, 0) - 0.4;
  const apart = (0.35 + 0.25 * luck(index, 1)) * (luck(index, 2) < 0.5 ? -1.0 : 1.0);
  store<f64>(state, 1.0 - exp((-2.0 * PI * DULL_HZ) / sampleRate), DULL_SHARE);
  for (let side: u32 = 0; side < 2; side++) {
    const lane = <usize>side << 3;
    const spreadDb = tolerance * voiced(character, 0.05, 0.1, 0.2);
    store<f64>(state + lane, decibelsToGain(spreadDb * (shared + (side == 0 ? apart : -apart))), GAIN);
    store<f64>(state + lane, 1.0, B0);
    if (!isColoured) continue;
    const cornerHz = voiced(character, 80000.0, 40000.0, 35000.0);
    setTreble(state, lane, cornerHz * (1.0 + tolerance * 0.05 * (2.0 * luck(index, 3 + side) - 1.0)), sampleRate);
    const strength = decibelsToGain(tolerance * 1.5 * (2.0 * luck(index, 5 + side) - 1.0));
    store<f64>(state + lane, strength * voiced(character, 0.0006, 0.0046, 0.0135), EVEN);
    store<f64>(state + lane, strength * voiced(character, 0.0038, 0.0, 0.0), ODD);
    store<f64>(state + lane, strength * voiced(character, 0.0052, 0.006, 0.085), CUBIC);
  }
}

export function summingChannelProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const even = v128.load(state, EVEN);
  const odd = v128.load(state, ODD);
  const cubic = v128.load(state, CUBIC);
  const one = f64x2.splat(1.0);
  const bounding = f64x2.splat(BOUND);
  const rounding = f64x2.splat(ODD_ROUNDING);
  const dullShare = f64x2.splat(load<f64>(state, DULL_SHARE));
  let halfDull = v128.load(state, HALF_DULL);
  let dull = v128.load(state, DULL);
  const output = portAt(ports, 1);
  leaningHear(state + LEANING, portAt(ports, 0), frames);
  treble(state, output, frames);
  let heard = heardOf(state + LEANING);
  let drive = driveOf(parameters);
  const step = driveStepOf(parameters, frames);
  let record = state;
  const end = output + <usize>frames * FRAME_BYTES;
  for (let at = output; at < end; at += FRAME_BYTES) {
    drive = f64x2.add(drive, step);
    const x = v128.load(at);
    halfDull = f64x2.add(halfDull, f64x2.mul(dullShare, f64x2.sub(x, halfDull)));
    dull = f64x2.add(dull, f64x2.mul(dullShare, f64x2.sub(halfDull, dull)));
    const w = f64x2.mul(drive, dull);
    const square = f64x2.mul(w, w);
    const bound = f64x2.div(one, f64x2.add(one, f64x2.mul(bounding, square)));
    const bend = f64x2.add(f64x2.mul(cubic, bound), f64x2.div(odd, f64x2.sqrt(f64x2.add(square, rounding))));
    const colour = f64x2.mul(bound, f64x2.sub(f64x2.mul(even, w), f64x2.mul(square, bend)));
    const u = v128.load(heard);
    const lean = leaningFactor(u, drive);
    v128.store(record, lean, LEANS);
    v128.store(record, colour, COLOURS);
    v128.store(at, f64x2.add(f64x2.add(x, f64x2.mul(u, lean)), f64x2.mul(dull, colour)));
    heard += FRAME_BYTES;
    record += FRAME_BYTES;
  }
  v128.store(state, flushDenormal(halfDull), HALF_DULL);
  v128.store(state, flushDenormal(dull), DULL);
  leaningKeep(state + LEANING, frames);
}

/** A part takes the linear stages by itself, the others by the factors that the whole left. */
export function summingChannelFollow(
  follow: usize,
  state: usize,
  input: usize,
  output: usize,
  parameters: usize,
  frames: i32,
): void {
  const dullShare = f64x2.splat(load<f64>(follow, DULL_SHARE));
  let halfDull = v128.load(follow, HALF_DULL);
  let dull = v128.load(follow, DULL);
  leaningHear(follow + LEANING, input, frames);
  treble(follow, output, frames);
  let heard = heardOf(follow + LEANING);
  let record = state;
  const end = output + <usize>frames * FRAME_BYTES;
  for (let at = output; at < end; at += FRAME_BYTES) {
    const x = v128.load(at);
    halfDull = f64x2.add(halfDull, f64x2.mul(dullShare, f64x2.sub(x, halfDull)));
    dull = f64x2.add(dull, f64x2.mul(dullShare, f64x2.sub(halfDull, dull)));
    const leaned = f64x2.mul(v128.load(heard), v128.load(record, LEANS));
    v128.store(at, f64x2.add(f64x2.add(x, leaned), f64x2.mul(dull, v128.load(record, COLOURS))));
    heard += FRAME_BYTES;
    record += FRAME_BYTES;
  }
  v128.store(follow, flushDenormal(halfDull), HALF_DULL);
  v128.store(follow, flushDenormal(dull), DULL);
  leaningKeep(follow + LEANING, frames);
}

/** The channel's own gain and treble, on what was heard, as late as it is. */
function treble(state: usize, output: usize, frames: i32): void {
  const own = v128.load(state, GAIN);
  const b0 = v128.load(state, B0);
  const b1 = v128.load(state, B1);
  const pole = v128.load(state, POLE);
  let before = v128.load(state, BEFORE);
  let after = v128.load(state, AFTER);
  let delayed = delayedOf(state + LEANING);
  const end = output + <usize>frames * FRAME_BYTES;
  for (; output < end; output += FRAME_BYTES) {
    const input = f64x2.mul(v128.load(delayed), own);
    after = f64x2.add(f64x2.add(f64x2.mul(b0, input), f64x2.mul(b1, before)), f64x2.mul(pole, after));
    before = input;
    v128.store(output, after);
    delayed += FRAME_BYTES;
  }
  v128.store(state, flushDenormal(before), BEFORE);
  v128.store(state, flushDenormal(after), AFTER);
}
