// Rings of stereo frames whose length is a power of two: an index is taken under a mask, so it may simply count on.

import { FRAME_BYTES } from "./abi";

// Constants lie in globals, as `fast-maths.ts` explains.
let one: v128 = f64x2.splat(0.0);
let two: v128 = f64x2.splat(0.0);
let half: v128 = f64x2.splat(0.0);
let sixth: v128 = f64x2.splat(0.0);

function writeConstants(): void {
  one = f64x2.splat(1.0);
  two = f64x2.splat(2.0);
  half = f64x2.splat(0.5);
  sixth = f64x2.splat(1.0 / 6.0);
}
writeConstants();

/** The power of two that holds `frames`. */
export function ringFrames(frames: i32): i32 {
  return 1 << (32 - <i32>clz<u32>(<u32>(frames - 1)));
}

/** First lane of one frame, second lane of another. */
// @ts-ignore: decorator
@inline
export function loadLanes(ring: usize, mask: i32, first: i32, second: i32): v128 {
  const lane = v128.load64_zero(ring + <usize>(first & mask) * FRAME_BYTES);
  return v128.load64_lane(ring + <usize>(second & mask) * FRAME_BYTES + 8, lane, 1);
}

/**
 * What the ring held `late` frames before `position`, in each lane: third-order Lagrange (Laakso et al. 1996). It also reads
 * one frame younger and two older.
 */
// @ts-ignore: decorator
@inline
export function pastOf(ring: usize, mask: i32, position: i32, late: v128): v128 {
  const whole = f64x2.floor(late);
  const f = f64x2.sub(late, whole);
  const first = position - <i32>f64x2.extract_lane(whole, 0);
  const second = position - <i32>f64x2.extract_lane(whole, 1);
  const before = f64x2.add(f, one);
  const after = f64x2.sub(f, one);
  const last = f64x2.sub(f, two);
  const outer = f64x2.mul(f64x2.mul(f, after), sixth);
  const inner = f64x2.mul(f64x2.mul(before, last), half);
  const younger = f64x2.mul(loadLanes(ring, mask, first + 1, second + 1), f64x2.mul(outer, f64x2.neg(last)));
  const young = f64x2.mul(loadLanes(ring, mask, first, second), f64x2.mul(inner, after));
  const old = f64x2.mul(loadLanes(ring, mask, first - 1, second - 1), f64x2.mul(inner, f64x2.neg(f)));
  const older = f64x2.mul(loadLanes(ring, mask, first - 2, second - 2), f64x2.mul(outer, before));
  return f64x2.add(f64x2.add(younger, young), f64x2.add(old, older));
}
