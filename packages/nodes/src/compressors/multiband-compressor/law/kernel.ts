// What a band's own values and those of all bands make together: its static law, its make-up and its mix.

import { startOf } from "@twobus/dsp/assembly/abi";
import { setRamp } from "@twobus/dsp/assembly/control-row";
import { kneeWidth, LAW_FOOT, LAW_KNEE, LAW_RANGE, LAW_SLOPE, reductionAt } from "@twobus/dsp/assembly/gain-computer";
import { decibelsToGain, exp2, LOG2_10_OVER_20 } from "@twobus/dsp/assembly/maths";
import { endValues } from "@twobus/dsp/assembly/parameter-values";
import { REFERENCE_PEAK_DB } from "@twobus/dsp/assembly/side-chain";
import { AUTO_MAKEUP, BYPASS, KNEE_DB, MAKEUP_DB, MIX_PERCENT, ofBand, RATIO, THRESHOLD_DB } from "../parameters/kernel";

/** More than any law asks for: there is no limit on reduction. */
const NO_RANGE: f64 = 1000.0;

/** Ramps the law of a band through a quantum. */
export function setLaw(law: usize, parameters: usize, band: i32, frames: i32, linked: bool): void {
  const ends = endValues(parameters);
  setRamp(law + LAW_FOOT, footOf(parameters, band), footOf(ends, band), frames, linked);
  setRamp(law + LAW_SLOPE, slopeOf(parameters, band), slopeOf(ends, band), frames, linked);
  setRamp(law + LAW_KNEE, kneeOf(parameters), kneeOf(ends), frames, linked);
  setRamp(law + LAW_RANGE, NO_RANGE, NO_RANGE, frames, linked);
}

/** The foot of the knee, half a width below the threshold. */
function footOf(values: usize, band: i32): f64 {
  return startOf(ofBand(values, band), THRESHOLD_DB) * LOG2_10_OVER_20 - 0.5 * kneeOf(values);
}

function slopeOf(values: usize, band: i32): f64 {
  return 1.0 - 1.0 / startOf(ofBand(values, band), RATIO);
}

function kneeOf(values: usize): f64 {
  return kneeWidth(startOf(values, KNEE_DB) * LOG2_10_OVER_20);
}

export function makeupOf(values: usize, band: i32): f64 {
  const gain = decibelsToGain(startOf(ofBand(values, band), MAKEUP_DB));
  if (startOf(values, AUTO_MAKEUP) == 0.0) return gain;
  const overFoot = REFERENCE_PEAK_DB * LOG2_10_OVER_20 - footOf(values, band);
  return gain * exp2(reductionAt(overFoot, slopeOf(values, band), kneeOf(values)));
}

/** A bypassed band has none of its gain. */
export function mixOf(values: usize, band: i32): f64 {
  return 0.01 * startOf(values, MIX_PERCENT) * (1.0 - startOf(ofBand(values, band), BYPASS));
}
