import { cos, sin } from "@twobus/dsp";

/**
 * Complex Fourier transform in place: X[k] = Σ x[n]·e^(−2πi·kn/N), N a power of two. Given (imaginary, real) instead of
 * (real, imaginary) it is the inverse, unscaled. Radix 2, decimation in time (Cooley and Tukey 1965).
 */
export function fft(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  reverseBits(real, imaginary);
  const cosines = new Float64Array(size / 2);
  const sines = new Float64Array(size / 2);
  for (let k = 0; k < size / 2; k++) {
    cosines[k] = cos((2 * Math.PI * k) / size);
    sines[k] = -sin((2 * Math.PI * k) / size);
  }
  for (let half = 1; half < size; half *= 2) {
    const stride = size / (2 * half);
    for (let start = 0; start < size; start += 2 * half) {
      for (let k = 0; k < half; k++) {
        const a = start + k;
        const b = a + half;
        const turnReal = cosines[k * stride]!;
        const turnImaginary = sines[k * stride]!;
        const turnedReal = real[b]! * turnReal - imaginary[b]! * turnImaginary;
        const turnedImaginary = real[b]! * turnImaginary + imaginary[b]! * turnReal;
        real[b] = real[a]! - turnedReal;
        imaginary[b] = imaginary[a]! - turnedImaginary;
        real[a]! += turnedReal;
        imaginary[a]! += turnedImaginary;
      }
    }
  }
}

function reverseBits(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  for (let index = 1, reversed = 0; index < size; index++) {
    let bit = size >> 1;
    for (; (reversed & bit) !== 0; bit >>= 1) reversed ^= bit;
    reversed ^= bit;
    if (index < reversed) {
      [real[index], real[reversed]] = [real[reversed]!, real[index]!];
      [imaginary[index], imaginary[reversed]] = [imaginary[reversed]!, imaginary[index]!];
    }
  }
}
