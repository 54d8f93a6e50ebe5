// The way between two settings of a biquad. Its own states (transposed direct form II) mean different things at different
// coefficients: carried over from 15 kHz to 20 Hz they amount to a thump 40 dB above the signal. So while a section moves
// it runs as the state-variable filter with the same response, whose states are the outputs of integrators and stay what
// they are. Both forms hold the same two numbers in different coordinates, so the change of form is exact.
//
// With s = (1/g)·(1 − z⁻¹)/(1 + z⁻¹), any stable section is (n2·s² + n1·s + n0) / (s² + k·s + 1).

import { SVF_GOAL, SVF_STATE } from "./svf";

/** Sends the state-variable filter to the response of five v128 coefficients. */
export function followCoefficients(svf: usize, coefficients: usize): void {
  const b0 = v128.load(coefficients);
  const b1 = v128.load(coefficients, 16);
  const b2 = v128.load(coefficients, 32);
  const a1 = v128.load(coefficients, 48);
  const a2 = v128.load(coefficients, 64);
  const one = f64x2.splat(1.0);
  const dc = f64x2.add(f64x2.add(one, a2), a1);
  const nyquist = f64x2.sub(f64x2.add(one, a2), a1);
  const twoOverRoot = f64x2.div(f64x2.splat(2.0), f64x2.sqrt(f64x2.mul(dc, nyquist)));
  const k = f64x2.mul(f64x2.sub(one, a2), twoOverRoot);
  const n0 = f64x2.div(f64x2.add(f64x2.add(b0, b2), b1), dc);
  const n1 = f64x2.mul(f64x2.sub(b0, b2), twoOverRoot);
  const n2 = f64x2.div(f64x2.sub(f64x2.add(b0, b2), b1), nyquist);
  v128.store(svf, f64x2.sqrt(f64x2.div(dc, nyquist)), SVF_GOAL);
  v128.store(svf, k, SVF_GOAL + 16);
  v128.store(svf, n2, SVF_GOAL + 32);
  v128.store(svf, f64x2.sub(n1, f64x2.mul(n2, k)), SVF_GOAL + 48);
  v128.store(svf, f64x2.sub(n0, n2), SVF_GOAL + 64);
}

// Without input the integrators' states i give the output y0 = p·i now and y1 = q·i one frame later; those of the direct
// form give y0 = s1 and y1 = s2 − a1·s1. Row p, row q:

// @ts-ignore: decorator
@inline
function loopGain(g: v128, k: v128): v128 {
  const one = f64x2.splat(1.0);
  return f64x2.div(one, f64x2.add(one, f64x2.mul(g, f64x2.add(g, k))));
}

// @ts-ignore: decorator
@inline
function p1Of(g: v128, loop: v128, band: v128, low: v128): v128 {
  return f64x2.mul(loop, f64x2.add(band, f64x2.mul(low, g)));
}

// @ts-ignore: decorator
@inline
function p2Of(g: v128, p1: v128, low: v128): v128 {
  return f64x2.sub(low, f64x2.mul(g, p1));
}

// @ts-ignore: decorator
@inline
function q1Of(g: v128, loop: v128, p1: v128, p2: v128): v128 {
  return f64x2.sub(f64x2.mul(f64x2.add(loop, loop), f64x2.add(p1, f64x2.mul(g, p2))), p1);
}

// @ts-ignore: decorator
@inline
function q2Of(g: v128, loop: v128, p1: v128, p2: v128): v128 {
  return f64x2.sub(p2, f64x2.mul(f64x2.mul(f64x2.add(loop, loop), g), f64x2.add(p1, f64x2.mul(g, p2))));
}

/** Rows this near to parallel are so by rounding: the output knows only one combination of the integrators. */
const PARALLEL: f64 = 1e-12;

/**
 * Direct form to integrators. Where a zero lies on a pole (sections of first order) the second row says nothing new: then
 * the integrators are the smallest ones that go on with the output.
 */
export function statesToSvf(svf: usize, states: usize, coefficients: usize): void {
  const g = v128.load(svf);
  const loop = loopGain(g, v128.load(svf, 16));
  const low = v128.load(svf, 64);
  const p1 = p1Of(g, loop, v128.load(svf, 48), low);
  const p2 = p2Of(g, p1, low);
  const q1 = q1Of(g, loop, p1, p2);
  const q2 = q2Of(g, loop, p1, p2);
  const y0 = v128.load(states);
  const y1 = f64x2.sub(v128.load(states, 16), f64x2.mul(v128.load(coefficients, 48), y0));
  const p1q2 = f64x2.mul(p1, q2);
  const p2q1 = f64x2.mul(p2, q1);
  const determinant = f64x2.sub(p1q2, p2q1);
  const size = f64x2.add(f64x2.abs(p1q2), f64x2.abs(p2q1));
  const told = f64x2.gt(f64x2.abs(determinant), f64x2.mul(f64x2.splat(PARALLEL), size));
  const i1 = f64x2.div(f64x2.sub(f64x2.mul(y0, q2), f64x2.mul(y1, p2)), determinant);
  const i2 = f64x2.div(f64x2.sub(f64x2.mul(y1, p1), f64x2.mul(y0, q1)), determinant);
  const length = f64x2.add(f64x2.mul(p1, p1), f64x2.mul(p2, p2));
  const scale = v128.and(f64x2.div(y0, length), f64x2.gt(length, f64x2.splat(0.0)));
  v128.store(svf, v128.bitselect(i1, f64x2.mul(p1, scale), told), SVF_STATE);
  v128.store(svf, v128.bitselect(i2, f64x2.mul(p2, scale), told), SVF_STATE + 16);
}

/** Integrators to direct form. */
export function statesFromSvf(svf: usize, states: usize, coefficients: usize): void {
  const g = v128.load(svf);
  const loop = loopGain(g, v128.load(svf, 16));
  const low = v128.load(svf, 64);
  const p1 = p1Of(g, loop, v128.load(svf, 48), low);
  const p2 = p2Of(g, p1, low);
  const i1 = v128.load(svf, SVF_STATE);
  const i2 = v128.load(svf, SVF_STATE + 16);
  const y0 = f64x2.add(f64x2.mul(p1, i1), f64x2.mul(p2, i2));
  const y1 = f64x2.add(f64x2.mul(q1Of(g, loop, p1, p2), i1), f64x2.mul(q2Of(g, loop, p1, p2), i2));
  v128.store(states, y0);
  v128.store(states, f64x2.add(y1, f64x2.mul(v128.load(coefficients, 48), y0)), 16);
}
