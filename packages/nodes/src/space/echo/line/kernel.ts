// A ring of the past with one tap, or two while the time changes: the old one then fades into the new one along a raised
// cosine. Between frames a polynomial of seventh order goes through the eight nearest ones (Laakso et al. 1996): its delay is
// exact, and a repeat loses 0.2 dB at 12 kHz where it lies half way between two frames of 48 kHz.

import { FRAME_BYTES } from "@twobus/dsp/assembly/abi";
import { flushDenormal } from "@twobus/dsp/assembly/fast-maths";
import { cos, PI } from "@twobus/dsp/assembly/maths";

const FADE_SECONDS: f64 = 0.02;
/** Frames under a tap. The ring repeats its beginning behind its end, so that they always lie in a row. */
const TAP_FRAMES: i32 = 8;
/** How many of them are younger than the whole frame before the place that is read. */
const YOUNGER: i32 = 3;
/** Nearer to a whole frame than this is that frame: products of times and rates are rounded. */
const ROUNDING: f64 = 1e-6;

// @ts-ignore: decorator
@unmanaged
class Line {
  /** Frames of the ring, without the repeated ones, and where the next one is written. */
  length: i32;
  position: i32;
  /** Frames that a fade takes, and that it has still to go. */
  fadeFrames: i32;
  fading: i32;
}

/** A place of the past. */
// @ts-ignore: decorator
@unmanaged
class Tap {
  /** How far behind the next frame it lies. */
  samples: f64;
  /** How far behind that the oldest and the youngest frame lie that are read. */
  oldest: i32;
  youngest: i32;
}

const WEIGHTS: usize = 16; // f64 for each frame, from the oldest on
const TAP_BYTES: usize = WEIGHTS + <usize>TAP_FRAMES * 8;
const FIRST: usize = 16;
const SECOND: usize = FIRST + TAP_BYTES;
const RING: usize = SECOND + TAP_BYTES;

function ringFrames(longest: f64): i32 {
  return <i32>ceil(longest) + TAP_FRAMES;
}

/** `longest` is the longest delay in frames. */
export function lineBytes(longest: f64): i32 {
  return <i32>RING + (ringFrames(longest) + TAP_FRAMES - 1) * <i32>FRAME_BYTES;
}

/** On zeroed memory. */
export function lineInit(address: usize, longest: f64, samples: f64, sampleRate: f64): void {
  const line = changetype<Line>(address);
  line.length = ringFrames(longest);
  line.fadeFrames = <i32>ceil(FADE_SECONDS * sampleRate);
  setTap(address + FIRST, heldDelay(samples));
}

/** The delay that is possible: at least one frame, and a whole number where younger frames are not written yet. */
function heldDelay(samples: f64): f64 {
  const whole = floor(samples + 0.5);
  if (abs(samples - whole) < ROUNDING || samples < <f64>(YOUNGER + 1)) return max(1.0, whole);
  return samples;
}

/** Lagrange weights. */
function setTap(address: usize, samples: f64): void {
  const tap = changetype<Tap>(address);
  const whole = <i32>floor(samples);
  const isWhole = samples == <f64>whole;
  tap.samples = samples;
  tap.youngest = isWhole ? whole : whole - YOUNGER;
  tap.oldest = isWhole ? whole : tap.youngest + TAP_FRAMES - 1;
  for (let i: i32 = 0; i < TAP_FRAMES; i++) {
    let weight: f64 = 1.0;
    for (let j: i32 = 0; j < TAP_FRAMES; j++) {
      if (j != i) weight *= (<f64>(tap.oldest - j) - samples) / <f64>(i - j);
    }
    store<f64>(address + WEIGHTS + (<usize>i << 3), weight);
  }
}

/** Where to read from now on: a fade begins, unless one is on its way. */
export function aim(address: usize, samples: f64): void {
  const line = changetype<Line>(address);
  const wanted = heldDelay(samples);
  if (line.fading > 0 || wanted == changetype<Tap>(address + FIRST).samples) return;
  setTap(address + SECOND, wanted);
  line.fading = line.fadeFrames;
}

/** Most frames that may be read before they are written. */
export function lineStretch(address: usize): i32 {
  const line = changetype<Line>(address);
  const first = changetype<Tap>(address + FIRST).youngest;
  if (line.fading == 0) return first;
  return min(line.fading, min(first, changetype<Tap>(address + SECOND).youngest));
}

export function readLine(address: usize, output: usize, count: i32): void {
  const line = changetype<Line>(address);
  readTap(address, address + FIRST, output, count);
  if (line.fading > 0) fadeInto(address, output, count);
}

// @ts-ignore: decorator
@inline
function wrapped(index: i32, length: i32): i32 {
  return index < 0 ? index + length : index >= length ? index - length : index;
}

function readTap(address: usize, tap: usize, output: usize, count: i32): void {
  const line = changetype<Line>(address);
  let index = wrapped(line.position - changetype<Tap>(tap).oldest, line.length);
  const isWhole = changetype<Tap>(tap).oldest == changetype<Tap>(tap).youngest;
  for (const end = output + <usize>count * FRAME_BYTES; output < end; output += FRAME_BYTES) {
    const frames = address + RING + <usize>index * FRAME_BYTES;
    v128.store(output, isWhole ? v128.load(frames) : weighted(frames, tap + WEIGHTS));
    index = wrapped(index + 1, line.length);
  }
}

// @ts-ignore: decorator
@inline
function pair(frames: usize, weights: usize): v128 {
  const older = f64x2.mul(v128.load(frames), v128.load64_splat(weights));
  return f64x2.add(older, f64x2.mul(v128.load(frames, 16), v128.load64_splat(weights, 8)));
}

// @ts-ignore: decorator
@inline
function weighted(frames: usize, weights: usize): v128 {
  const older = f64x2.add(pair(frames, weights), pair(frames + 32, weights + 16));
  return f64x2.add(older, f64x2.add(pair(frames + 64, weights + 32), pair(frames + 96, weights + 48)));
}

/** Fades what the first tap gave into the second. */
function fadeInto(address: usize, output: usize, count: i32): void {
  const line = changetype<Line>(address);
  const second = changetype<Tap>(address + SECOND);
  const isWhole = second.oldest == second.youngest;
  let index = wrapped(line.position - second.oldest, line.length);
  for (const end = output + <usize>count * FRAME_BYTES; output < end; output += FRAME_BYTES) {
    const gone = <f64>(line.fadeFrames - line.fading + 1) / <f64>line.fadeFrames;
    const share = f64x2.splat(0.5 - 0.5 * cos(PI * gone));
    const frames = address + RING + <usize>index * FRAME_BYTES;
    const old = v128.load(output);
    const young = isWhole ? v128.load(frames) : weighted(frames, address + SECOND + WEIGHTS);
    v128.store(output, f64x2.add(old, f64x2.mul(share, f64x2.sub(young, old))));
    index = wrapped(index + 1, line.length);
    line.fading--;
  }
  if (line.fading == 0) memory.copy(address + FIRST, address + SECOND, TAP_BYTES);
}

export function writeLine(address: usize, input: usize, count: i32): void {
  const line = changetype<Line>(address);
  const ring = address + RING;
  let position = line.position;
  for (const end = input + <usize>count * FRAME_BYTES; input < end; input += FRAME_BYTES) {
    const frame = flushDenormal(v128.load(input));
    v128.store(ring + <usize>position * FRAME_BYTES, frame);
    if (position < TAP_FRAMES - 1) v128.store(ring + <usize>(line.length + position) * FRAME_BYTES, frame);
    position = wrapped(position + 1, line.length);
  }
  line.position = position;
}
