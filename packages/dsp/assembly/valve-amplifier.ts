// The make-up amplifier of a passive equaliser: valves between transformers, of no gain but of a colour, which is laid over the
// sound. The transformers carry lows nearer to their limit, so the colour hears them louder.

import { FRAME_BYTES } from "./abi";
import {
  addColour,
  beginColour,
  colourBytes,
  colourInit,
  finishColour,
  followColour,
  recordColour,
} from "./colour-stage";
import { flushDenormal } from "./fast-maths";
import { PI } from "./maths";
import { approachRate } from "./time-constant";

// At 100 % a tone of 1 kHz at 0 VU has 0.1 % of second harmonic: half of reach · tanh(bias) · amplitude.
const BIAS: f64 = 0.0636;
const REACH_PER_PERCENT: f64 = 0.0025;
/** The transformers' lows: twice as much is added below this frequency. */
const LOWS_HZ: f64 = 50.0;
const LOWS_SHARE: f64 = 2.0;

const LOWS_RATE: usize = 0; // f64
const LOWS: usize = 16; // v128
const LEANING: usize = 32;
const COLOUR: usize = LEANING + 128 * FRAME_BYTES;

/** Bytes of an amplifier at an oversampling factor of 1, 2, 4 or 8. Its latency is that of the colour stage. */
export function valveAmplifierBytes(factor: i32): usize {
  return COLOUR + colourBytes(factor, 1);
}

export function valveAmplifierInit(amplifier: usize, factor: i32, sampleRate: f64): void {
  memory.fill(amplifier, 0, COLOUR);
  store<f64>(amplifier, approachRate(1.0 / (2.0 * PI * LOWS_HZ), sampleRate), LOWS_RATE);
  colourInit(amplifier + COLOUR, factor, 1, sampleRate);
}

export function recordValveAmplifier(amplifier: usize): void {
  recordColour(amplifier + COLOUR);
}

/** Colours `input` by an amount that ramps from `percent` to `lastPercent`. `output` may not be `input`. */
export function runValveAmplifier(
  amplifier: usize,
  input: usize,
  output: usize,
  frames: i32,
  percent: f64,
  lastPercent: f64,
): void {
  lean(amplifier, input, frames);
  const stage = amplifier + COLOUR;
  const reach = REACH_PER_PERCENT * percent;
  beginColour(stage, frames);
  addColour(stage, 0, amplifier + LEANING, frames, BIAS, reach, REACH_PER_PERCENT * lastPercent);
  finishColour(stage, input, output, frames);
}

/** What was done to the whole, done to a part. `follow` is an amplifier of the part's own. */
export function followValveAmplifier(follow: usize, amplifier: usize, input: usize, output: usize, frames: i32): void {
  lean(follow, input, frames);
  beginColour(follow + COLOUR, frames);
  followColour(follow + COLOUR, amplifier + COLOUR, 0, follow + LEANING, frames);
  finishColour(follow + COLOUR, input, output, frames);
}

/** Raises the lows for the colour. */
function lean(amplifier: usize, from: usize, frames: i32): void {
  const rate = f64x2.splat(load<f64>(amplifier, LOWS_RATE));
  const share = f64x2.splat(LOWS_SHARE);
  let lows = v128.load(amplifier, LOWS);
  let to = amplifier + LEANING;
  const end = from + <usize>frames * FRAME_BYTES;
  for (; from < end; from += FRAME_BYTES) {
    const frame = v128.load(from);
    lows = f64x2.add(lows, f64x2.mul(rate, f64x2.sub(frame, lows)));
    v128.store(to, f64x2.add(frame, f64x2.mul(share, lows)));
    to += FRAME_BYTES;
  }
  v128.store(amplifier, flushDenormal(lows), LOWS);
}
