// The passive network as three biquads, then the make-up amplifier.

import { aligned, FRAME_BYTES, portAt, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { SECTION_BYTES } from "@twobus/dsp/assembly/filter-design";
import { amplify } from "@twobus/dsp/assembly/output-gain";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";
import {
  followValveAmplifier,
  recordValveAmplifier,
  runValveAmplifier,
  valveAmplifierBytes,
  valveAmplifierInit,
} from "@twobus/dsp/assembly/valve-amplifier";
import { changeoverBytes, changeoverInit, runChangeover, takeDesign } from "./changeover/kernel";
import { designNetwork, NETWORK_BYTES, NETWORK_SECTIONS, NETWORK_SETTINGS } from "./network/kernel";

// Parameters after the network's
const COLOUR_PERCENT: i32 = 8;
const OUTPUT_GAIN_DB: i32 = 9;
const OVERSAMPLING: i32 = 10;

// State. Behind the fixed part: the amplifier.
const SAMPLE_RATE: usize = 0; // f64
const MOVED: usize = 8; // i32: whether the sections have still to be told of a new design
const SETTINGS: usize = 16;
const DESIGN: usize = SETTINGS + valuesBytes(NETWORK_SETTINGS);
const NETWORK: usize = DESIGN + ((<usize>NETWORK_SECTIONS * SECTION_BYTES + 15) & ~15);
const SHAPED: usize = NETWORK + ((NETWORK_BYTES + 15) & ~15);
const SECTIONS: usize = SHAPED + 128 * FRAME_BYTES;

// @ts-ignore: decorator
@inline
function amplifierOf(state: usize): usize {
  return state + SECTIONS + changeoverBytes(NETWORK_SECTIONS, load<f64>(state, SAMPLE_RATE));
}

export function passiveEqStateBytes(parameters: usize, sampleRate: f64): i32 {
  const amplifierBytes = valveAmplifierBytes(<i32>valueOf(parameters, OVERSAMPLING));
  return aligned(<i32>(SECTIONS + changeoverBytes(NETWORK_SECTIONS, sampleRate) + amplifierBytes));
}

export function passiveEqInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, SECTIONS);
  store<f64>(state, sampleRate, SAMPLE_RATE);
  valuesChanged(state + SETTINGS, parameters, NETWORK_SETTINGS);
  changeoverInit(state + SECTIONS, NETWORK_SECTIONS, state + DESIGN, design(state), sampleRate);
  valveAmplifierInit(amplifierOf(state), <i32>valueOf(parameters, OVERSAMPLING), sampleRate);
}

/** Returns the arrangement. */
function design(state: usize): i32 {
  return designNetwork(state + DESIGN, state + NETWORK, state + SETTINGS, load<f64>(state, SAMPLE_RATE));
}

/** The network, from `input` to `SHAPED`. */
function shape(state: usize, input: usize, parameters: usize, frames: i32): void {
  if (valuesChanged(state + SETTINGS, endValues(parameters), NETWORK_SETTINGS)) store<i32>(state, 1, MOVED);
  if (load<i32>(state, MOVED) != 0) {
    const arrangement = design(state);
    store<i32>(state, takeDesign(state + SECTIONS, state + DESIGN, arrangement) ? 0 : 1, MOVED);
  }
  runChangeover(state + SECTIONS, input, state + SHAPED, frames);
}

export function passiveEqProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const output = portAt(ports, 1);
  const colour = startOf(parameters, COLOUR_PERCENT);
  shape(state, portAt(ports, 0), parameters, frames);
  runValveAmplifier(amplifierOf(state), state + SHAPED, output, frames, colour, valueOf(parameters, COLOUR_PERCENT));
  amplify(output, startOf(parameters, OUTPUT_GAIN_DB), valueOf(parameters, OUTPUT_GAIN_DB), frames);
}

export function passiveEqRecord(state: usize): void {
  recordValveAmplifier(amplifierOf(state));
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
  followValveAmplifier(amplifierOf(follow), amplifierOf(state), follow + SHAPED, output, frames);
  amplify(output, startOf(parameters, OUTPUT_GAIN_DB), valueOf(parameters, OUTPUT_GAIN_DB), frames);
}
