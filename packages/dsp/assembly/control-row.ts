// A control row carries the gain path of one quantum through its stages, in place: levels, then gain reductions, then
// gains. It has one of two layouts:
//
//   linked    one f64 per frame, the same for both channels, so that one vector holds two frames
//   separate  one v128 per frame, a lane per channel (left and right, or mid and side)
//
// Stages without memory (logarithm, static curve, exponential) work on vectors and need not know which; the recursive
// stage between them reads and writes frame by frame.
//
// Levels and reductions are base-2 logarithms of amplitude: 1 is 6.02 dB. Reductions are positive.

import { FRAME_BYTES } from "./abi";

export const QUANTUM_FRAMES: i32 = 128;
export const ROW_BYTES: usize = <usize>QUANTUM_FRAMES * FRAME_BYTES;

/** Bytes of a row ramp: its first vector, and the step from one vector to the next. */
export const RAMP_BYTES: usize = 32;

/** Vectors that a row of this layout fills. */
export function rowVectors(frames: i32, linked: bool): i32 {
  return linked ? (frames + 1) >> 1 : frames;
}

/** Writes a straight ramp from `start` to `end`, which it reaches in the last frame. */
export function setRamp(ramp: usize, start: f64, end: f64, frames: i32, linked: bool): void {
  const step = (end - start) / <f64>frames;
  const first = f64x2.splat(start + step);
  v128.store(ramp, linked ? f64x2.replace_lane(first, 1, start + 2.0 * step) : first);
  v128.store(ramp, f64x2.splat(linked ? 2.0 * step : step), 16);
}

/** Where a frame's second lane lies, relative to its first: at the same place when both channels share it. */
// @ts-ignore: decorator
@inline
export function secondLane(linked: bool): usize {
  return linked ? 0 : 8;
}

/** Bytes from one frame to the next. */
// @ts-ignore: decorator
@inline
export function frameStride(linked: bool): usize {
  return linked ? 8 : FRAME_BYTES;
}

// @ts-ignore: decorator
@inline
export function loadFrame(row: usize, second: usize): v128 {
  return v128.load64_lane(row + second, v128.load64_zero(row), 1);
}

// @ts-ignore: decorator
@inline
export function storeFrame(row: usize, second: usize, frame: v128): void {
  v128.store64_lane(row, frame, 0);
  v128.store64_lane(row + second, frame, 1);
}

/** Whether both lanes hold the same number: only then may two channels go on as one. */
// @ts-ignore: decorator
@inline
export function lanesAgree(state: v128): bool {
  return f64x2.extract_lane(state, 0) == f64x2.extract_lane(state, 1);
}

/** The greater lane. */
// @ts-ignore: decorator
@inline
export function greaterLane(frame: v128): f64 {
  return max(f64x2.extract_lane(frame, 0), f64x2.extract_lane(frame, 1));
}
