// tanh(d·x)/d at a multiple of the sample rate: nothing to quiet repeats, and never a gain.

import { aligned, FRAME_BYTES } from "@twobus/dsp/assembly/abi";
import { tanhPair } from "@twobus/dsp/assembly/fast-maths";
import { chordOf, followFactors } from "@twobus/dsp/assembly/follow";
import {
  firstPairsFor,
  oversampleDown,
  oversampleUp,
  oversamplingInit,
  oversamplingLatency,
  oversamplingStateBytes,
} from "@twobus/dsp/assembly/oversampling";

const FACTOR: usize = 0; // i32
const RECORDS: usize = 4; // i32: 1 where parts follow
const CHORDS: usize = 8; // u32: their address
const OVERSAMPLER: usize = 16;

export function saturationBytes(factor: i32): i32 {
  return <i32>OVERSAMPLER + aligned(oversamplingStateBytes(factor)) + factor * 128 * <i32>FRAME_BYTES;
}

/** On zeroed memory. Returns how many frames late it is. */
export function saturationInit(address: usize, factor: i32, sampleRate: f64): i32 {
  const pairs = firstPairsFor(sampleRate);
  store<i32>(address, factor, FACTOR);
  store<u32>(address, <u32>(address + OVERSAMPLER + <usize>aligned(oversamplingStateBytes(factor))), CHORDS);
  oversamplingInit(address + OVERSAMPLER, factor, 0, pairs);
  return oversamplingLatency(factor, 0, pairs);
}

export function recordSaturation(address: usize): void {
  store<i32>(address, 1, RECORDS);
}

/**
 * Bends `count` frames in place, the first of which is frame `done` of a quantum. `drive` is that before the first one and
 * grows by `step` each frame. A part is multiplied with what the `whole` was: its chords over the quantum.
 */
export function saturate(own: usize, whole: usize, area: usize, drive: f64, step: f64, done: i32, count: i32): void {
  const factor = load<i32>(own, FACTOR);
  const chords = <usize>load<u32>(whole, CHORDS) + <usize>(done * factor) * FRAME_BYTES;
  const inner = oversampleUp(own + OVERSAMPLER, area, count);
  if (own != whole) followFactors(inner, chords, count * factor);
  else if (load<i32>(own, RECORDS) == 0) bend(inner, factor, drive, step, count);
  else {
    const bytes = <usize>(count * factor) * FRAME_BYTES;
    memory.copy(chords, inner, bytes);
    bend(inner, factor, drive, step, count);
    const one = f64x2.splat(1.0);
    for (let at: usize = 0; at < bytes; at += FRAME_BYTES) {
      v128.store(chords + at, chordOf(v128.load(chords + at), v128.load(inner + at), one));
    }
  }
  oversampleDown(own + OVERSAMPLER, area, count);
}

function bend(area: usize, factor: i32, drive: f64, step: f64, count: i32): void {
  for (let i: i32 = 0; i < count; i++) {
    drive += step;
    const reach = f64x2.splat(drive);
    const level = f64x2.splat(1.0 / drive);
    const end = area + <usize>factor * FRAME_BYTES;
    for (; area < end; area += FRAME_BYTES) {
      v128.store(area, f64x2.mul(tanhPair(f64x2.mul(v128.load(area), reach)), level));
    }
  }
}
