import { decibelsToGain, gainToDecibels } from "@twobus/dsp";

const MOMENTARY_HOPS = 40;
const SHORT_TERM_HOPS = 300;
/** Gating blocks and short-term values for the range are 100 ms apart. */
const BLOCK_HOPS = 10;

const LOUDNESS_OFFSET = -0.691;
const ABSOLUTE_GATE_LUFS = -70;
const INTEGRATED_GATE_LU = -10;
const RANGE_GATE_LU = -20;
const RANGE_PERCENTILES = [0.1, 0.95] as const;

const powerOfDecibels = (decibels: number): number => decibelsToGain(2 * decibels);
const decibelsOfPower = (power: number): number => gainToDecibels(power) / 2;

/** LUFS of a mean square that is weighted by frequency and channel. */
const loudnessOf = (meanSquare: number): number => LOUDNESS_OFFSET + decibelsOfPower(meanSquare);

const ABSOLUTE_GATE = powerOfDecibels(ABSOLUTE_GATE_LUFS - LOUDNESS_OFFSET);

/**
 * Loudness over time, from the energies of hops of 10 ms: sliding windows, their maxima, and the gated figures
 * (BS.1770-5 annex 1, Tech 3342). Grows by 160 bytes a second.
 */
export class LoudnessHistory {
  readonly #energies = new Float64Array(SHORT_TERM_HOPS);
  readonly #frames = new Float64Array(SHORT_TERM_HOPS);
  readonly #blocks: number[] = [];
  readonly #shortTerms: number[] = [];
  #hops = 0;
  #momentaryMax = 0;
  #shortTermMax = 0;

  /** Takes in a hop's sum of weighted squares and its length, which varies where 10 ms is no whole number of frames. */
  addHop(energy: number, frames: number): void {
    this.#energies[this.#hops % SHORT_TERM_HOPS] = energy;
    this.#frames[this.#hops % SHORT_TERM_HOPS] = frames;
    this.#hops++;
    const onBlock = this.#hops % BLOCK_HOPS === 0;
    if (this.#hops >= MOMENTARY_HOPS) {
      const momentary = this.#meanSquare(MOMENTARY_HOPS);
      this.#momentaryMax = Math.max(this.#momentaryMax, momentary);
      if (onBlock) this.#blocks.push(momentary);
    }
    if (this.#hops >= SHORT_TERM_HOPS) {
      const shortTerm = this.#meanSquare(SHORT_TERM_HOPS);
      this.#shortTermMax = Math.max(this.#shortTermMax, shortTerm);
      if (onBlock) this.#shortTerms.push(shortTerm);
    }
  }

  /** NaN before the first 400 ms. */
  get momentaryLufs(): number {
    return this.#hops < MOMENTARY_HOPS ? Number.NaN : loudnessOf(this.#meanSquare(MOMENTARY_HOPS));
  }

  /** NaN before the first 3 s. */
  get shortTermLufs(): number {
    return this.#hops < SHORT_TERM_HOPS ? Number.NaN : loudnessOf(this.#meanSquare(SHORT_TERM_HOPS));
  }

  get momentaryMaxLufs(): number {
    return loudnessOf(this.#momentaryMax);
  }

  get shortTermMaxLufs(): number {
    return loudnessOf(this.#shortTermMax);
  }

  get integratedLufs(): number {
    return loudnessOf(mean(gate(this.#blocks, INTEGRATED_GATE_LU)));
  }

  /** NaN where nothing passes the gates. */
  get loudnessRangeLu(): number {
    const sorted = Float64Array.from(gate(this.#shortTerms, RANGE_GATE_LU)).toSorted();
    const [low, high] = RANGE_PERCENTILES.map((share) => sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN);
    return decibelsOfPower(high! / low!);
  }

  /** Summed afresh each time, oldest hop first, so that no rounding is carried on. */
  #meanSquare(hops: number): number {
    let energy = 0;
    let frames = 0;
    for (let hop = this.#hops - hops; hop < this.#hops; hop++) {
      energy += this.#energies[hop % SHORT_TERM_HOPS]!;
      frames += this.#frames[hop % SHORT_TERM_HOPS]!;
    }
    return energy / frames;
  }
}

/** What lies above −70 LUFS, and of that what lies above its own mean shifted by `relativeLu`. */
function gate(meanSquares: readonly number[], relativeLu: number): number[] {
  const audible = meanSquares.filter((meanSquare) => meanSquare > ABSOLUTE_GATE);
  const relativeGate = mean(audible) * powerOfDecibels(relativeLu);
  return audible.filter((meanSquare) => meanSquare > relativeGate);
}

/** 0 for nothing. */
function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
