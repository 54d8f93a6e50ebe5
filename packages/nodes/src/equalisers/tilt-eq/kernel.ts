// A tilt and two Baxandall shelves, all of first order.
//
// A Baxandall shelf keeps the corner where it reaches its full gain and moves the one where it leaves 0 dB: for a boost by
// A the low shelf is (s + A·ω)/(s + ω), a cut its reciprocal. That is a tilt by A around ω·√A, raised by √A.

import { portAt, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { BOTH_LANES } from "@twobus/dsp/assembly/biquad";
import { DESIGN_BYTES, designTilt, SECTION_BYTES } from "@twobus/dsp/assembly/filter-design";
import { decibelsToGain } from "@twobus/dsp/assembly/maths";
import { amplify } from "@twobus/dsp/assembly/output-gain";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";
import { cascadeBytes, cascadeInit, resetCascade, runCascade, setSections } from "@twobus/dsp/assembly/section-cascade";

const TILT_DB: i32 = 0;
const PIVOT_HZ: i32 = 1;
const LOW_GAIN_DB: i32 = 2;
const LOW_TURNOVER_HZ: i32 = 3;
const HIGH_GAIN_DB: i32 = 4;
const HIGH_TURNOVER_HZ: i32 = 5;
const CURVE_PARAMETERS: i32 = 6;
const OUTPUT_GAIN_DB: i32 = 6;

const SECTIONS: i32 = 3;
/** Of the sample rate: turnovers are held below. */
const HIGHEST_SHARE: f64 = 0.49;

// State
const SAMPLE_RATE: usize = 0; // f64
const VALUES: usize = 16;
const DESIGN: usize = VALUES + valuesBytes(CURVE_PARAMETERS);
const WORKSPACE: usize = DESIGN + ((<usize>SECTIONS * SECTION_BYTES + 15) & ~15);
const CASCADE: usize = WORKSPACE + ((DESIGN_BYTES + 15) & ~15);
const STATE_BYTES: usize = CASCADE + cascadeBytes(SECTIONS);

export function tiltEqStateBytes(parameters: usize, sampleRate: f64): i32 {
  return <i32>STATE_BYTES;
}

export function tiltEqInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, STATE_BYTES);
  store<f64>(state, sampleRate, SAMPLE_RATE);
  cascadeInit(state + CASCADE, SECTIONS);
  valuesChanged(state + VALUES, parameters, CURVE_PARAMETERS);
  design(state);
  resetCascade(state + CASCADE);
}

export function tiltEqProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const output = portAt(ports, 1);
  if (valuesChanged(state + VALUES, endValues(parameters), CURVE_PARAMETERS)) design(state);
  runCascade(state + CASCADE, portAt(ports, 0), output, frames);
  amplify(output, startOf(parameters, OUTPUT_GAIN_DB), valueOf(parameters, OUTPUT_GAIN_DB), frames);
}

function design(state: usize): void {
  const values = state + VALUES;
  const lowDb = startOf(values, LOW_GAIN_DB);
  const highDb = startOf(values, HIGH_GAIN_DB);
  const lowHz = startOf(values, LOW_TURNOVER_HZ) * decibelsToGain(0.5 * abs(lowDb));
  const turnoverHz = min(startOf(values, HIGH_TURNOVER_HZ), HIGHEST_SHARE * load<f64>(state, SAMPLE_RATE));
  const highHz = turnoverHz / decibelsToGain(0.5 * abs(highDb));
  designSection(state, 0, startOf(values, PIVOT_HZ), startOf(values, TILT_DB), 0.0);
  designSection(state, 1, lowHz, -lowDb, 0.5 * lowDb);
  designSection(state, 2, highHz, highDb, 0.5 * highDb);
  setSections(state + CASCADE, 0, SECTIONS, state + DESIGN, SECTIONS, BOTH_LANES);
}

/** A tilt by `tiltDb` around `hz`, raised by `raiseDb`. */
function designSection(state: usize, index: i32, hz: f64, tiltDb: f64, raiseDb: f64): void {
  const section = state + DESIGN + <usize>index * SECTION_BYTES;
  designTilt(section, state + WORKSPACE, load<f64>(state, SAMPLE_RATE), hz, tiltDb);
  const gain = decibelsToGain(raiseDb);
  for (let i: usize = 0; i < 3; i++) store<f64>(section + (i << 3), load<f64>(section + (i << 3)) * gain);
}
