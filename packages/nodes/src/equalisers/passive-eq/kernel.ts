// The passive network as three biquads, then the make-up amplifier.

import { aligned, FRAME_BYTES, portAt, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { BOTH_LANES } from "@twobus/dsp/assembly/biquad";
import { SECTION_BYTES } from "@twobus/dsp/assembly/filter-design";
import { amplify } from "@twobus/dsp/assembly/output-gain";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";
import { cascadeBytes, cascadeInit, resetCascade, runCascade, setSections } from "@twobus/dsp/assembly/section-cascade";
import {
  followValveAmplifier,
  recordValveAmplifier,
  runValveAmplifier,
  valveAmplifierBytes,
  valveAmplifierInit,
} from "@twobus/dsp/assembly/valve-amplifier";
import { designNetwork, NETWORK_BYTES, NETWORK_SECTIONS, NETWORK_SETTINGS } from "./network/kernel";

// Parameters after the network's
const COLOUR_PERCENT: i32 = 8;
const OUTPUT_GAIN_DB: i32 = 9;
const OVERSAMPLING: i32 = 10;

// State
const SAMPLE_RATE: usize = 0; // f64
const SETTINGS: usize = 16;
const DESIGN: usize = SETTINGS + valuesBytes(NETWORK_SETTINGS);
const NETWORK: usize = DESIGN + ((<usize>NETWORK_SECTIONS * SECTION_BYTES + 15) & ~15);
const SHAPED: usize = NETWORK + ((NETWORK_BYTES + 15) & ~15);
const CASCADE: usize = SHAPED + 128 * FRAME_BYTES;
const AMPLIFIER: usize = CASCADE + cascadeBytes(NETWORK_SECTIONS);

export function passiveEqStateBytes(parameters: usize, sampleRate: f64): i32 {
  return aligned(<i32>(AMPLIFIER + valveAmplifierBytes(<i32>valueOf(parameters, OVERSAMPLING))));
}

export function passiveEqInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, AMPLIFIER);
  store<f64>(state, sampleRate, SAMPLE_RATE);
  cascadeInit(state + CASCADE, NETWORK_SECTIONS);
  valveAmplifierInit(state + AMPLIFIER, <i32>valueOf(parameters, OVERSAMPLING), sampleRate);
  valuesChanged(state + SETTINGS, parameters, NETWORK_SETTINGS);
  design(state);
  resetCascade(state + CASCADE);
}

function design(state: usize): void {
  designNetwork(state + DESIGN, state + NETWORK, state + SETTINGS, load<f64>(state, SAMPLE_RATE));
  setSections(state + CASCADE, 0, NETWORK_SECTIONS, state + DESIGN, NETWORK_SECTIONS, BOTH_LANES);
}

/** The network, from `input` to `SHAPED`. */
function shape(state: usize, input: usize, parameters: usize, frames: i32): void {
  if (valuesChanged(state + SETTINGS, endValues(parameters), NETWORK_SETTINGS)) design(state);
  runCascade(state + CASCADE, input, state + SHAPED, frames);
}

export function passiveEqProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const output = portAt(ports, 1);
  const colour = startOf(parameters, COLOUR_PERCENT);
  shape(state, portAt(ports, 0), parameters, frames);
  runValveAmplifier(state + AMPLIFIER, state + SHAPED, output, frames, colour, valueOf(parameters, COLOUR_PERCENT));
  amplify(output, startOf(parameters, OUTPUT_GAIN_DB), valueOf(parameters, OUTPUT_GAIN_DB), frames);
}

export function passiveEqRecord(state: usize): void {
  recordValveAmplifier(state + AMPLIFIER);
}

export function passiveEqFollow(
  follow: usize,
  state: usize,
  input: usize,
  output: usize,
  parameters: usize,
  frames: i32,
): void {
  shape(follow, input, parameters, frames);
  followValveAmplifier(follow + AMPLIFIER, state + AMPLIFIER, follow + SHAPED, output, frames);
  amplify(output, startOf(parameters, OUTPUT_GAIN_DB), valueOf(parameters, OUTPUT_GAIN_DB), frames);
}
