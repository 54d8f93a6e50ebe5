// A bell or shelf whose gain moves from frame to frame: the state-variable filter of `svf.ts`, with the gain's part of its
// coefficients computed for each frame. At a gain of 1 it is its input, to the bit.
//
// In memory: g = tan(π·f/fs) and 1/Q in force (f64), those that it goes to, two states, the ramps between them.

import { FRAME_BYTES } from "@twobus/dsp/assembly/abi";
import { RAMP_BYTES, setRamp } from "@twobus/dsp/assembly/control-row";
import { flushDenormal } from "@twobus/dsp/assembly/fast-maths";
import { PI, tan } from "@twobus/dsp/assembly/maths";
import { BELL, HIGH_SHELF, LOW_SHELF } from "../band-parameters/kernel";

const DAMPING: usize = 8;
const GOAL: usize = 16;
const FIRST: usize = 32;
const SECOND: usize = 48;
const TUNING_RAMP: usize = 64;
const DAMPING_RAMP: usize = TUNING_RAMP + RAMP_BYTES;
export const MOVING_FILTER_BYTES: usize = DAMPING_RAMP + RAMP_BYTES;

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
  const one = f64x2.splat(1.0);
  const stride: i32 = linked ? 2 : 1;
  setRamp(filter + TUNING_RAMP, load<f64>(filter), load<f64>(filter, GOAL), frames, linked);
  setRamp(filter + DAMPING_RAMP, load<f64>(filter, DAMPING), load<f64>(filter, GOAL + DAMPING), frames, linked);
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
    // A bell's damping is 1/Q over the root; the quotient of its loop is widened by the root, to divide but once.
    const loop = shape == BELL ? f64x2.mul(g, root) : g;
    const ofFirst = f64x2.div(one, f64x2.add(shape == BELL ? root : one, f64x2.mul(g, f64x2.add(loop, damping))));
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
    let way = f64x2.add(f64x2.mul(earlier(ofFirst, linked), s1), f64x2.mul(earlier(ofAcross, linked), across));
    v128.store(buffer, heard(shape, x, across, s2, way, earlier(excess, linked), earlier(share, linked)));
    s1 = f64x2.sub(f64x2.mul(earlier(toFirst, linked), way), s1);
    s2 = f64x2.add(s2, f64x2.mul(earlier(toSecond, linked), way));
    if (linked && left > 1) {
      x = v128.load(buffer, FRAME_BYTES);
      across = f64x2.sub(x, s2);
      way = f64x2.add(f64x2.mul(later(ofFirst), s1), f64x2.mul(later(ofAcross), across));
      v128.store(buffer, heard(shape, x, across, s2, way, later(excess), later(share)), FRAME_BYTES);
      s1 = f64x2.sub(f64x2.mul(later(toFirst), way), s1);
      s2 = f64x2.add(s2, f64x2.mul(later(toSecond), way));
    }
    tuning = f64x2.add(tuning, v128.load(filter, TUNING_RAMP + 16));
    damping = f64x2.add(damping, v128.load(filter, DAMPING_RAMP + 16));
    roots += FRAME_BYTES;
    buffer += <usize>stride * FRAME_BYTES;
  }
  v128.store(filter, v128.load(filter, GOAL));
  v128.store(filter, flushDenormal(s1), FIRST);
  v128.store(filter, flushDenormal(s2), SECOND);
}
