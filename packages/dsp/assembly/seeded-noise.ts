// White noise that is the same in every render: a linear congruential generator (Numerical Recipes), both channels apart.

import { FRAME_BYTES } from "./abi";
import { randomAfter } from "./random-sequence";

const MULTIPLIER: i32 = 1664525;
const INCREMENT: i32 = 1013904223;

export const SEEDED_NOISE_BYTES: usize = 16;

export function seedNoise(state: usize, seed: i32): void {
  store<i32>(state, seed);
}

/** Lets noise of so many frames pass. */
export function advanceNoise(state: usize, start: f64, end: f64, frames: f64): void {
  if (start == 0.0 && end == 0.0) return;
  store<i32>(state, <i32>randomAfter(<i64>load<i32>(state), MULTIPLIER, INCREMENT, 2 * <i64>frames));
}

/**
 * Adds noise whose peak runs from `start` to `end`. Where `input` is digital silence there is none, so that silence stays
 * silent.
 */
export function addNoise(state: usize, input: usize, output: usize, start: f64, end: f64, frames: i32): void {
  if (start == 0.0 && end == 0.0) return;
  const step = (end - start) / <f64>frames;
  let random = load<i32>(state);
  let peak = start;
  const last = output + <usize>frames * FRAME_BYTES;
  for (; output < last; output += FRAME_BYTES) {
    peak += step;
    const left = random * MULTIPLIER + INCREMENT;
    random = left * MULTIPLIER + INCREMENT;
    const pair = f64x2.replace_lane(f64x2.splat(<f64>left), 1, <f64>random);
    const sounds = f64x2.ne(v128.load(input), f64x2.splat(0.0));
    const noise = v128.and(f64x2.mul(pair, f64x2.splat(peak / 2147483648.0)), sounds);
    v128.store(output, f64x2.add(v128.load(output), noise));
    input += FRAME_BYTES;
  }
  store<i32>(state, random);
}
