// The parameters of a band, by their places in its set.

import { startOf } from "@twobus/dsp/assembly/abi";
import { LOG2_10_OVER_20 } from "@twobus/dsp/assembly/maths";

export const SHAPE: i32 = 0;
export const FREQUENCY_HZ: i32 = 1;
export const Q: i32 = 2;
export const GAIN_DB: i32 = 3;
export const RANGE_DB: i32 = 4;
export const THRESHOLD_DB: i32 = 5;
export const RATIO: i32 = 6;
export const REFERENCE: i32 = 7;
export const DIRECTION: i32 = 8;
export const ATTACK_MS: i32 = 9;
export const RELEASE_MS: i32 = 10;
export const SOURCE: i32 = 11;
export const BAND_PARAMETERS: i32 = 12;

export const OFF: i32 = 0;
export const BELL: i32 = 1;
export const LOW_SHELF: i32 = 2;
export const HIGH_SHELF: i32 = 3;
export const RELATIVE: f64 = 1.0;
export const BELOW: f64 = 1.0;
export const FROM_KEY: f64 = 0.0;

/** The threshold in base-2 logarithms of amplitude, as all that follow. */
export function thresholdOf(values: usize): f64 {
  return startOf(values, THRESHOLD_DB) * LOG2_10_OVER_20;
}

export function slopeOf(values: usize): f64 {
  return 1.0 - 1.0 / startOf(values, RATIO);
}

/** How far the gain may move, with its sign. */
export function rangeOf(values: usize): f64 {
  return startOf(values, RANGE_DB) * LOG2_10_OVER_20;
}

export function signOf(values: usize): f64 {
  return startOf(values, RANGE_DB) < 0.0 ? -1.0 : 1.0;
}
