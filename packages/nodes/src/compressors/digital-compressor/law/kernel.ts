// The static law, and the make-up and the mix that go with it.

import { startOf } from "@twobus/dsp/assembly/abi";
import { setRamp } from "@twobus/dsp/assembly/control-row";
import { kneeWidth, LAW_FOOT, LAW_KNEE, LAW_RANGE, LAW_SLOPE, reductionAt } from "@twobus/dsp/assembly/gain-computer";
import { decibelsToGain, exp2, LOG2_10_OVER_20 } from "@twobus/dsp/assembly/maths";
import { endValues } from "@twobus/dsp/assembly/parameter-values";
import { REFERENCE_PEAK_DB, REFERENCE_RMS_DB } from "@twobus/dsp/assembly/side-chain";
import {
  AUTO_MAKEUP,
  DETECTOR,
  KNEE_DB,
  MAKEUP_DB,
  MIX_PERCENT,
  RANGE_DB,
  RATIO,
  RMS,
  THRESHOLD_DB,
} from "../parameters/kernel";

/** Ramps the law through a quantum. */
export function setLaw(law: usize, parameters: usize, frames: i32, linked: bool): void {
  const ends = endValues(parameters);
  setRamp(law + LAW_FOOT, footOf(parameters), footOf(ends), frames, linked);
  setRamp(law + LAW_SLOPE, slopeOf(parameters), slopeOf(ends), frames, linked);
  setRamp(law + LAW_KNEE, kneeOf(parameters), kneeOf(ends), frames, linked);
  setRamp(law + LAW_RANGE, rangeOf(parameters), rangeOf(ends), frames, linked);
}

/** The foot of the knee, half a width below the threshold. */
function footOf(values: usize): f64 {
  return startOf(values, THRESHOLD_DB) * LOG2_10_OVER_20 - 0.5 * kneeOf(values);
}

function slopeOf(values: usize): f64 {
  return 1.0 - 1.0 / startOf(values, RATIO);
}

function kneeOf(values: usize): f64 {
  return kneeWidth(startOf(values, KNEE_DB) * LOG2_10_OVER_20);
}

function rangeOf(values: usize): f64 {
  return startOf(values, RANGE_DB) * LOG2_10_OVER_20;
}

/** Static reduction of a level as the detector reads it. */
export function reductionOf(values: usize, levelDb: f64): f64 {
  const overFoot = levelDb * LOG2_10_OVER_20 - footOf(values);
  return min(reductionAt(overFoot, slopeOf(values), kneeOf(values)), rangeOf(values));
}

export function makeupOf(values: usize): f64 {
  const gain = decibelsToGain(startOf(values, MAKEUP_DB));
  if (startOf(values, AUTO_MAKEUP) == 0.0) return gain;
  const referenceDb = startOf(values, DETECTOR) == RMS ? REFERENCE_RMS_DB : REFERENCE_PEAK_DB;
  return gain * exp2(reductionOf(values, referenceDb));
}

export function mixOf(values: usize): f64 {
  return 0.01 * startOf(values, MIX_PERCENT);
}
