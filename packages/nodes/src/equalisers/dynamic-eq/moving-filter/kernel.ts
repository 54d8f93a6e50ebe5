// A bell or shelf whose gain moves from frame to frame: the state-variable filter of `svf.ts`, with the gain's part of its
// coefficients computed for each frame. At a gain of 1 it is its input, to the bit.
//
// In memory: g = tan(π·f/fs) and 1/Q in force (f64), those that it goes to, two states.

import { FRAME_BYTES } from "@twobus/dsp/assembly/abi";
import { flushDenormal } from "@twobus/dsp/assembly/fast-maths";
import { PI, tan } from "@twobus/dsp/assembly/maths";

const DAMPING: usize = 8;
const GOAL: usize = 16;
const FIRST: usize = 32;
const SECOND: usize = 48;
export const MOVING_FILTER_BYTES: usize = 64;

export const BELL: i32 = 1;
export const LOW_SHELF: i32 = 2;
export const HIGH_SHELF: i32 = 3;

export function setMovingFilter(filter: usize, sampleRate: f64, hz: f64, q: f64): void {
  store<f64>(filter, tan(PI * min(hz / sampleRate, 0.49)), GOAL);
  store<f64>(filter, 1.0 / q, GOAL + DAMPING);
}

/** Arrives at once, and forgets what was heard. */
export function resetMovingFilter(filter: usize): void {
  v128.store(filter, v128.load(filter, GOAL));
  memory.fill(filter + FIRST, 0, 32);
}

/** Filters in place. `roots` is a row of square roots of gains, one v128 per frame. */
export function runMovingFilter(filter: usize, shape: i32, roots: usize, buffer: usize, frames: i32): void {
  if (shape == BELL) run(filter, BELL, roots, buffer, frames);
  else if (shape == LOW_SHELF) run(filter, LOW_SHELF, roots, buffer, frames);
  else run(filter, HIGH_SHELF, roots, buffer, frames);
}

/** `shape` is a constant wherever this is inlined. */
// @ts-ignore: decorator
@inline
function run(filter: usize, shape: i32, roots: usize, buffer: usize, frames: i32): void {
  const one = f64x2.splat(1.0);
  const part = 1.0 / <f64>frames;
  let tuning = f64x2.splat(load<f64>(filter));
  let damping = f64x2.splat(load<f64>(filter, DAMPING));
  const tuningStep = f64x2.splat((load<f64>(filter, GOAL) - load<f64>(filter)) * part);
  const dampingStep = f64x2.splat((load<f64>(filter, GOAL + DAMPING) - load<f64>(filter, DAMPING)) * part);
  let s1 = v128.load(filter, FIRST);
  let s2 = v128.load(filter, SECOND);
  const end = buffer + <usize>frames * FRAME_BYTES;
  for (; buffer < end; buffer += FRAME_BYTES) {
    tuning = f64x2.add(tuning, tuningStep);
    damping = f64x2.add(damping, dampingStep);
    const root = v128.load(roots);
    const excess = f64x2.sub(root, one);
    const gain = f64x2.mul(root, root);
    let g = tuning;
    if (shape == LOW_SHELF) g = f64x2.div(tuning, f64x2.sqrt(root));
    if (shape == HIGH_SHELF) g = f64x2.mul(tuning, f64x2.sqrt(root));
    const x = v128.load(buffer);
    // A bell's damping is 1/Q over the root; the quotient of its loop is widened by the root, to divide but once.
    const loop =
      shape == BELL
        ? f64x2.div(one, f64x2.add(root, f64x2.mul(g, f64x2.add(f64x2.mul(g, root), damping))))
        : f64x2.div(one, f64x2.add(one, f64x2.mul(g, f64x2.add(g, damping))));
    const way = f64x2.mul(loop, f64x2.add(s1, f64x2.mul(g, f64x2.sub(x, s2))));
    const band = shape == BELL ? f64x2.mul(root, way) : way;
    const low = f64x2.add(s2, f64x2.mul(g, band));
    s1 = f64x2.sub(f64x2.add(band, band), s1);
    s2 = f64x2.sub(f64x2.add(low, low), s2);
    const damped = f64x2.mul(damping, way);
    let added = f64x2.mul(f64x2.sub(gain, one), shape == BELL ? damped : low);
    if (shape == LOW_SHELF) added = f64x2.add(added, f64x2.mul(excess, damped));
    if (shape == HIGH_SHELF) {
      const high = f64x2.sub(x, low);
      added = f64x2.sub(f64x2.mul(f64x2.sub(gain, one), high), f64x2.mul(f64x2.mul(root, excess), damped));
    }
    v128.store(buffer, f64x2.add(x, added));
    roots += FRAME_BYTES;
  }
  v128.store(filter, v128.load(filter, GOAL));
  v128.store(filter, flushDenormal(s1), FIRST);
  v128.store(filter, flushDenormal(s2), SECOND);
}
