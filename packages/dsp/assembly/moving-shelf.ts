// A high shelf whose gain g moves with every frame: P(a·s)/P(s), where P(s) = (1 + s)(1 + s + s²) is the Butterworth
// polynomial of third order and a the cube root of g. Its power is (1 + g²w⁶)/(1 + w⁶): nothing happens an octave below, all
// of it an octave above, no bump between. Poles stand still, zeros move, and where g is 1 they lie on the poles, so that at
// rest the sound passes as it is, in time and phase. State-variable sections, trapezoidal.

import { FRAME_BYTES } from "./abi";
import { frameStride, loadFrame, secondLane } from "./control-row";
import { flushDenormal } from "./fast-maths";
import { PI, tan } from "./maths";

/** Three states. */
export const MOVING_SHELF_BYTES: usize = 48;

/** The integrators' gain, held below 0.49 of the sample rate. */
// @ts-ignore: decorator
@inline
export function shelfTuning(hz: f64, sampleRate: f64): f64 {
  return tan(PI * min(hz / sampleRate, 0.49));
}

// @ts-ignore: decorator
@inline
function firstLoop(g: v128): v128 {
  return f64x2.div(g, f64x2.add(f64x2.splat(1.0), g));
}

// @ts-ignore: decorator
@inline
function secondLoop(g: v128): v128 {
  const one = f64x2.splat(1.0);
  return f64x2.div(one, f64x2.add(one, f64x2.mul(g, f64x2.add(g, one))));
}

/** `roots` is a control row of cube roots of the gain; the tuning runs from `start` to `end`. `output` may be `input`. */
export function runMovingShelf(
  state: usize,
  roots: usize,
  linked: bool,
  input: usize,
  output: usize,
  frames: i32,
  start: f64,
  end: f64,
): void {
  const moves = start != end;
  const step = f64x2.splat((end - start) / <f64>frames);
  let g = f64x2.splat(start);
  let first = firstLoop(g);
  let loop = secondLoop(g);
  let s = v128.load(state);
  let t = v128.load(state, 16);
  let u = v128.load(state, 32);
  const second = secondLane(linked);
  const stride = frameStride(linked);
  const last = output + <usize>frames * FRAME_BYTES;
  while (output < last) {
    if (moves) {
      g = f64x2.add(g, step);
      first = firstLoop(g);
      loop = secondLoop(g);
    }
    const root = loadFrame(roots, second);
    const x = v128.load(input);
    const way = f64x2.mul(f64x2.sub(x, s), first);
    const lower = f64x2.add(s, way);
    s = f64x2.add(lower, way);
    const y = f64x2.add(lower, f64x2.mul(root, f64x2.sub(x, lower)));
    const band = f64x2.mul(loop, f64x2.add(t, f64x2.mul(g, f64x2.sub(y, u))));
    const low = f64x2.add(u, f64x2.mul(g, band));
    t = f64x2.sub(f64x2.add(band, band), t);
    u = f64x2.sub(f64x2.add(low, low), u);
    const high = f64x2.sub(y, f64x2.add(band, low));
    v128.store(output, f64x2.add(low, f64x2.mul(root, f64x2.add(band, f64x2.mul(root, high)))));
    roots += stride;
    input += FRAME_BYTES;
    output += FRAME_BYTES;
  }
  v128.store(state, flushDenormal(s));
  v128.store(state, flushDenormal(t), 16);
  v128.store(state, flushDenormal(u), 32);
}
