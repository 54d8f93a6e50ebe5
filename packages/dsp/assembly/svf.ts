// State-variable filter on stereo frames, for filters whose frequency moves: two trapezoidal integrators in a loop without
// delay (V. Zavalishin, "The Art of VA Filter Design"; A. Simper, "Solving the continuous SVF equations", 2013). Its states
// are the integrators' outputs, which mean the same at any setting, so it may be swept as fast as one likes.
//
// The frequency axis is bent (bilinear), exact at `hz`: use `filter-design.ts` with biquads where a filter stands still.
//
// A filter in memory: the setting in force (v128 g, k, and the shares of input, band and low in the output), the setting
// that it goes to, two states, and a setting half-way for filters that follow smoothly.

import { FRAME_BYTES } from "./abi";
import { flushDenormal } from "./fast-maths";
import { exp, LN10_OVER_20, PI, tan } from "./maths";

const SET_BYTES: usize = 80;
export const SVF_GOAL: usize = SET_BYTES;
export const SVF_STATE: usize = 2 * SET_BYTES;
const HALF_WAY: usize = SVF_STATE + 32;
export const SVF_BYTES: usize = HALF_WAY + SET_BYTES;

/** This near to its goal a setting that follows smoothly has arrived. */
const ARRIVED: f64 = 1e-10;

function setSvf(filter: usize, g: f64, k: f64, input: f64, band: f64, low: f64): void {
  v128.store(filter, f64x2.splat(g), SVF_GOAL);
  v128.store(filter, f64x2.splat(k), SVF_GOAL + 16);
  v128.store(filter, f64x2.splat(input), SVF_GOAL + 32);
  v128.store(filter, f64x2.splat(band), SVF_GOAL + 48);
  v128.store(filter, f64x2.splat(low), SVF_GOAL + 64);
}

/** The integrators' gain: tan(π·f/fs), f held below 0.49 of the sample rate. */
function integratorGain(sampleRate: f64, hz: f64): f64 {
  return tan(PI * min(hz / sampleRate, 0.49));
}

export function svfLowPass(filter: usize, sampleRate: f64, hz: f64, q: f64): void {
  setSvf(filter, integratorGain(sampleRate, hz), 1.0 / q, 0.0, 0.0, 1.0);
}

export function svfHighPass(filter: usize, sampleRate: f64, hz: f64, q: f64): void {
  setSvf(filter, integratorGain(sampleRate, hz), 1.0 / q, 1.0, -1.0 / q, -1.0);
}

/** 0 dB at `hz`. */
export function svfBandPass(filter: usize, sampleRate: f64, hz: f64, q: f64): void {
  setSvf(filter, integratorGain(sampleRate, hz), 1.0 / q, 0.0, 1.0 / q, 0.0);
}

export function svfNotch(filter: usize, sampleRate: f64, hz: f64, q: f64): void {
  setSvf(filter, integratorGain(sampleRate, hz), 1.0 / q, 1.0, -1.0 / q, 0.0);
}

/** `gainDb` at `hz`, Q as in `designBell`. */
export function svfBell(filter: usize, sampleRate: f64, hz: f64, gainDb: f64, q: f64): void {
  const gain = exp(0.5 * gainDb * LN10_OVER_20);
  const k = 1.0 / (q * gain);
  setSvf(filter, integratorGain(sampleRate, hz), k, 1.0, k * (gain * gain - 1.0), 0.0);
}

/** `gainDb` far below `hz`, half of it at `hz`. */
export function svfLowShelf(filter: usize, sampleRate: f64, hz: f64, gainDb: f64, q: f64): void {
  const gain = exp(0.5 * gainDb * LN10_OVER_20);
  const g = integratorGain(sampleRate, hz) / sqrt(gain);
  setSvf(filter, g, 1.0 / q, 1.0, (gain - 1.0) / q, gain * gain - 1.0);
}

/** `gainDb` far above `hz`, half of it at `hz`. */
export function svfHighShelf(filter: usize, sampleRate: f64, hz: f64, gainDb: f64, q: f64): void {
  const gain = exp(0.5 * gainDb * LN10_OVER_20);
  const g = integratorGain(sampleRate, hz) * sqrt(gain);
  setSvf(filter, g, 1.0 / q, gain * gain, (gain * (1.0 - gain)) / q, 1.0 - gain * gain);
}

/** Arrives at once, and forgets what was heard. */
export function resetSvf(filter: usize): void {
  memory.copy(filter, filter + SVF_GOAL, SET_BYTES);
  memory.copy(filter + HALF_WAY, filter + SVF_GOAL, SET_BYTES);
  memory.fill(filter + SVF_STATE, 0, 32);
}

/** Filters a block on the way from the setting in force to the one last set. `output` may be `input`. */
export function runSvf(filter: usize, input: usize, output: usize, frames: i32): void {
  run(false, filter, 1.0 / <f64>frames, input, output, frames);
  memory.copy(filter, filter + SVF_GOAL, SET_BYTES);
}

/**
 * The same along a way without corners, which blocks do not end: the setting in force goes by `share` of its distance per frame
 * to one half-way, which goes by as much to the one last set. Returns whether it has arrived.
 */
export function runSvfSmoothly(filter: usize, share: f64, input: usize, output: usize, frames: i32): bool {
  run(true, filter, share, input, output, frames);
  for (let at = filter; at < filter + SET_BYTES; at += 16) {
    if (!isNear(at, at + SVF_GOAL) || !isNear(at + HALF_WAY, at + SVF_GOAL)) return false;
  }
  memory.copy(filter, filter + SVF_GOAL, SET_BYTES);
  memory.copy(filter + HALF_WAY, filter + SVF_GOAL, SET_BYTES);
  return true;
}

// @ts-ignore: decorator
@inline
function isNear(value: usize, goal: usize): bool {
  const distance = f64x2.abs(f64x2.sub(v128.load(value), v128.load(goal)));
  const reach = f64x2.mul(f64x2.splat(ARRIVED), f64x2.add(f64x2.splat(1e-3), f64x2.abs(v128.load(goal))));
  return v128.all_true<i64>(f64x2.le(distance, reach));
}

/** One member of the setting, on its way for a frame. */
// @ts-ignore: decorator
@inline
function follow(member: usize, share: v128): v128 {
  const value = v128.load(member);
  const halfWay = v128.load(member, HALF_WAY);
  const nearer = f64x2.add(halfWay, f64x2.mul(share, f64x2.sub(v128.load(member, SVF_GOAL), halfWay)));
  const next = f64x2.add(value, f64x2.mul(share, f64x2.sub(nearer, value)));
  v128.store(member, nearer, HALF_WAY);
  v128.store(member, next);
  return next;
}

// @ts-ignore: decorator
@inline
function stepOf(filter: usize, part: v128): v128 {
  return f64x2.mul(f64x2.sub(v128.load(filter, SVF_GOAL), v128.load(filter)), part);
}

/** `smoothly` is a constant wherever this is inlined; `share` is of the distance at the block's start, or at each frame. */
// @ts-ignore: decorator
@inline
function run(smoothly: bool, filter: usize, share: f64, input: usize, output: usize, frames: i32): void {
  const part = f64x2.splat(share);
  const stepG = stepOf(filter, part);
  const stepK = stepOf(filter + 16, part);
  const stepInput = stepOf(filter + 32, part);
  const stepBand = stepOf(filter + 48, part);
  const stepLow = stepOf(filter + 64, part);
  let g = v128.load(filter);
  let k = v128.load(filter, 16);
  let inputShare = v128.load(filter, 32);
  let bandShare = v128.load(filter, 48);
  let lowShare = v128.load(filter, 64);
  let s1 = v128.load(filter, SVF_STATE);
  let s2 = v128.load(filter, SVF_STATE + 16);
  const one = f64x2.splat(1.0);
  const end = output + <usize>frames * FRAME_BYTES;
  while (output < end) {
    g = smoothly ? follow(filter, part) : f64x2.add(g, stepG);
    k = smoothly ? follow(filter + 16, part) : f64x2.add(k, stepK);
    inputShare = smoothly ? follow(filter + 32, part) : f64x2.add(inputShare, stepInput);
    bandShare = smoothly ? follow(filter + 48, part) : f64x2.add(bandShare, stepBand);
    lowShare = smoothly ? follow(filter + 64, part) : f64x2.add(lowShare, stepLow);
    const x = v128.load(input);
    const loop = f64x2.div(one, f64x2.add(one, f64x2.mul(g, f64x2.add(g, k))));
    const band = f64x2.mul(loop, f64x2.add(s1, f64x2.mul(g, f64x2.sub(x, s2))));
    const low = f64x2.add(s2, f64x2.mul(g, band));
    s1 = f64x2.sub(f64x2.add(band, band), s1);
    s2 = f64x2.sub(f64x2.add(low, low), s2);
    const shaped = f64x2.add(f64x2.mul(bandShare, band), f64x2.mul(lowShare, low));
    v128.store(output, f64x2.add(f64x2.mul(inputShare, x), shaped));
    input += FRAME_BYTES;
    output += FRAME_BYTES;
  }
  v128.store(filter, flushDenormal(s1), SVF_STATE);
  v128.store(filter, flushDenormal(s2), SVF_STATE + 16);
}
