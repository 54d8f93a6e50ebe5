// Two boxes in a row, together as long as the gain takes to fall: it falls in an S, and is at its depth at the peak.

import { FRAME_BYTES } from "@twobus/dsp/assembly/abi";

// Into the boxes go whole numbers of steps: their running sums are exact and cannot drift
const STEPS: f64 = 1073741824.0; // 2^30

const FIRST_SUM: usize = 0; // v128
const SECOND_SUM: usize = 16; // v128
const FIRST_LENGTH: usize = 32; // i32: frames
const SECOND_LENGTH: usize = 36; // i32
const FIRST_POSITION: usize = 40; // i32
const SECOND_POSITION: usize = 44; // i32
const RINGS: usize = 48; // the first box's frames, then the second's

export function smoothingBytes(attack: i32): i32 {
  return <i32>RINGS + (attack + 1) * <i32>FRAME_BYTES;
}

/** On zeroed memory. `attack` is in frames, 1 or more. */
export function smoothingInit(smoothing: usize, attack: i32): void {
  store<i32>(smoothing, (attack + 1) >> 1, FIRST_LENGTH);
  store<i32>(smoothing, (attack + 2) >> 1, SECOND_LENGTH);
}

/**
 * Smooths the depths and takes them from the delayed frames in `output`; leaves gains in the row, for parts that follow.
 * Returns the least gain per channel.
 */
export function applyDepths(smoothing: usize, row: usize, output: usize, frames: i32): v128 {
  const firstFrames = load<i32>(smoothing, FIRST_LENGTH);
  const secondFrames = load<i32>(smoothing, SECOND_LENGTH);
  const first = smoothing + RINGS;
  const firstEnd = first + <usize>firstFrames * FRAME_BYTES;
  const second = firstEnd;
  const secondEnd = second + <usize>secondFrames * FRAME_BYTES;
  let leaving = first + <usize>load<i32>(smoothing, FIRST_POSITION) * FRAME_BYTES;
  let leavingSum = second + <usize>load<i32>(smoothing, SECOND_POSITION) * FRAME_BYTES;
  let firstSum = v128.load(smoothing, FIRST_SUM);
  let secondSum = v128.load(smoothing, SECOND_SUM);
  const steps = f64x2.splat(STEPS);
  const perStep = f64x2.splat(1.0 / (STEPS * <f64>firstFrames * <f64>secondFrames));
  const one = f64x2.splat(1.0);
  let least = one;
  const end = row + <usize>frames * FRAME_BYTES;
  while (row < end) {
    const depth = f64x2.nearest(f64x2.mul(v128.load(row), steps));
    firstSum = f64x2.add(firstSum, f64x2.sub(depth, v128.load(leaving)));
    v128.store(leaving, depth);
    secondSum = f64x2.add(secondSum, f64x2.sub(firstSum, v128.load(leavingSum)));
    v128.store(leavingSum, firstSum);
    leaving += FRAME_BYTES;
    leaving = select(first, leaving, leaving == firstEnd);
    leavingSum += FRAME_BYTES;
    leavingSum = select(second, leavingSum, leavingSum == secondEnd);
    const gain = f64x2.sub(one, f64x2.mul(secondSum, perStep));
    least = f64x2.pmin(least, gain);
    v128.store(output, f64x2.mul(v128.load(output), gain));
    v128.store(row, gain);
    row += FRAME_BYTES;
    output += FRAME_BYTES;
  }
  v128.store(smoothing, firstSum, FIRST_SUM);
  v128.store(smoothing, secondSum, SECOND_SUM);
  store<i32>(smoothing, <i32>((leaving - first) / FRAME_BYTES), FIRST_POSITION);
  store<i32>(smoothing, <i32>((leavingSum - second) / FRAME_BYTES), SECOND_POSITION);
  return least;
}
