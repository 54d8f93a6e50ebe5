import type { WriteOptions } from "./audio-writer.ts";

/** Adding and subtracting it rounds a double to the nearest whole number, halves to the even one. */
const ROUND_TO_EVEN = 6755399441055744;

/** So many zeros in a row are digital silence, which stays silent: 21 ms at 48 kHz. */
const SILENT_RUN = 1024;

const GOLDEN_RATIO = 0x9e3779b9;

type DitherOptions = Pick<WriteOptions, "dither" | "ditherSeed">;

/** One quantiser per channel. */
export function createQuantisers(bits: 16 | 24, channels: number, options: DitherOptions): Quantiser[] {
  return Array.from({ length: channels }, (_, channel) => new Quantiser(bits, channel, options));
}

/**
 * Turns doubles into whole numbers of `bits` bits: scale 2^(bits−1), triangular dither of 2 LSB peak to peak, round half
 * to even, saturate. The dither of a sample is a hash of seed, channel and position, so a result does not depend on how
 * the signal is cut. Total error: mean 0, variance 1/4 LSB² (Lipshitz, Wannamaker, Vanderkooy, "Quantization and
 * dither", JAES 40, 1992).
 */
export class Quantiser {
  readonly #scale: number;
  readonly #amplitude: number;
  #counter: number;
  #zeros = SILENT_RUN;

  constructor(bits: 16 | 24, channel: number, options: DitherOptions) {
    this.#scale = 1 << (bits - 1);
    this.#amplitude = options.dither === "none" ? 0 : 1 / 65536;
    this.#counter = hash(hash(options.ditherSeed ?? 0) + channel);
  }

  /** Quantises `frames` samples from `samples[from]` on into `output[at]` on. NaN becomes 0. */
  quantise(samples: Float64Array, from: number, frames: number, output: Int32Array, at: number): void {
    const scale = this.#scale;
    const amplitude = this.#amplitude;
    let counter = this.#counter;
    let zeros = this.#zeros;
    for (let i = 0; i < frames; i++) {
      const sample = samples[from + i]!;
      zeros = sample === 0 ? zeros + 1 : 0;
      counter = (counter + GOLDEN_RATIO) | 0;
      const random = hash(counter);
      const noise = zeros > SILENT_RUN ? 0 : ((random >>> 16) - (random & 0xffff)) * amplitude;
      const value = Math.min(Math.max(sample * scale + noise, -scale), scale - 1);
      output[at + i] = value + ROUND_TO_EVEN - ROUND_TO_EVEN;
    }
    this.#counter = counter;
    this.#zeros = zeros;
  }
}

/** Mixes 32 bits: multiply and shift, with the constants of C. Wellons' search for low bias. */
function hash(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
}
