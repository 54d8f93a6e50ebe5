// What the compressor is told.

import { startOf } from "@twobus/dsp/assembly/abi";

export const THRESHOLD_DB: i32 = 0;
export const RATIO: i32 = 1;
export const KNEE_DB: i32 = 2;
export const ATTACK_MS: i32 = 3;
export const RELEASE_MS: i32 = 4;
export const AUTO_RELEASE: i32 = 5;
export const BALLISTICS_FORM: i32 = 6;
export const DETECTOR: i32 = 7;
export const RMS_WINDOW_MS: i32 = 8;
export const LOOK_AHEAD_MS: i32 = 9;
export const RANGE_DB: i32 = 10;
export const KEY_HIGH_PASS_HZ: i32 = 11;
export const KEY_LOW_PASS_HZ: i32 = 12;
export const LINK_PERCENT: i32 = 13;
export const CHANNEL_MODE: i32 = 14;
export const MAKEUP_DB: i32 = 15;
export const AUTO_MAKEUP: i32 = 16;
export const MIX_PERCENT: i32 = 17;
export const KEY_LISTEN: i32 = 18;
export const OVERSAMPLING: i32 = 19;
export const PARAMETERS: i32 = 20;

export const RMS: f64 = 1.0;
export const DECOUPLED: f64 = 1.0;

// @ts-ignore: decorator
@inline
export function factorOf(values: usize): i32 {
  return <i32>startOf(values, OVERSAMPLING);
}
