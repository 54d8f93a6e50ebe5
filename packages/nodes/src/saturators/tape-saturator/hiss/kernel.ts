// Hiss: white, from a generator that begins anew with every render. It fades out while nothing is recorded, as an engineer
// turns a machine down between songs, so that silence stays silence.

import { FRAME_BYTES } from "@twobus/dsp/assembly/abi";
import { flushDenormal } from "@twobus/dsp/assembly/fast-maths";
import { decibelsToGain } from "@twobus/dsp/assembly/maths";
import { randomAfter } from "@twobus/dsp/assembly/random-sequence";
import { approachRate } from "@twobus/dsp/assembly/time-constant";

/** At or below this there is none. */
const OFF_DB: f64 = -100.0;
/** What counts as recorded: −120 dBFS. */
const RECORDED: f64 = 1e-6;
const OPEN_SECONDS: f64 = 0.005;
const CLOSE_SECONDS: f64 = 0.04;
/** Numbers from −½ to ½ have an rms of 1/√12. */
const SQRT_12: f64 = 3.4641016151377544;

const SEED: usize = 0; // v128: a 64-bit linear congruential generator per channel (D. Knuth's MMIX)
const OPEN: usize = 16; // v128: how much is heard, 0 to 1
const OPEN_RATE: usize = 32; // f64
const CLOSE_RATE: usize = 40; // f64
const MULTIPLIER: i64 = 6364136223846793005;
const INCREMENT: i64 = 1442695040888963407;
export const HISS_BYTES: usize = 48;

export function hissInit(hiss: usize, machine: i64, sampleRate: f64): void {
  v128.store(hiss, i64x2.splat(0), OPEN);
  v128.store(hiss, i64x2.replace_lane(i64x2.splat(machine << 32), 1, (machine << 32) + 77), SEED);
  store<f64>(hiss, approachRate(OPEN_SECONDS, sampleRate), OPEN_RATE);
  store<f64>(hiss, approachRate(CLOSE_SECONDS, sampleRate), CLOSE_RATE);
}

// @ts-ignore: decorator
@inline
function gainOf(levelDb: f64): f64 {
  return levelDb <= OFF_DB ? 0.0 : SQRT_12 * decibelsToGain(levelDb);
}

/** Lets hiss of so many frames pass. */
export function advanceHiss(hiss: usize, frames: f64, startDb: f64, endDb: f64): void {
  if (startDb <= OFF_DB && endDb <= OFF_DB) return;
  for (let channel = hiss + SEED; channel < hiss + SEED + 16; channel += 8) {
    store<i64>(channel, randomAfter(load<i64>(channel), MULTIPLIER, INCREMENT, <i64>frames));
  }
}

/** Adds hiss of `startDb` to `endDb` (dBFS rms) to `output`, while `input` holds sound. */
export function addHiss(hiss: usize, input: usize, output: usize, frames: i32, startDb: f64, endDb: f64): void {
  if (startDb <= OFF_DB && endDb <= OFF_DB) return;
  const openRate = f64x2.splat(load<f64>(hiss, OPEN_RATE));
  const closeRate = f64x2.splat(load<f64>(hiss, CLOSE_RATE));
  const step = (gainOf(endDb) - gainOf(startDb)) / <f64>frames;
  let level = gainOf(startDb);
  let seed = v128.load(hiss, SEED);
  let open = v128.load(hiss, OPEN);
  const end = output + <usize>frames * FRAME_BYTES;
  for (; output < end; output += FRAME_BYTES) {
    level += step;
    seed = i64x2.add(i64x2.mul(seed, i64x2.splat(MULTIPLIER)), i64x2.splat(INCREMENT));
    const bits = v128.or(i64x2.shr_u(seed, 12), i64x2.splat(0x3ff0000000000000)); // 1 to 2
    const grain = f64x2.sub(bits, f64x2.splat(1.5));
    const isRecorded = f64x2.gt(f64x2.abs(v128.load(input)), f64x2.splat(RECORDED));
    const goal = v128.and(f64x2.splat(1.0), isRecorded);
    const rate = v128.bitselect(openRate, closeRate, isRecorded);
    open = f64x2.add(open, f64x2.mul(rate, f64x2.sub(goal, open)));
    const heard = f64x2.mul(f64x2.mul(grain, open), f64x2.splat(level));
    v128.store(output, f64x2.add(v128.load(output), heard));
    input += FRAME_BYTES;
  }
  v128.store(hiss, seed, SEED);
  v128.store(hiss, flushDenormal(open), OPEN);
}
