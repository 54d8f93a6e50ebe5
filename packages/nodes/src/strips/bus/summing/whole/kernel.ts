// What is taken off the sum of channels again: g(U), see `leaning/kernel.ts`.

import { FRAME_BYTES, portAt } from "@twobus/dsp/assembly/abi";
import { driveOf, driveStepOf } from "../voicing/kernel";
import { heardOf, LEANING_BYTES, leaningFactor, leaningHear, leaningInit, leaningKeep } from "../leaning/kernel";

// State: the filter, then 128 v128: what of U was taken off each frame
const FACTORS: usize = LEANING_BYTES;
const STATE_BYTES: usize = FACTORS + 128 * FRAME_BYTES;

export function summingWholeStateBytes(parameters: usize, sampleRate: f64): i32 {
  return <i32>STATE_BYTES;
}

export function summingWholeInit(state: usize, parameters: usize, sampleRate: f64): void {
  memory.fill(state, 0, STATE_BYTES);
  leaningInit(state);
}

export function summingWholeProcess(state: usize, ports: usize, parameters: usize, meters: usize, frames: i32): void {
  leaningHear(state, portAt(ports, 0), frames);
  let output = portAt(ports, 1);
  let heard = heardOf(state);
  let factors = state + FACTORS;
  let drive = driveOf(parameters);
  const step = driveStepOf(parameters, frames);
  const end = output + <usize>frames * FRAME_BYTES;
  for (; output < end; output += FRAME_BYTES) {
    drive = f64x2.add(drive, step);
    const u = v128.load(heard);
    const factor = f64x2.neg(leaningFactor(u, drive));
    v128.store(factors, factor);
    v128.store(output, f64x2.mul(u, factor));
    heard += FRAME_BYTES;
    factors += FRAME_BYTES;
  }
  leaningKeep(state, frames);
}

export function summingWholeFollow(
  follow: usize,
  state: usize,
  input: usize,
  output: usize,
  parameters: usize,
  frames: i32,
): void {
  leaningHear(follow, input, frames);
  let heard = heardOf(follow);
  let factors = state + FACTORS;
  const end = output + <usize>frames * FRAME_BYTES;
  for (; output < end; output += FRAME_BYTES) {
    v128.store(output, f64x2.mul(v128.load(heard), v128.load(factors)));
    heard += FRAME_BYTES;
    factors += FRAME_BYTES;
  }
  leaningKeep(follow, frames);
}
