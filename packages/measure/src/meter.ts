import { fault } from "@twobus/core";
import { Arena, createMemory, gainToDecibels } from "@twobus/dsp";
import { instantiateMeter, type MeterKernels } from "./kernels.ts";
import { LoudnessHistory } from "./loudness-history.ts";
import { finiteOrNull, type LiveMeasurement, type Measurement } from "./measurement.ts";
import { PAIR_BYTES, PAIR_FRAMES, PairMeter } from "./pair-meter.ts";

const HOPS_PER_SECOND = 100;
const SURROUND = 1.41;

/**
 * Channel weights of BS.1770-5 by channel count: mono, stereo, L R C, L R Ls Rs, L R C Ls Rs, and L R C LFE Ls Rs, whose
 * low-frequency channel has no loudness.
 */
const CHANNEL_WEIGHTS: readonly (readonly number[])[] = [
  [1],
  [1, 1],
  [1, 1, 1],
  [1, 1, SURROUND, SURROUND],
  [1, 1, 1, SURROUND, SURROUND],
  [1, 1, 1, 0, SURROUND, SURROUND],
];

/** What will be measured. */
export interface MeterOptions {
  readonly kernels: MeterKernels;
  /** Hz, a whole number, 8000 or more. */
  readonly sampleRate: number;
  /** 1 to 6. */
  readonly channels: number;
}

/** Measures a programme as it passes by. How it is cut into pushes changes no bit of the result. */
export interface Meter {
  /** Hears the first `frames` frames of `channels`: planar, full scale ±1, finite. */
  push(channels: readonly Float64Array[], frames: number): void;
  /** Where the programme stands now. */
  now(): LiveMeasurement;
  /** Ends the programme. Nothing may be pushed afterwards. */
  finish(): Measurement;
}

/** Throws `unsupported-channels` or `unsupported-sample-rate` for what it cannot measure. */
export function createMeter({ kernels, sampleRate, channels }: MeterOptions): Meter {
  const weights = CHANNEL_WEIGHTS[channels - 1];
  if (weights === undefined) {
    throw fault("unsupported-channels", "channels", `${channels} channels cannot be measured; give 1 to 6`);
  }
  if (!Number.isInteger(sampleRate) || sampleRate < 8000) {
    throw fault("unsupported-sample-rate", "sampleRate", `${sampleRate} Hz cannot be measured; give 8000 Hz or more`);
  }
  return new ProgrammeMeter(kernels, sampleRate, weights);
}

class ProgrammeMeter implements Meter {
  readonly #sampleRate: number;
  readonly #weights: readonly number[];
  readonly #pairs: readonly PairMeter[];
  readonly #history = new LoudnessHistory();
  #frames = 0;
  #hops = 0;

  constructor(kernels: MeterKernels, sampleRate: number, weights: readonly number[]) {
    this.#sampleRate = sampleRate;
    this.#weights = weights;
    const pairCount = Math.ceil(weights.length / 2);
    const memory = createMemory((pairCount + 1) * PAIR_BYTES, false);
    const exports = instantiateMeter(kernels, memory);
    const arena = new Arena();
    this.#pairs = Array.from({ length: pairCount }, () => new PairMeter(exports, memory, arena, sampleRate));
  }

  push(channels: readonly Float64Array[], frames: number): void {
    let start = 0;
    while (start < frames) {
      const hopEnd = this.#startOfHop(this.#hops + 1);
      const count = Math.min(frames - start, PAIR_FRAMES, hopEnd - this.#frames);
      this.#pairs.forEach((pair, index) => {
        const left = channels[2 * index]!;
        pair.hear(left, channels[2 * index + 1] ?? left, start, count);
      });
      start += count;
      this.#frames += count;
      if (this.#frames === hopEnd) this.#closeHop();
    }
  }

  now(): LiveMeasurement {
    const [pair] = this.#pairs;
    return {
      momentaryLufs: finiteOrNull(this.#history.momentaryLufs),
      shortTermLufs: finiteOrNull(this.#history.shortTermLufs),
      integratedLufs: finiteOrNull(this.#history.integratedLufs),
      truePeakDbtp: finiteOrNull(gainToDecibels(Math.max(...this.#pairs.map(({ truePeak }) => truePeak)))),
      correlation: this.#weights.length === 1 ? null : finiteOrNull(pair!.recentCorrelation()),
    };
  }

  finish(): Measurement {
    for (const pair of this.#pairs) pair.finish();
    const integratedLufs = this.#history.integratedLufs;
    const truePeakDbtp = gainToDecibels(Math.max(...this.#pairs.map((pair) => pair.truePeak)));
    return {
      integratedLufs: finiteOrNull(integratedLufs),
      momentaryMaxLufs: finiteOrNull(this.#history.momentaryMaxLufs),
      shortTermMaxLufs: finiteOrNull(this.#history.shortTermMaxLufs),
      loudnessRangeLu: finiteOrNull(this.#history.loudnessRangeLu),
      truePeakDbtp: finiteOrNull(truePeakDbtp),
      samplePeakDbfs: finiteOrNull(gainToDecibels(Math.max(...this.#pairs.map((pair) => pair.samplePeak)))),
      plrDb: finiteOrNull(truePeakDbtp - integratedLufs),
      correlation: this.#weights.length === 1 ? null : finiteOrNull(this.#pairs[0]!.correlation),
      dcOffset: this.#dcOffset(),
      durationSeconds: this.#frames / this.#sampleRate,
      sampleRate: this.#sampleRate,
      channels: this.#weights.length,
    };
  }

  #startOfHop(hop: number): number {
    return Math.floor((hop * this.#sampleRate) / HOPS_PER_SECOND);
  }

  #closeHop(): void {
    const energies = this.#pairs.flatMap((pair) => pair.hop());
    const energy = this.#weights.reduce((sum, weight, channel) => sum + weight * energies[channel]!, 0);
    this.#history.addHop(energy, this.#startOfHop(this.#hops + 1) - this.#startOfHop(this.#hops));
    this.#hops++;
  }

  #dcOffset(): number {
    if (this.#frames === 0) return 0;
    const sums = this.#pairs.flatMap((pair) => pair.sums);
    return sums.reduce((far, sum) => (Math.abs(sum) > Math.abs(far) ? sum : far), 0) / this.#frames;
  }
}
