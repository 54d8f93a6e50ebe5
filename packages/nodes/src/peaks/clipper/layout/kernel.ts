// What the clipper is told, and where in its state everything lies.

import { aligned, FRAME_BYTES, valueOf } from "@twobus/dsp/assembly/abi";
import { CLIP_CURVE_BYTES } from "@twobus/dsp/assembly/clip-curve";
import { delayStateBytes } from "@twobus/dsp/assembly/delay";
import { LONG_FIRST_PAIRS, oversamplingLatency, oversamplingStateBytes } from "@twobus/dsp/assembly/oversampling";
import { TRUE_PEAK_GUARD_LATENCY, truePeakGuardStateBytes } from "@twobus/dsp/assembly/true-peak-guard";
import { LIMIT_FADE_BYTES } from "../limit-fade/kernel";
import { SHAVED_METER_BYTES } from "../shaved-meter/kernel";

// Parameters
export const CEILING_DB: i32 = 0;
export const DRIVE_DB: i32 = 1;
export const KNEE_PERCENT: i32 = 2;
export const LIMIT_SHAVE_DB: i32 = 3;
export const CHANNEL_MODE: i32 = 4;
export const MIX_PERCENT: i32 = 5;
export const DELTA: i32 = 6;
export const TRUE_PEAK: i32 = 7;
export const OVERSAMPLING: i32 = 8;

export const CURVE_DELAY: i32 = 1; // inner frames that the antialiased curve is late

// State
export const BUFFER_BYTES: usize = 128 * FRAME_BYTES;
export const MIDDLE: usize = 0; // v128: the last two inner frames, relative to the ceiling
export const OLDEST: usize = 16; // v128
export const CURVE: usize = 32;
export const LIMITED_CURVE: usize = CURVE + CLIP_CURVE_BYTES; // the same, with the limit
export const NEXT_CURVE: usize = LIMITED_CURVE + CLIP_CURVE_BYTES; // both, where they go to
export const CURVE_KNEE: usize = NEXT_CURVE + 2 * CLIP_CURVE_BYTES; // f64: what the first two are made for
export const CURVE_LIMIT: usize = CURVE_KNEE + 8; // f64
export const FADE: usize = CURVE_LIMIT + 8;
export const DRIVEN: usize = FADE + LIMIT_FADE_BYTES; // 128 v128
export const DELAYED: usize = DRIVEN + BUFFER_BYTES; // 128 v128
export const WET: usize = DELAYED + BUFFER_BYTES; // 128 v128
export const FACTORS: usize = WET + BUFFER_BYTES; // 128 v128: what guard and sample clipping multiplied each frame with
export const LAST_INNER: usize = FACTORS + BUFFER_BYTES; // 2 v128: the two inner frames before the area, the later one first
export const RECORDS: usize = LAST_INNER + 32; // i32: whether parts follow
export const RECORDED: usize = RECORDS + 4; // i32: how many inner frames were recorded last
export const PEAKS: usize = RECORDS + 16; // 128 v128: of the inner frames of each frame, relative to the ceiling
export const SHAVED_METER: usize = PEAKS + BUFFER_BYTES;
export const OVERSAMPLER: usize = SHAVED_METER + SHAVED_METER_BYTES;

// @ts-ignore: decorator
@inline
export function factorOf(parameters: usize): i32 {
  return <i32>valueOf(parameters, OVERSAMPLING);
}

// @ts-ignore: decorator
@inline
export function isGuarded(parameters: usize): bool {
  return valueOf(parameters, TRUE_PEAK) != 0.0;
}

// @ts-ignore: decorator
@inline
export function isMidSide(parameters: usize): bool {
  return valueOf(parameters, CHANNEL_MODE) != 0.0;
}

// Clipping makes harmonics as strong at 25 kHz as at 15: a longer transition would fold them into sight of the guard.
// @ts-ignore: decorator
@inline
export function filterLatency(factor: i32): i32 {
  return oversamplingLatency(factor, CURVE_DELAY, LONG_FIRST_PAIRS);
}

export function latencyOf(parameters: usize): i32 {
  return filterLatency(factorOf(parameters)) + (isGuarded(parameters) ? TRUE_PEAK_GUARD_LATENCY : 0);
}

// After the oversampler lie the driven signal's delay, the input's, and the guard if there is one.
// @ts-ignore: decorator
@inline
export function drivenDelayOf(state: usize, factor: i32): usize {
  return state + OVERSAMPLER + <usize>aligned(oversamplingStateBytes(factor));
}

// @ts-ignore: decorator
@inline
export function inputDelayOf(state: usize, factor: i32): usize {
  return drivenDelayOf(state, factor) + <usize>aligned(delayStateBytes(filterLatency(factor)));
}

// @ts-ignore: decorator
@inline
export function guardOf(state: usize, parameters: usize): usize {
  return inputDelayOf(state, factorOf(parameters)) + <usize>aligned(delayStateBytes(latencyOf(parameters)));
}

/** Room for the inner frames of a quantum. */
// @ts-ignore: decorator
@inline
export function innerBytes(parameters: usize): i32 {
  return 128 * factorOf(parameters) * <i32>FRAME_BYTES;
}

/** For parts that follow: the inner frames, then what the curve's residues were relative to them. */
// @ts-ignore: decorator
@inline
export function innerFramesOf(state: usize, parameters: usize): usize {
  return guardOf(state, parameters) + (isGuarded(parameters) ? <usize>aligned(truePeakGuardStateBytes()) : 0);
}

// @ts-ignore: decorator
@inline
export function sharesOf(state: usize, parameters: usize): usize {
  return innerFramesOf(state, parameters) + <usize>innerBytes(parameters);
}
