// What the de-esser is told.

import { startOf } from "@twobus/dsp/assembly/abi";
import { MID_SIDE } from "@twobus/dsp/assembly/detector";

export const FREQUENCY_HZ: i32 = 0;
export const MODE: i32 = 1;
export const DETECTION: i32 = 2;
export const THRESHOLD_DB: i32 = 3;
export const RATIO: i32 = 4;
export const RANGE_DB: i32 = 5;
export const ATTACK_MS: i32 = 6;
export const RELEASE_MS: i32 = 7;
export const LINK_PERCENT: i32 = 8;
export const CHANNEL_MODE: i32 = 9;
export const KEY_LISTEN: i32 = 10;
export const OVERSAMPLING: i32 = 11;
export const PARAMETERS: i32 = 12;

export const WIDE: f64 = 1.0;
export const RELATIVE: f64 = 0.0;

// @ts-ignore: decorator
@inline
export function factorOf(values: usize): i32 {
  return <i32>startOf(values, OVERSAMPLING);
}

// @ts-ignore: decorator
@inline
export function isMidSide(values: usize): bool {
  return startOf(values, CHANNEL_MODE) == MID_SIDE;
}
