// What the compressor is told: its own parameters, then those of the side-chain, then how fast it runs.

import { startOf } from "@twobus/dsp/assembly/abi";
import { SIDE_CHAIN_PARAMETERS } from "@twobus/dsp/assembly/side-chain";

export const THRESHOLD_DB: i32 = 0;
export const RATIO: i32 = 1;
export const ATTACK_MS: i32 = 2;
export const RELEASE_MS: i32 = 3;
export const KNEE: i32 = 4;
export const THRUST: i32 = 5;
const TOPOLOGY: i32 = 6;
export const LINK_FILTER: i32 = 7;
const OWN_PARAMETERS: i32 = 8;
const OVERSAMPLING: i32 = OWN_PARAMETERS + SIDE_CHAIN_PARAMETERS;
export const PARAMETERS: i32 = OVERSAMPLING + 1;
export const SIDE_CHAIN_VALUES: usize = <usize>OWN_PARAMETERS << 4;

export const LOUD: f64 = 2.0;
const FEEDBACK: f64 = 1.0;

/** The factor by which the kernel runs faster than the song. */
// @ts-ignore: decorator
@inline
export function factorOf(values: usize): i32 {
  return <i32>startOf(values, OVERSAMPLING);
}

// @ts-ignore: decorator
@inline
export function isFeedback(values: usize): bool {
  return startOf(values, TOPOLOGY) == FEEDBACK;
}
