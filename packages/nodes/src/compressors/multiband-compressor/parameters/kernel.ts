// What the compressor is told: the bank, each band's own, then what all bands share.

import { startOf } from "@twobus/dsp/assembly/abi";
import { valuesBytes } from "@twobus/dsp/assembly/parameter-values";

export const BANDS: i32 = 0;
export const FIRST_CROSSOVER_HZ: i32 = 1;
export const FIRST_BAND: i32 = 6;
export const PER_BAND: i32 = 7;
export const THRESHOLD_DB: i32 = 0; // within a band
export const RATIO: i32 = 1;
export const ATTACK_MS: i32 = 2;
export const RELEASE_MS: i32 = 3;
export const MAKEUP_DB: i32 = 4;
export const SOLO: i32 = 5;
export const BYPASS: i32 = 6;
export const KNEE_DB: i32 = FIRST_BAND + 6 * PER_BAND;
export const KEY_HIGH_PASS_HZ: i32 = KNEE_DB + 1;
export const LINK_PERCENT: i32 = KNEE_DB + 2;
export const CHANNEL_MODE: i32 = KNEE_DB + 3;
export const AUTO_MAKEUP: i32 = KNEE_DB + 4;
export const MIX_PERCENT: i32 = KNEE_DB + 5;
export const KEY_LISTEN: i32 = KNEE_DB + 6;
export const OVERSAMPLING: i32 = KNEE_DB + 7;
export const PARAMETERS: i32 = KNEE_DB + 8;

// @ts-ignore: decorator
@inline
export function factorOf(values: usize): i32 {
  return <i32>startOf(values, OVERSAMPLING);
}

// @ts-ignore: decorator
@inline
export function bandsOf(parameters: usize): i32 {
  return <i32>startOf(parameters, BANDS);
}

/** The values of one band, from its own parameters. */
// @ts-ignore: decorator
@inline
export function ofBand(values: usize, band: i32): usize {
  return values + valuesBytes(FIRST_BAND + band * PER_BAND);
}
