// The gain after the curve, which is computed anew only for new settings.

import { PI, sin, tanh } from "@twobus/dsp/assembly/maths";
import { greatestShift } from "../conduction/kernel";

const NOMINAL_PEAK: f64 = 0.251188643150958; // −12 dBFS: where programme at 0 VU (−18 dBFS rms) has most of its energy
const LEVEL_POINTS: i32 = 32;

// What `LEVEL` was computed for, then itself: f64 each
const FOR_DRIVE: usize = 0;
const FOR_BIAS: usize = 8;
const FOR_DEPTH: usize = 16;
const FOR_AUTO: usize = 24;
const LEVEL: usize = 32;
export const LEVEL_BYTES: usize = 40;

/** Nothing has been computed yet. */
export function levelInit(memory: usize): void {
  store<f64>(memory, -1.0, FOR_DRIVE);
}

/**
 * Gain after the curve: unity at 0 VU, or between that and full scale for full scale while `auto` moves. A lasting positive
 * full scale has shifted the bias all the way, which leaves it the most room.
 */
export function levelOf(memory: usize, drive: f64, bias: f64, depth: f64, auto: f64): f64 {
  if (
    load<f64>(memory, FOR_DRIVE) == drive &&
    load<f64>(memory, FOR_BIAS) == bias &&
    load<f64>(memory, FOR_DEPTH) == depth &&
    load<f64>(memory, FOR_AUTO) == auto
  ) {
    return load<f64>(memory, LEVEL);
  }
  const shifted = bias + greatestShift(drive, depth);
  const atFullScale = 1.0 / (tanh(drive - shifted) + tanh(shifted));
  const atNominal = 1.0 / nominalGain(drive, bias);
  const level = atFullScale + (atNominal - atFullScale) * auto;
  store<f64>(memory, drive, FOR_DRIVE);
  store<f64>(memory, bias, FOR_BIAS);
  store<f64>(memory, depth, FOR_DEPTH);
  store<f64>(memory, auto, FOR_AUTO);
  store<f64>(memory, level, LEVEL);
  return level;
}

/** How strong the stage makes a sine of `NOMINAL_PEAK`, without the DC that the curve adds. */
function nominalGain(drive: f64, bias: f64): f64 {
  let sum: f64 = 0.0;
  let squares: f64 = 0.0;
  const rest = tanh(bias);
  for (let i: i32 = 0; i < LEVEL_POINTS; i++) {
    const x = NOMINAL_PEAK * sin((2.0 * PI * (<f64>i + 0.5)) / <f64>LEVEL_POINTS);
    const y = tanh(drive * x - bias) + rest;
    sum += y;
    squares += y * y;
  }
  const mean = sum / <f64>LEVEL_POINTS;
  return Math.sqrt(2.0 * (squares / <f64>LEVEL_POINTS - mean * mean)) / NOMINAL_PEAK;
}
