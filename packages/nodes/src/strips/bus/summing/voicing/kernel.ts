// What the kernels of a summing character share: where their parameters stand, and the drive. The drive raises what curves hear, not
// what they are added to: each curve is a factor, so that nothing has to be turned down again.

import { startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { decibelsToGain } from "@twobus/dsp/assembly/maths";

/** Parameters, behind the six of every strip. */
export const SUMMING: i32 = 6;
const SUMMING_DRIVE_DB: i32 = 7;
export const COLOUR: i32 = 8;
export const CROSSTALK: i32 = 9;
export const TOLERANCE: i32 = 10;
export const OVERSAMPLING: i32 = 11;
/** Of a channel alone. */
export const CHANNEL_INDEX: i32 = 12;

/** One figure for each character, in the order of the parameter's options; clean has none. */
export function voiced(character: f64, punchy: f64, warm: f64, thick: f64): f64 {
  return character == 1.0 ? punchy : character == 2.0 ? warm : thick;
}

/** The drive's gain before the first frame. */
export function driveOf(parameters: usize): v128 {
  return f64x2.splat(decibelsToGain(startOf(parameters, SUMMING_DRIVE_DB)));
}

/** What is added to it with each frame. */
export function driveStepOf(parameters: usize, frames: i32): v128 {
  const way = decibelsToGain(valueOf(parameters, SUMMING_DRIVE_DB)) - decibelsToGain(startOf(parameters, SUMMING_DRIVE_DB));
  return f64x2.splat(way / <f64>frames);
}
