// Fast Fourier transform of complex numbers, one v128 each (real, imaginary), in place; sizes are powers of two from 2 up.
// A stereo frame taken as a complex number goes through with both channels at once: filters with real taps keep them apart.
//
// Two ways between time in natural order and frequency in bit-reversed order, so that nothing is ever shuffled: a product of
// spectra does not mind the order. Neither way scales: there and back multiplies by the size.

import { cos, PI, sin } from "./maths";

export const COMPLEX_BYTES: usize = 16;
/** Of a twiddle e^(−jφ): cosine twice, then sine and its negative. */
const TWIDDLE_BYTES: usize = 32;

/** Bytes of the table that transforms of `size` share. */
// @ts-ignore: decorator
@inline
export function fftTableBytes(size: i32): usize {
  return <usize>(size >> 1) * TWIDDLE_BYTES;
}

export function fftTableInit(table: usize, size: i32): void {
  for (let i: i32 = 0; i < size >> 1; i++) {
    const angle = (2.0 * PI * <f64>i) / <f64>size;
    const sine = sin(angle);
    v128.store(table, f64x2.splat(cos(angle)));
    v128.store(table, f64x2.replace_lane(f64x2.splat(sine), 1, -sine), 16);
    table += TWIDDLE_BYTES;
  }
}

// @ts-ignore: decorator
@inline
function swapped(x: v128): v128 {
  return v128.shuffle<i64>(x, x, 1, 0);
}

/** Time to frequency (e^(−jωt)): natural order in, bit-reversed out. */
export function fftForward(data: usize, table: usize, size: i32): void {
  const end = data + <usize>size * COMPLEX_BYTES;
  let step = TWIDDLE_BYTES;
  for (let half = <usize>(size >> 1) * COMPLEX_BYTES; half >= COMPLEX_BYTES; half >>= 1) {
    for (let block = data; block < end; block += 2 * half) {
      let twiddle = table;
      const middle = block + half;
      for (let at = block; at < middle; at += COMPLEX_BYTES) {
        const a = v128.load(at);
        const b = v128.load(at + half);
        const difference = f64x2.sub(a, b);
        const along = f64x2.mul(difference, v128.load(twiddle));
        v128.store(at, f64x2.add(a, b));
        v128.store(at + half, f64x2.add(along, f64x2.mul(swapped(difference), v128.load(twiddle, 16))));
        twiddle += step;
      }
    }
    step <<= 1;
  }
}

/** Frequency to time (e^(+jωt)): bit-reversed order in, natural out. */
export function fftInverse(data: usize, table: usize, size: i32): void {
  const end = data + <usize>size * COMPLEX_BYTES;
  let step = <usize>(size >> 1) * TWIDDLE_BYTES;
  for (let half = COMPLEX_BYTES; half < end - data; half <<= 1) {
    for (let block = data; block < end; block += 2 * half) {
      let twiddle = table;
      const middle = block + half;
      for (let at = block; at < middle; at += COMPLEX_BYTES) {
        const a = v128.load(at);
        const b = v128.load(at + half);
        const along = f64x2.mul(b, v128.load(twiddle));
        const turned = f64x2.sub(along, f64x2.mul(swapped(b), v128.load(twiddle, 16)));
        v128.store(at, f64x2.add(a, turned));
        v128.store(at + half, f64x2.sub(a, turned));
        twiddle += step;
      }
    }
    step >>= 1;
  }
}

/** The place in bit-reversed order that follows `place`; the first is 0. */
// @ts-ignore: decorator
@inline
export function nextReversed(place: i32, size: i32): i32 {
  let bit = size >> 1;
  while ((place & bit) != 0) {
    place ^= bit;
    bit >>= 1;
  }
  return place | bit;
}
