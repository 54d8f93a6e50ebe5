// Grid conduction: positive peaks above a threshold charge a coupling capacitor, which drives the bias further into cut-off
// within milliseconds; it leaks away in a sixth of a second. That memory lives at the base rate, one bias per frame: its
// steps mirror around multiples of the base rate, out of reach of the decimator's pass-band.

import { FRAME_BYTES } from "@twobus/dsp/assembly/abi";
import { flushDenormal } from "@twobus/dsp/assembly/fast-maths";
import { exp } from "@twobus/dsp/assembly/maths";

const THRESHOLD: f64 = 0.5; // where on the curve the grid begins to conduct
const CHARGE_SECONDS: f64 = 0.006;
const LEAK_SECONDS: f64 = 0.2;

// State
const SHIFT: usize = 0; // v128: how far conduction has moved the bias
const CHARGE: usize = 16; // f64
const LEAK: usize = 24; // f64
export const CONDUCTION_BYTES: usize = 32;

/** On zeroed memory. */
export function conductionInit(conduction: usize, sampleRate: f64): void {
  store<f64>(conduction, 1.0 - exp(-1.0 / (CHARGE_SECONDS * sampleRate)), CHARGE);
  store<f64>(conduction, 1.0 - exp(-1.0 / (LEAK_SECONDS * sampleRate)), LEAK);
}

/** How far a lasting positive full scale shifts the bias. `depth` is the share of conduction that is heard, 0 to 1. */
export function greatestShift(drive: f64, depth: f64): f64 {
  const excess = max(0.0, drive - THRESHOLD);
  return depth * (excess / (1.0 + excess));
}

/** Writes the bias of each frame: where it is set, which moves by steps, plus what conduction adds. */
export function followConduction(
  conduction: usize,
  input: usize,
  biases: usize,
  frames: i32,
  drive: f64,
  driveStep: f64,
  bias: f64,
  biasStep: f64,
  depth: f64,
): void {
  const charge = f64x2.splat(load<f64>(conduction, CHARGE));
  const leak = f64x2.splat(load<f64>(conduction, LEAK));
  const threshold = f64x2.splat(THRESHOLD);
  const zero = f64x2.splat(0.0);
  const one = f64x2.splat(1.0);
  const amount = f64x2.splat(depth);
  let shift = v128.load(conduction, SHIFT);
  for (let i: i32 = 0; i < frames; i++) {
    drive += driveStep;
    bias += biasStep;
    const excess = f64x2.pmax(zero, f64x2.sub(f64x2.mul(v128.load(input), f64x2.splat(drive)), threshold));
    const target = f64x2.mul(amount, f64x2.div(excess, f64x2.add(one, excess)));
    const difference = f64x2.sub(target, shift);
    const rate = v128.bitselect(charge, leak, f64x2.gt(difference, zero));
    shift = f64x2.add(shift, f64x2.mul(rate, difference));
    v128.store(biases, f64x2.add(f64x2.splat(bias), shift));
    input += FRAME_BYTES;
    biases += FRAME_BYTES;
  }
  v128.store(conduction, flushDenormal(shift), SHIFT);
}
