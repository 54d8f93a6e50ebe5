// K-weighted energy (BS.1770-5 annex 1): a high shelf for the head, a high-pass for the low end, then sums of squares.
// State: four v128 of filter memory, the sum of squares, then two sections of five coefficients.

import { FRAME_BYTES } from "./abi";
import { flushDenormal } from "./fast-maths";
import { PI, tan } from "./maths";

const SUM: usize = 64;
const SHELF: usize = 80;
const HIGH_PASS: usize = 160;

export function loudnessStateBytes(): i32 {
  return 240;
}

/**
 * The standard gives the filters as biquads at 48 kHz. Undoing the bilinear transform gives the analogue prototype
 * (high·s² + middle·s + low) / (s² + damping·s + 1) at `hz`; transforming that again gives the table at 48 kHz and the
 * same response, pass-band gain included, at any other rate.
 */
function section(row: usize, sampleRate: f64, hz: f64, damping: f64, high: f64, middle: f64, low: f64): void {
  const k = tan((PI * hz) / sampleRate);
  const scale = 1.0 / (1.0 + damping * k + k * k);
  v128.store(row, f64x2.splat((high + middle * k + low * k * k) * scale));
  v128.store(row, f64x2.splat(2.0 * (low * k * k - high) * scale), 16);
  v128.store(row, f64x2.splat((high - middle * k + low * k * k) * scale), 32);
  v128.store(row, f64x2.splat(2.0 * (k * k - 1.0) * scale), 48);
  v128.store(row, f64x2.splat((1.0 - damping * k + k * k) * scale), 64);
}

export function loudnessInit(state: usize, sampleRate: f64): void {
  memory.fill(state, 0, <usize>loudnessStateBytes());
  section(
    state + SHELF,
    sampleRate,
    1681.9744509555323,
    1.4140766640886218,
    1.5848647011308556,
    1.779927894041787,
    1.0,
  );
  section(state + HIGH_PASS, sampleRate, 38.13547087611304, 1.9986927057678487, 1.0049948987146884, 0.0, 0.0);
}

/** Adds the squares of the weighted frames to the sum. */
export function loudnessProcess(state: usize, input: usize, frames: i32): void {
  const b0 = v128.load(state + SHELF);
  const b1 = v128.load(state + SHELF, 16);
  const b2 = v128.load(state + SHELF, 32);
  const a1 = v128.load(state + SHELF, 48);
  const a2 = v128.load(state + SHELF, 64);
  const d0 = v128.load(state + HIGH_PASS);
  const d1 = v128.load(state + HIGH_PASS, 16);
  const d2 = v128.load(state + HIGH_PASS, 32);
  const c1 = v128.load(state + HIGH_PASS, 48);
  const c2 = v128.load(state + HIGH_PASS, 64);
  let u1 = v128.load(state);
  let u2 = v128.load(state, 16);
  let w1 = v128.load(state, 32);
  let w2 = v128.load(state, 48);
  let sum = v128.load(state, 64);
  const end = input + <usize>frames * FRAME_BYTES;
  while (input < end) {
    const x = v128.load(input);
    const y = f64x2.add(f64x2.mul(b0, x), u1);
    u1 = f64x2.add(f64x2.sub(f64x2.mul(b1, x), f64x2.mul(a1, y)), u2);
    u2 = f64x2.sub(f64x2.mul(b2, x), f64x2.mul(a2, y));
    const z = f64x2.add(f64x2.mul(d0, y), w1);
    w1 = f64x2.add(f64x2.sub(f64x2.mul(d1, y), f64x2.mul(c1, z)), w2);
    w2 = f64x2.sub(f64x2.mul(d2, y), f64x2.mul(c2, z));
    sum = f64x2.add(sum, f64x2.mul(z, z));
    input += FRAME_BYTES;
  }
  v128.store(state, u1);
  v128.store(state, u2, 16);
  v128.store(state, w1, 32);
  v128.store(state, w2, 48);
  v128.store(state, sum, 64);
}

/** Hands out the sums (L, R) since the last hop and starts anew. Only here is the filter memory flushed: hops are fixed in time. */
export function loudnessHop(state: usize, sums: usize): void {
  v128.store(sums, v128.load(state + SUM));
  v128.store(state + SUM, f64x2.splat(0.0));
  for (let slot = state; slot < state + SUM; slot += 16) v128.store(slot, flushDenormal(v128.load(slot)));
}
