// A bell or shelf whose gain moves from frame to frame: the state-variable filter of `svf.ts`, with the gain's part of its
// coefficients computed for each frame. At a gain of 1 it is its input, to the bit.
//
// In memory: g = tan(π·f/fs) and 1/Q in force (f64), those that it goes to, two states, the ramps between them.

import { FRAME_BYTES } from "@twobus/dsp/assembly/abi";
import { RAMP_BYTES, setRamp } from "@twobus/dsp/assembly/control-row";
import { flushDenormal, one } from "@twobus/dsp/assembly/fast-maths";
import { PI, tan } from "@twobus/dsp/assembly/maths";
import { BELL, HIGH_SHELF, LOW_SHELF } from "../band-parameters/kernel";

const DAMPING: usize = 8;
const GOAL: usize = 16;
const FIRST: usize = 32;
const SECOND: usize = 48;
const TUNING_RAMP: usize = 64;
const DAMPING_RAMP: usize = TUNING_RAMP + RAMP_BYTES;
// Coefficients of two frames of a bell
const OF_FIRST: usize = DAMPING_RAMP + RAMP_BYTES;
const OF_ACROSS: usize = OF_FIRST + 16;
const TO_FIRST: usize = OF_FIRST + 32;
const TO_SECOND: usize = OF_FIRST + 48;
const SHARE: usize = OF_FIRST + 64;
export const MOVING_FILTER_BYTES: usize = OF_FIRST + 80;

export function setMovingFilter(filter: usize, sampleRate: f64, hz: f64, q: f64): void {
  store<f64>(filter, tan(PI * min(hz / sampleRate, 0.49)), GOAL);
  store<f64>(filter, 1.0 / q, GOAL + DAMPING);
}

/** Arrives at once, and forgets what was heard. */
export function resetMovingFilter(filter: usize): void {
  v128.store(filter, v128.load(filter, GOAL));
  memory.fill(filter + FIRST, 0, 32);
}

/** Filters in place. `roots` is a row of square roots of gains, linked or separate. */
export function runMovingFilter(filter: usize, shape: i32, roots: usize, linked: bool, buffer: usize, frames: i32): void {
  if (shape == BELL) {
    if (linked) run(filter, BELL, roots, true, buffer, frames);
    else run(filter, BELL, roots, false, buffer, frames);
  } else if (shape == LOW_SHELF) {
    if (linked) run(filter, LOW_SHELF, roots, true, buffer, frames);
    else run(filter, LOW_SHELF, roots, false, buffer, frames);
  } else {
    if (linked) run(filter, HIGH_SHELF, roots, true, buffer, frames);
    else run(filter, HIGH_SHELF, roots, false, buffer, frames);
  }
}

/**
 * Two bells one behind the other, with linked rows: what each does by itself, in one loop, where the one fills the time in which
 * the other waits for its own last frame.
 */
export function runTwoBells(
  first: usize,
  firstRoots: usize,
  second: usize,
  secondRoots: usize,
  buffer: usize,
  frames: i32,
): void {
  beginRamps(first, frames, true);
  beginRamps(second, frames, true);
  let first1 = v128.load(first, FIRST);
  let first2 = v128.load(first, SECOND);
  let second1 = v128.load(second, FIRST);
  let second2 = v128.load(second, SECOND);
  for (let left = frames; left > 0; left -= 2) {
    prepareBell(first, firstRoots);
    prepareBell(second, secondRoots);
    let x = v128.load(buffer);
    let way = bellWay(first, x, first1, first2);
    x = f64x2.add(x, f64x2.mul(v128.load64_splat(first, SHARE), way));
    first1 = f64x2.sub(f64x2.mul(v128.load64_splat(first, TO_FIRST), way), first1);
    first2 = f64x2.add(first2, f64x2.mul(v128.load64_splat(first, TO_SECOND), way));
    way = bellWay(second, x, second1, second2);
    v128.store(buffer, f64x2.add(x, f64x2.mul(v128.load64_splat(second, SHARE), way)));
    second1 = f64x2.sub(f64x2.mul(v128.load64_splat(second, TO_FIRST), way), second1);
    second2 = f64x2.add(second2, f64x2.mul(v128.load64_splat(second, TO_SECOND), way));
    if (left > 1) {
      x = v128.load(buffer, FRAME_BYTES);
      way = bellWay(first + 8, x, first1, first2);
      x = f64x2.add(x, f64x2.mul(v128.load64_splat(first, SHARE + 8), way));
      first1 = f64x2.sub(f64x2.mul(v128.load64_splat(first, TO_FIRST + 8), way), first1);
      first2 = f64x2.add(first2, f64x2.mul(v128.load64_splat(first, TO_SECOND + 8), way));
      way = bellWay(second + 8, x, second1, second2);
      v128.store(buffer, f64x2.add(x, f64x2.mul(v128.load64_splat(second, SHARE + 8), way)), FRAME_BYTES);
      second1 = f64x2.sub(f64x2.mul(v128.load64_splat(second, TO_FIRST + 8), way), second1);
      second2 = f64x2.add(second2, f64x2.mul(v128.load64_splat(second, TO_SECOND + 8), way));
    }
    firstRoots += FRAME_BYTES;
    secondRoots += FRAME_BYTES;
    buffer += 2 * FRAME_BYTES;
  }
  endBlock(first, first1, first2);
  endBlock(second, second1, second2);
}

/** Leaves a bell's coefficients of two frames in memory, from where a load spreads the one or the other over both channels. */
// @ts-ignore: decorator
@inline
function prepareBell(filter: usize, roots: usize): void {
  const root = v128.load(roots);
  const g = v128.load(filter, TUNING_RAMP);
  const damping = v128.load(filter, DAMPING_RAMP);
  const loop = f64x2.mul(g, root);
  const ofFirst = f64x2.div(one, bellLoop(root, g, loop, damping));
  v128.store(filter, ofFirst, OF_FIRST);
  v128.store(filter, f64x2.mul(g, ofFirst), OF_ACROSS);
  v128.store(filter, f64x2.add(root, root), TO_FIRST);
  v128.store(filter, f64x2.add(loop, loop), TO_SECOND);
  v128.store(filter, f64x2.mul(f64x2.sub(f64x2.mul(root, root), one), damping), SHARE);
  v128.store(filter, f64x2.add(g, v128.load(filter, TUNING_RAMP + 16)), TUNING_RAMP);
  v128.store(filter, f64x2.add(damping, v128.load(filter, DAMPING_RAMP + 16)), DAMPING_RAMP);
}

// @ts-ignore: decorator
@inline
function bellWay(filter: usize, x: v128, s1: v128, s2: v128): v128 {
  return wayInto(v128.load64_splat(filter, OF_FIRST), s1, v128.load64_splat(filter, OF_ACROSS), f64x2.sub(x, s2));
}

function beginRamps(filter: usize, frames: i32, linked: bool): void {
  setRamp(filter + TUNING_RAMP, load<f64>(filter), load<f64>(filter, GOAL), frames, linked);
  setRamp(filter + DAMPING_RAMP, load<f64>(filter, DAMPING), load<f64>(filter, GOAL + DAMPING), frames, linked);
}

function endBlock(filter: usize, s1: v128, s2: v128): void {
  v128.store(filter, v128.load(filter, GOAL));
  v128.store(filter, flushDenormal(s1), FIRST);
  v128.store(filter, flushDenormal(s2), SECOND);
}

/** What a bell's loop is divided by. Its damping is 1/Q over the root; the quotient is widened by the root, to divide but once. */
// @ts-ignore: decorator
@inline
function bellLoop(root: v128, g: v128, loop: v128, damping: v128): v128 {
  return f64x2.add(root, f64x2.mul(g, f64x2.add(loop, damping)));
}

// @ts-ignore: decorator
@inline
function wayInto(ofFirst: v128, s1: v128, ofAcross: v128, across: v128): v128 {
  return f64x2.add(f64x2.mul(ofFirst, s1), f64x2.mul(ofAcross, across));
}

/** What the first of the frames that a vector holds has of it: all of it in a separate row, else its first lane. */
// @ts-ignore: decorator
@inline
function earlier(value: v128, linked: bool): v128 {
  return linked ? v128.shuffle<i64>(value, value, 0, 0) : value;
}

// @ts-ignore: decorator
@inline
function later(value: v128): v128 {
  return v128.shuffle<i64>(value, value, 1, 1);
}

/** What is heard of a frame, of which `across` lies across the first integrator and `way` goes into it. */
// @ts-ignore: decorator
@inline
function heard(shape: i32, x: v128, across: v128, second: v128, way: v128, excess: v128, share: v128): v128 {
  const added = f64x2.mul(share, way);
  if (shape == BELL) return f64x2.add(x, added);
  const side = f64x2.mul(excess, shape == LOW_SHELF ? second : across);
  return f64x2.add(x, f64x2.add(side, added));
}

/**
 * With the way into the loop w = a·s1 + b·(x − s2), the states become c·w − s1 and s2 + d·w, and what is added is a share of w,
 * for shelves also one of their side. `shape` and `linked` are constants wherever this is inlined.
 */
// @ts-ignore: decorator
@inline
function run(filter: usize, shape: i32, roots: usize, linked: bool, buffer: usize, frames: i32): void {
  const stride: i32 = linked ? 2 : 1;
  beginRamps(filter, frames, linked);
  let tuning = v128.load(filter, TUNING_RAMP);
  let damping = v128.load(filter, DAMPING_RAMP);
  let s1 = v128.load(filter, FIRST);
  let s2 = v128.load(filter, SECOND);
  for (let left = frames; left > 0; left -= stride) {
    const root = v128.load(roots);
    const excess = f64x2.sub(f64x2.mul(root, root), one);
    let g = tuning;
    if (shape == LOW_SHELF) g = f64x2.div(tuning, f64x2.sqrt(root));
    if (shape == HIGH_SHELF) g = f64x2.mul(tuning, f64x2.sqrt(root));
    const loop = shape == BELL ? f64x2.mul(g, root) : g;
    const ofFirst = f64x2.div(one, bellLoop(shape == BELL ? root : one, g, loop, damping));
    const ofAcross = f64x2.mul(g, ofFirst);
    const toFirst = shape == BELL ? f64x2.add(root, root) : f64x2.splat(2.0);
    const toSecond = f64x2.add(loop, loop);
    // The band's share, with what a shelf's side has of it beyond the second state
    let share = f64x2.mul(excess, damping);
    if (shape != BELL) {
      const shelf = f64x2.mul(f64x2.mul(f64x2.sub(root, one), damping), shape == LOW_SHELF ? one : root);
      share = f64x2.add(shelf, f64x2.mul(excess, g));
      if (shape == HIGH_SHELF) share = f64x2.neg(share);
    }
    let x = v128.load(buffer);
    let across = f64x2.sub(x, s2);
    let way = wayInto(earlier(ofFirst, linked), s1, earlier(ofAcross, linked), across);
    v128.store(buffer, heard(shape, x, across, s2, way, earlier(excess, linked), earlier(share, linked)));
    s1 = f64x2.sub(f64x2.mul(earlier(toFirst, linked), way), s1);
    s2 = f64x2.add(s2, f64x2.mul(earlier(toSecond, linked), way));
    if (linked && left > 1) {
      x = v128.load(buffer, FRAME_BYTES);
      across = f64x2.sub(x, s2);
      way = wayInto(later(ofFirst), s1, later(ofAcross), across);
      v128.store(buffer, heard(shape, x, across, s2, way, later(excess), later(share)), FRAME_BYTES);
      s1 = f64x2.sub(f64x2.mul(later(toFirst), way), s1);
      s2 = f64x2.add(s2, f64x2.mul(later(toSecond), way));
    }
    tuning = f64x2.add(tuning, v128.load(filter, TUNING_RAMP + 16));
    damping = f64x2.add(damping, v128.load(filter, DAMPING_RAMP + 16));
    roots += FRAME_BYTES;
    buffer += <usize>stride * FRAME_BYTES;
  }
  endBlock(filter, s1, s2);
}
