// The static law: ratio, knee and threshold, as what comes through the thrust filter reads them.

import { startOf } from "@twobus/dsp/assembly/abi";
import { setRamp } from "@twobus/dsp/assembly/control-row";
import { kneeWidth, LAW_FOOT, LAW_KNEE, LAW_SLOPE } from "@twobus/dsp/assembly/gain-computer";
import { LOG2_10_OVER_20 } from "@twobus/dsp/assembly/maths";
import { endValues } from "@twobus/dsp/assembly/parameter-values";
import { LOUD_AT_1_KHZ_DB } from "../hearing-filters/kernel";
import { isFeedback, KNEE, LOUD, RATIO, THRESHOLD_DB, THRUST } from "../parameters/kernel";

/** "Above 20:1". */
const INFINITE_RATIO: f64 = 100.0;

/** Ramps the law through a quantum. */
export function setLaw(law: usize, parameters: usize, frames: i32): void {
  const ends = endValues(parameters);
  setRamp(law + LAW_FOOT, footOf(parameters), footOf(ends), frames, false);
  setRamp(law + LAW_SLOPE, slopeOf(parameters), slopeOf(ends), frames, false);
  setRamp(law + LAW_KNEE, kneeOf(parameters), kneeOf(ends), frames, false);
}

export function ratioOf(values: usize): f64 {
  const option = startOf(values, RATIO);
  if (option == 0.0) return 1.5;
  if (option < 4.0) return option + 1.0;
  return option == 4.0 ? 6.0 : option == 5.0 ? 10.0 : INFINITE_RATIO;
}

export function slopeOf(values: usize): f64 {
  return 1.0 - 1.0 / ratioOf(values);
}

export function kneeOf(values: usize): f64 {
  return kneeWidth(6.0 * startOf(values, KNEE) * LOG2_10_OVER_20);
}

/** Width of the knee inside the loop, which stretches it by (1 + R)/2. */
export function loopKneeOf(values: usize): f64 {
  return (kneeOf(values) * 2.0) / (1.0 + ratioOf(values));
}

/** The foot of the knee, half a width below the threshold, as what comes through the thrust filter reads it. */
function footOf(values: usize): f64 {
  const knee = isFeedback(values) ? loopKneeOf(values) : kneeOf(values);
  return (startOf(values, THRESHOLD_DB) + thrustOffsetDb(values)) * LOG2_10_OVER_20 - 0.5 * knee;
}

/** How far over the foot of the knee a tone of this RMS level at 1 kHz lies. */
export function overFootOf(values: usize, levelDb: f64): f64 {
  return (levelDb + thrustOffsetDb(values)) * LOG2_10_OVER_20 - footOf(values);
}

/** What thrust makes of a tone at 1 kHz. */
function thrustOffsetDb(values: usize): f64 {
  return startOf(values, THRUST) == LOUD ? LOUD_AT_1_KHZ_DB : 0.0;
}
