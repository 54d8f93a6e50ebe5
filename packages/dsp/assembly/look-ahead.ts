// Looking ahead: the sound waits while the detector hears on, and what it hears waits as long before anyone listens to it.
// State: the delay of the sound, then the delay of what is heard. Without look-ahead nothing is copied.

import { aligned } from "./abi";
import { delayFramesOf, delayInit, delayProcess, delayStateBytes } from "./delay";

/** Whole frames of a look-ahead in milliseconds. */
export function lookAheadFrames(milliseconds: f64, sampleRate: f64): i32 {
  return <i32>floor((milliseconds * sampleRate) / 1000.0 + 0.5);
}

export function lookAheadBytes(frames: i32): i32 {
  return 2 * aligned(delayStateBytes(frames));
}

export function lookAheadInit(address: usize, frames: i32): void {
  delayInit(address, frames);
  delayInit(heardDelay(address), frames);
}

// @ts-ignore: decorator
@inline
function heardDelay(address: usize): usize {
  return address + <usize>aligned(delayStateBytes(delayFramesOf(address)));
}

/** Where the sound lies once it has waited: in `output`, or still in `input`. */
export function soundLater(address: usize, input: usize, output: usize, frames: i32): usize {
  return later(address, input, output, frames);
}

/** The same for what the detector heard. */
export function heardLater(address: usize, heard: usize, output: usize, frames: i32): usize {
  return later(heardDelay(address), heard, output, frames);
}

// @ts-ignore: decorator
@inline
function later(delay: usize, input: usize, output: usize, frames: i32): usize {
  if (delayFramesOf(delay) == 0) return input;
  delayProcess(delay, input, output, frames);
  return output;
}
