// Whole-sample delay in a ring of stereo frames, for latency compensation and for bypassed processors.
// State: write position in frames (i32), length in frames (i32), then the ring.

import { FRAME_BYTES } from "./abi";

const HEADER_BYTES: usize = 16;
const LENGTH: usize = 4;

export function delayStateBytes(delayFrames: i32): i32 {
  return <i32>HEADER_BYTES + delayFrames * <i32>FRAME_BYTES;
}

export function delayInit(state: usize, delayFrames: i32): void {
  memory.fill(state, 0, <usize>delayStateBytes(delayFrames));
  store<i32>(state, delayFrames, LENGTH);
}

// @ts-ignore: decorator
@inline
export function delayFramesOf(state: usize): i32 {
  return load<i32>(state, LENGTH);
}

export function delayProcess(state: usize, input: usize, output: usize, frames: i32): void {
  const length = delayFramesOf(state);
  if (length == 0) {
    memory.copy(output, input, <usize>frames * FRAME_BYTES);
    return;
  }
  let position = load<i32>(state);
  const ring = state + HEADER_BYTES;
  for (let i: i32 = 0; i < frames; i++) {
    const cell = ring + <usize>position * FRAME_BYTES;
    const offset = <usize>i * FRAME_BYTES;
    const arriving = v128.load(input + offset);
    v128.store(output + offset, v128.load(cell));
    v128.store(cell, arriving);
    position++;
    position = select(0, position, position == length);
  }
  store<i32>(state, position);
}
