// The passive network as three biquads, then the make-up amplifier: valves between transformers, whose colour is laid over
// the exact curve. The transformers carry lows nearer to their limit, so the colour hears them louder.

import { aligned, FRAME_BYTES, portAt, startOf, valueOf } from "@twobus/dsp/assembly/abi";
import { BOTH_LANES } from "@twobus/dsp/assembly/biquad";
import {
  addColour,
  beginColour,
  colourBytes,
  colourInit,
  finishColour,
  followColour,
  recordColour,
} from "@twobus/dsp/assembly/colour-stage";
import { flushDenormal } from "@twobus/dsp/assembly/fast-maths";
import { SECTION_BYTES } from "@twobus/dsp/assembly/filter-design";
import { amplify } from "@twobus/dsp/assembly/output-gain";
import { endValues, valuesBytes, valuesChanged } from "@twobus/dsp/assembly/parameter-values";
import { cascadeBytes, cascadeInit, resetCascade, runCascade, setSections } from "@twobus/dsp/assembly/section-cascade";
import { approachRate } from "@twobus/dsp/assembly/time-constant";
import { PI } from "@twobus/dsp/assembly/maths";
import { designNetwork, NETWORK_BYTES, NETWORK_SECTIONS, NETWORK_SETTINGS } from "./network/kernel";

// Parameters after the network's
const COLOUR_PERCENT: i32 = 8;
const OUTPUT_GAIN_DB: i32 = 9;
const OVERSAMPLING: i32 = 10;

// At 100 % a tone of 1 kHz at 0 VU has 0.1 % of second harmonic: half of reach · tanh(bias) · amplitude.
const BIAS: f64 = 0.0636;
const REACH_PER_PERCENT: f64 = 0.0025;
/** The transformers' lows: twice as much is added below this frequency. */
const LOWS_HZ: f64 = 50.0;
const LOWS_SHARE: f64 = 2.0;

// State
const SAMPLE_RATE: usize = 0; // f64
const LOWS_RATE: usize = 8; // f64
const LOWS: usize = 16; // v128
const SETTINGS: usize = 32;
const DESIGN: usize = SETTINGS + valuesBytes(NETWORK_SETTINGS);
const NETWORK: usize = DESIGN + ((<usize>NETWORK_SECTIONS * SECTION_BYTES + 15) & ~15);
const SHAPED: usize = NETWORK + ((NETWORK_BYTES + 15) & ~15);
const LEANING: usize = SHAPED + 128 * FRAME_BYTES;
const CASCADE: usize = LEANING + 128 * FRAME_BYTES;
const COLOUR: usize = CASCADE + cascadeBytes(NETWORK_SECTIONS);

export function passiveEqStateBytes(parameters: usize, sampleRate: f64): i32 {
  return aligned(<i32>(COLOUR + colourBytes(<i32>valueOf(parameters, OVERSAMPLING), 1)));
}

export function passiveEqInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, COLOUR);
  store<f64>(state, sampleRate, SAMPLE_RATE);
  store<f64>(state, approachRate(1.0 / (2.0 * PI * LOWS_HZ), sampleRate), LOWS_RATE);
  cascadeInit(state + CASCADE, NETWORK_SECTIONS);
  colourInit(state + COLOUR, <i32>valueOf(parameters, OVERSAMPLING), 1, sampleRate);
  valuesChanged(state + SETTINGS, parameters, NETWORK_SETTINGS);
  design(state);
  resetCascade(state + CASCADE);
}

function design(state: usize): void {
  designNetwork(state + DESIGN, state + NETWORK, state + SETTINGS, load<f64>(state, SAMPLE_RATE));
  setSections(state + CASCADE, 0, NETWORK_SECTIONS, state + DESIGN, NETWORK_SECTIONS, BOTH_LANES);
}

export function passiveEqProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  const output = portAt(ports, 1);
  if (valuesChanged(state + SETTINGS, endValues(parameters), NETWORK_SETTINGS)) design(state);
  runCascade(state + CASCADE, portAt(ports, 0), state + SHAPED, frames);
  lean(state, frames);
  const reach = REACH_PER_PERCENT * startOf(parameters, COLOUR_PERCENT);
  const stage = state + COLOUR;
  beginColour(stage, frames);
  addColour(stage, 0, state + LEANING, frames, BIAS, reach, REACH_PER_PERCENT * valueOf(parameters, COLOUR_PERCENT));
  finishColour(stage, state + SHAPED, output, frames);
  amplify(output, startOf(parameters, OUTPUT_GAIN_DB), valueOf(parameters, OUTPUT_GAIN_DB), frames);
}

/** Raises the lows for the colour. */
function lean(state: usize, frames: i32): void {
  const rate = f64x2.splat(load<f64>(state, LOWS_RATE));
  const share = f64x2.splat(LOWS_SHARE);
  let lows = v128.load(state, LOWS);
  let from = state + SHAPED;
  let to = state + LEANING;
  const end = from + <usize>frames * FRAME_BYTES;
  for (; from < end; from += FRAME_BYTES) {
    const frame = v128.load(from);
    lows = f64x2.add(lows, f64x2.mul(rate, f64x2.sub(frame, lows)));
    v128.store(to, f64x2.add(frame, f64x2.mul(share, lows)));
    to += FRAME_BYTES;
  }
  v128.store(state, flushDenormal(lows), LOWS);
}

export function passiveEqRecord(state: usize): void {
  recordColour(state + COLOUR);
}

export function passiveEqFollow(
  follow: usize,
  state: usize,
  input: usize,
  output: usize,
  parameters: usize,
  frames: i32,
): void {
  if (valuesChanged(follow + SETTINGS, endValues(parameters), NETWORK_SETTINGS)) design(follow);
  runCascade(follow + CASCADE, input, follow + SHAPED, frames);
  lean(follow, frames);
  beginColour(follow + COLOUR, frames);
  followColour(follow + COLOUR, state + COLOUR, 0, follow + LEANING, frames);
  finishColour(follow + COLOUR, follow + SHAPED, output, frames);
  amplify(output, startOf(parameters, OUTPUT_GAIN_DB), valueOf(parameters, OUTPUT_GAIN_DB), frames);
}
