// How loud is it? Turns stereo frames into a control row of levels, one lane per channel: amplitudes (peak) or powers
// (mean square). Then links the channels. Layouts are explained in `control-row.ts`.

import { aligned, FRAME_BYTES } from "./abi";
import { BIQUAD_STATE } from "./biquad-pass";
import { rowVectors } from "./control-row";
import { flushDenormal } from "./fast-maths";

/** How a node treats its two channels: its `channelMode` options after the first one, stereo. */
export const DUAL_MONO: f64 = 1.0;
export const MID_SIDE: f64 = 2.0;

/** Left and right to mid and side: M = (L + R)/2, S = (L − R)/2, so that a mono signal keeps its level. */
export function encodeMidSide(input: usize, output: usize, frames: i32): void {
  const half = f64x2.splat(0.5);
  const end = input + <usize>frames * FRAME_BYTES;
  while (input < end) {
    const frame = v128.load(input);
    const left = v128.shuffle<i64>(frame, frame, 0, 0);
    const right = v128.shuffle<i64>(frame, frame, 1, 1);
    const midSide = v128.shuffle<i64>(f64x2.add(left, right), f64x2.sub(left, right), 0, 2);
    v128.store(output, f64x2.mul(midSide, half));
    input += FRAME_BYTES;
    output += FRAME_BYTES;
  }
}

/** Whole frames of a stretch of time, at least one. */
export function windowFrames(seconds: f64, sampleRate: f64): i32 {
  return max(1, <i32>floor(seconds * sampleRate + 0.5));
}

/** How long compressors hold peaks: half a period of 500 Hz reads as a steady level. */
export const PEAK_HOLD_SECONDS: f64 = 0.001;
const HOLD_SHARE_OF_RELEASE: f64 = 0.05;

/** The frames of that hold, or of a twentieth of a release shorter than 20 ms, so that the hold stays a part of it. */
function peakHoldFrames(releaseSeconds: f64, sampleRate: f64): i32 {
  return windowFrames(min(PEAK_HOLD_SECONDS, releaseSeconds * HOLD_SHARE_OF_RELEASE), sampleRate);
}

/**
 * Peak detector with a short hold: the highest magnitude of the newer and the older of two stretches of `length` frames,
 * that is of the last `length` to `2·length`. A tone whose half period fits into `length` reads as a steady level, so that
 * neither the static curve nor the attack depend on the share of a period that a rectified sine spends near its crest.
 */
// @ts-ignore: decorator
@unmanaged
class PeakHold {
  newer: v128;
  older: v128;
  remaining: i32;
  length: i32;
}

export const PEAK_HOLD_BYTES: usize = 48;

/** Sets the length of a stretch in frames; a stretch in progress becomes no longer than that. */
export function setPeakHold(address: usize, length: i32): void {
  const hold = changetype<PeakHold>(address);
  hold.length = length;
  hold.remaining = hold.remaining == 0 ? hold.length : min(hold.remaining, hold.length);
}

/** Sets how long a compressor holds peaks, and returns what is left of its release then: the hold is part of it. */
export function setPeakHoldWithin(address: usize, releaseSeconds: f64, sampleRate: f64): f64 {
  const length = peakHoldFrames(releaseSeconds, sampleRate);
  setPeakHold(address, length);
  return releaseSeconds - (1.5 * <f64>length) / sampleRate;
}

/** Lets so many frames of stretches pass: they end where they would have, wherever it begins to hear. */
export function advancePeakHold(address: usize, frames: f64): void {
  const hold = changetype<PeakHold>(address);
  const left = <i64>hold.remaining - <i64>frames;
  if (left > 0) hold.remaining = <i32>left;
  else hold.remaining = hold.length - <i32>(-left % <i64>hold.length);
}

/** Writes held magnitudes. */
export function peakLevels(address: usize, input: usize, row: usize, frames: i32): void {
  holdPeaks(false, false, 0, address, input, row, frames);
}

/** Writes a linked row of the louder channel's held magnitudes: `peakLevels` and a full `linkLevels` in one. */
export function linkedPeakLevels(address: usize, input: usize, row: usize, frames: i32): void {
  holdPeaks(true, false, 0, address, input, row, frames);
}

/** The same of what one standing section leaves of the input, which is heard nowhere else. */
export function linkedPeakLevelsBehind(section: usize, address: usize, input: usize, row: usize, frames: i32): void {
  holdPeaks(true, true, section, address, input, row, frames);
}

/** `linked` and `filtered` are constants wherever this is inlined: each becomes a loop with nothing but its own steps in it. */
// @ts-ignore: decorator
@inline
function holdPeaks(
  linked: bool,
  filtered: bool,
  section: usize,
  address: usize,
  input: usize,
  row: usize,
  frames: i32,
): void {
  const hold = changetype<PeakHold>(address);
  const zero = f64x2.splat(0.0);
  const b0 = filtered ? v128.load(section) : zero;
  const a1 = filtered ? v128.load(section, 48) : zero;
  const a2 = filtered ? v128.load(section, 64) : zero;
  const c1 = filtered ? f64x2.sub(v128.load(section, 16), f64x2.mul(a1, b0)) : zero;
  const c2 = filtered ? f64x2.sub(v128.load(section, 32), f64x2.mul(a2, b0)) : zero;
  let s1 = filtered ? v128.load(section, BIQUAD_STATE) : zero;
  let s2 = filtered ? v128.load(section, BIQUAD_STATE + 16) : zero;
  let newer = hold.newer;
  let older = hold.older;
  let remaining = hold.remaining;
  const end = input + <usize>frames * FRAME_BYTES;
  while (input < end) {
    const stretchEnd = min(end, input + <usize>remaining * FRAME_BYTES);
    remaining -= <i32>((stretchEnd - input) / FRAME_BYTES);
    while (input < stretchEnd) {
      const x = v128.load(input);
      newer = f64x2.pmax(newer, f64x2.abs(filtered ? f64x2.add(f64x2.mul(b0, x), s1) : x));
      const held = f64x2.pmax(newer, older);
      if (linked) v128.store64_lane(row, louderLane(held), 0);
      else v128.store(row, held);
      if (filtered) {
        const next = f64x2.sub(f64x2.add(f64x2.mul(c1, x), s2), f64x2.mul(a1, s1));
        s2 = f64x2.sub(f64x2.mul(c2, x), f64x2.mul(a2, s1));
        s1 = next;
      }
      input += FRAME_BYTES;
      row += linked ? 8 : FRAME_BYTES;
    }
    if (remaining == 0) {
      remaining = hold.length;
      older = newer;
      newer = zero;
    }
  }
  if (filtered) {
    v128.store(section, flushDenormal(s1), BIQUAD_STATE);
    v128.store(section, flushDenormal(s2), BIQUAD_STATE + 16);
  }
  hold.newer = newer;
  hold.older = older;
  hold.remaining = remaining;
}

/**
 * Mean square over a sliding window. `running` adds what enters and subtracts what leaves; `fresh` only adds, and takes its
 * place each time the window has been filled anew, so that rounding errors live no longer than one window.
 */
// @ts-ignore: decorator
@unmanaged
class MeanSquare {
  running: v128;
  fresh: v128;
  position: i32;
  length: i32;
}

const WINDOW: usize = 48;

export function meanSquareBytes(length: i32): i32 {
  return aligned(<i32>WINDOW + length * <i32>FRAME_BYTES);
}

export function meanSquareInit(address: usize, length: i32): void {
  memory.fill(address, 0, <usize>meanSquareBytes(length));
  changetype<MeanSquare>(address).length = length;
}

/** Writes mean squares. A sine reads half the square of its peak: 3.01 dB less than from `peakLevels`. */
export function meanSquareLevels(address: usize, input: usize, row: usize, frames: i32): void {
  const state = changetype<MeanSquare>(address);
  const length = state.length;
  const window = address + WINDOW;
  const scale = f64x2.splat(1.0 / <f64>length);
  let running = state.running;
  let fresh = state.fresh;
  let position = state.position;
  const end = input + <usize>frames * FRAME_BYTES;
  while (input < end) {
    const cell = window + <usize>position * FRAME_BYTES;
    const frame = v128.load(input);
    const square = f64x2.mul(frame, frame);
    running = f64x2.add(running, f64x2.sub(square, v128.load(cell)));
    fresh = f64x2.add(fresh, square);
    v128.store(cell, square);
    position++;
    if (position == length) {
      position = 0;
      running = fresh;
      fresh = f64x2.splat(0.0);
    }
    v128.store(row, f64x2.mul(running, scale));
    input += FRAME_BYTES;
    row += FRAME_BYTES;
  }
  state.running = running;
  state.fresh = fresh;
  state.position = position;
}

/**
 * Links the channels: each level moves toward the louder one by a share that runs from `start` to `end`, 0 (not at all) to 1.
 * Where both channels then share one level, and the stages behind stand alike in both (`alike`), the row becomes linked.
 * Returns whether it did.
 */
export function linkLevels(row: usize, frames: i32, start: f64, end: f64, alike: bool): bool {
  if (alike && start >= 1.0 && end >= 1.0) {
    linkFully(row, frames);
    return true;
  }
  if (start > 0.0 || end > 0.0) linkPartly(row, frames, start, end);
  return false;
}

// @ts-ignore: decorator
@inline
function louderLane(frame: v128): v128 {
  return f64x2.pmax(frame, v128.shuffle<i64>(frame, frame, 1, 0));
}

/** Two frames at a time; of an odd number the last one is paired with what lies behind it, which nobody reads. */
function linkFully(row: usize, frames: i32): void {
  const end = row + <usize>rowVectors(frames, true) * FRAME_BYTES;
  for (let at = row; row < end; row += FRAME_BYTES) {
    const first = v128.load(at);
    const second = v128.load(at, FRAME_BYTES);
    const left = v128.shuffle<i64>(first, second, 0, 2);
    v128.store(row, f64x2.pmax(left, v128.shuffle<i64>(first, second, 1, 3)));
    at += 2 * FRAME_BYTES;
  }
}

function linkPartly(row: usize, frames: i32, start: f64, end: f64): void {
  const one = f64x2.splat(1.0);
  const step = f64x2.splat((end - start) / <f64>frames);
  let share = f64x2.splat(start);
  const last = row + <usize>frames * FRAME_BYTES;
  while (row < last) {
    share = f64x2.add(share, step);
    const level = v128.load(row);
    const own = f64x2.mul(level, f64x2.sub(one, share));
    v128.store(row, f64x2.add(own, f64x2.mul(louderLane(level), share)));
    row += FRAME_BYTES;
  }
}
