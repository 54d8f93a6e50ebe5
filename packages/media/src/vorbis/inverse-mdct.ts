import { cos, sin } from "@twobus/dsp";

/**
 * The inverse modified discrete cosine transform of one block size N: from N/2 coefficients to N samples,
 * y[n] = Σ x[k] cos(2π/N (n + 1/2 + N/4)(k + 1/2)), by a complex FFT of N/4 points.
 */
export class InverseMdct {
  readonly #size: number;
  readonly #twist: { readonly re: Float64Array; readonly im: Float64Array };
  readonly #roots: { readonly re: Float64Array; readonly im: Float64Array };
  readonly #re: Float64Array;
  readonly #im: Float64Array;
  readonly #reversed: Uint16Array;

  /** `size` is a power of two, 64 to 8192. */
  constructor(size: number) {
    const points = size / 4;
    this.#size = size;
    this.#twist = circle(points, (n) => (-2 * Math.PI * (n + 1 / 8)) / size);
    this.#roots = circle(points / 2, (n) => (-2 * Math.PI * n) / points);
    this.#re = new Float64Array(points);
    this.#im = new Float64Array(points);
    const bits = 31 - Math.clz32(points);
    this.#reversed = Uint16Array.from({ length: points }, (_, n) => {
      let reversed = 0;
      for (let i = 0; i < bits; i++) reversed |= ((n >> i) & 1) << (bits - 1 - i);
      return reversed;
    });
  }

  /** Transforms `spectrum[0…N/2)` into `output[0…N)`. */
  transform(spectrum: Float64Array, output: Float64Array): void {
    const half = this.#size / 2;
    const quarter = this.#size / 4;
    this.#load(spectrum);
    this.#fft();
    for (let n = 0; n < quarter; n++) {
      const re = this.#re[n]! * this.#twist.re[n]! - this.#im[n]! * this.#twist.im[n]!;
      const im = this.#re[n]! * this.#twist.im[n]! + this.#im[n]! * this.#twist.re[n]!;
      this.#place(output, 2 * n, re, half);
      this.#place(output, half - 1 - 2 * n, -im, half);
    }
  }

  /** The transform's four quarters repeat the DCT-IV's two halves: b, −b reversed, −a reversed, −a. */
  #place(output: Float64Array, index: number, value: number, half: number): void {
    const quarter = half / 2;
    if (index < quarter) {
      output[half + quarter - 1 - index] = -value;
      output[half + quarter + index] = -value;
    } else {
      output[index - quarter] = value;
      output[half + quarter - 1 - index] = -value;
    }
  }

  /** Pairs coefficients from both ends into complex numbers, twisted, in bit-reversed order. */
  #load(spectrum: Float64Array): void {
    const half = this.#size / 2;
    this.#reversed.forEach((to, n) => {
      const x = spectrum[2 * n]!;
      const y = spectrum[half - 1 - 2 * n]!;
      this.#re[to] = x * this.#twist.re[n]! - y * this.#twist.im[n]!;
      this.#im[to] = x * this.#twist.im[n]! + y * this.#twist.re[n]!;
    });
  }

  #fft(): void {
    const re = this.#re;
    const im = this.#im;
    const { re: rootRe, im: rootIm } = this.#roots;
    const points = re.length;
    for (let span = 1; span < points; span *= 2) {
      const step = points / (2 * span);
      for (let offset = 0; offset < span; offset++) {
        const c = rootRe[offset * step]!;
        const s = rootIm[offset * step]!;
        for (let low = offset; low < points; low += 2 * span) {
          const high = low + span;
          const x = re[high]! * c - im[high]! * s;
          const y = re[high]! * s + im[high]! * c;
          re[high] = re[low]! - x;
          im[high] = im[low]! - y;
          re[low]! += x;
          im[low]! += y;
        }
      }
    }
  }
}

function circle(count: number, angle: (n: number) => number): { re: Float64Array; im: Float64Array } {
  return {
    re: Float64Array.from({ length: count }, (_, n) => cos(angle(n))),
    im: Float64Array.from({ length: count }, (_, n) => sin(angle(n))),
  };
}
