// Holds each depth for a number of frames: the maximum over a window that slides.

import { FRAME_BYTES } from "@twobus/dsp/assembly/abi";

const DEEPEST: usize = 0; // v128: since the ring last began
const LENGTH: usize = 16; // i32: frames
const POSITION: usize = 20; // i32: frames
const RING: usize = 32;

/** One frame after the ring is never written: it stays zero, the end of every stretch. */
export function holdBytes(frames: i32): i32 {
  return <i32>RING + (frames + 1) * <i32>FRAME_BYTES;
}

/** On zeroed memory. */
export function holdInit(hold: usize, frames: i32): void {
  store<i32>(hold, frames, LENGTH);
}

/**
 * Sliding maximum, two comparisons a frame (van Herk 1992, Gil and Werman 1993): the ring is filled stretch by stretch; the
 * maximum is that of the current stretch so far and of the rest of the last one, which holds suffix maxima by then.
 */
export function holdDepths(hold: usize, row: usize, frames: i32): void {
  const ring = hold + RING;
  const stretchEnd = ring + <usize>load<i32>(hold, LENGTH) * FRAME_BYTES;
  let slot = ring + <usize>load<i32>(hold, POSITION) * FRAME_BYTES;
  let deepest = v128.load(hold, DEEPEST);
  const end = row + <usize>frames * FRAME_BYTES;
  while (row < end) {
    const depth = v128.load(row);
    deepest = f64x2.pmax(deepest, depth);
    v128.store(row, f64x2.pmax(deepest, v128.load(slot, 16)));
    v128.store(slot, depth);
    slot += FRAME_BYTES;
    row += FRAME_BYTES;
    if (slot == stretchEnd) {
      slot = ring;
      deepest = f64x2.splat(0.0);
      suffixMaxima(ring, stretchEnd);
    }
  }
  v128.store(hold, deepest, DEEPEST);
  store<i32>(hold, <i32>((slot - ring) / FRAME_BYTES), POSITION);
}

function suffixMaxima(ring: usize, end: usize): void {
  let deepest = f64x2.splat(0.0);
  while (end > ring) {
    end -= FRAME_BYTES;
    deepest = f64x2.pmax(deepest, v128.load(end));
    v128.store(end, deepest);
  }
}
