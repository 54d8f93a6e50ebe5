// Repeats step back while something plays: a row of gains for each quantum, from an envelope of the louder channel.

import { FRAME_BYTES } from "@twobus/dsp/assembly/abi";
import { exp2Pair, flushDenormal } from "@twobus/dsp/assembly/fast-maths";
import { LOG2_10_OVER_20 } from "@twobus/dsp/assembly/maths";
import { approachRate } from "@twobus/dsp/assembly/time-constant";

// [estimate] Half the depth at −30 dBFS
const HALF: f64 = 0.03162277660168379;
const RISE_SECONDS: f64 = 0.005;
const FALL_SECONDS: f64 = 0.25;

const ENVELOPE: usize = 0; // v128
const RISE: usize = 16; // f64
const FALL: usize = 24; // f64
/** Where the row of gains lies. */
export const DUCKING_ROW: usize = 32;
export const DUCKING_BYTES: usize = DUCKING_ROW + 128 * FRAME_BYTES;

/** On zeroed memory. */
export function duckingInit(address: usize, sampleRate: f64): void {
  store<f64>(address, approachRate(RISE_SECONDS, sampleRate), RISE);
  store<f64>(address, approachRate(FALL_SECONDS, sampleRate), FALL);
}

/** Full depth runs from `startDb` to `endDb`. */
export function duck(address: usize, input: usize, startDb: f64, endDb: f64, frames: i32): void {
  let depth = startDb * LOG2_10_OVER_20;
  const step = (endDb * LOG2_10_OVER_20 - depth) / <f64>frames;
  const rise = v128.load64_splat(address, RISE);
  const fall = v128.load64_splat(address, FALL);
  const half = f64x2.splat(HALF);
  let envelope = v128.load(address, ENVELOPE);
  let row = address + DUCKING_ROW;
  for (const end = row + <usize>frames * FRAME_BYTES; row < end; row += FRAME_BYTES) {
    depth += step;
    const magnitude = f64x2.abs(v128.load(input));
    const level = f64x2.pmax(magnitude, v128.shuffle<f64>(magnitude, magnitude, 1, 0));
    const way = f64x2.sub(level, envelope);
    const rate = v128.bitselect(rise, fall, f64x2.gt(way, f64x2.splat(0.0)));
    envelope = f64x2.add(envelope, f64x2.mul(way, rate));
    const share = f64x2.div(envelope, f64x2.add(envelope, half));
    v128.store(row, exp2Pair(f64x2.mul(share, f64x2.splat(-depth))));
    input += FRAME_BYTES;
  }
  v128.store(address, flushDenormal(envelope), ENVELOPE);
}
