import { FRAME_BYTES, type Arena } from "@twobus/dsp";
import type { MeterExports } from "./kernels.ts";

/** The most frames that a pair hears at once. */
export const PAIR_FRAMES = 1024;
/** Room that a pair's state and buffers take. */
export const PAIR_BYTES = 65536;

/** What two channels measure: the kernels work on pairs. An odd last channel stands on both sides. */
export class PairMeter {
  readonly #exports: MeterExports;
  readonly #memory: Float64Array;
  readonly #left: number;
  readonly #right: number;
  readonly #frames: number;
  readonly #loudness: number;
  readonly #hopSums: number;
  readonly #peaks: number;
  readonly #sums: number;
  #seen = { left: 0, right: 0, product: 0 };

  constructor(exports: MeterExports, memory: WebAssembly.Memory, arena: Arena, sampleRate: number) {
    this.#exports = exports;
    this.#memory = new Float64Array(memory.buffer);
    this.#left = arena.allocate(PAIR_FRAMES * 8);
    this.#right = arena.allocate(PAIR_FRAMES * 8);
    this.#frames = arena.allocate(PAIR_FRAMES * FRAME_BYTES);
    this.#loudness = arena.allocate(exports.loudnessStateBytes());
    this.#hopSums = arena.allocate(FRAME_BYTES);
    this.#peaks = arena.allocate(exports.truePeakMeterStateBytes());
    this.#sums = arena.allocate(exports.stereoSumsStateBytes());
    exports.loudnessInit(this.#loudness, sampleRate);
    exports.truePeakMeterInit(this.#peaks);
  }

  hear(left: Float64Array, right: Float64Array, start: number, frames: number): void {
    this.#memory.set(left.subarray(start, start + frames), this.#left / 8);
    this.#memory.set(right.subarray(start, start + frames), this.#right / 8);
    this.#exports.interleave(this.#left, this.#right, this.#frames, frames);
    this.#exports.loudnessProcess(this.#loudness, this.#frames, frames);
    this.#exports.truePeakMeterProcess(this.#peaks, this.#frames, frames);
    this.#exports.stereoSumsProcess(this.#sums, this.#frames, frames);
  }

  /** The weighted sums of squares of both sides since the last hop. */
  hop(): [left: number, right: number] {
    this.#exports.loudnessHop(this.#loudness, this.#hopSums);
    return this.#pairAt(this.#hopSums);
  }

  /** Lets the interpolator reach the end of the programme. */
  finish(): void {
    const frames = this.#exports.truePeakMeterDelayFrames();
    this.#memory.fill(0, this.#frames / 8, this.#frames / 8 + 2 * frames);
    this.#exports.truePeakMeterProcess(this.#peaks, this.#frames, frames);
  }

  get truePeak(): number {
    return Math.max(...this.#pairAt(this.#peaks));
  }

  get samplePeak(): number {
    return Math.max(...this.#pairAt(this.#peaks + FRAME_BYTES));
  }

  get sums(): [left: number, right: number] {
    return this.#pairAt(this.#sums);
  }

  get correlation(): number {
    const { left, right, product } = this.#energies;
    return product / (Math.sqrt(left) * Math.sqrt(right));
  }

  /** Since the last call. */
  recentCorrelation(): number {
    const { left, right, product } = this.#energies;
    const before = this.#seen;
    this.#seen = { left, right, product };
    return (product - before.product) / (Math.sqrt(left - before.left) * Math.sqrt(right - before.right));
  }

  get #energies(): { readonly left: number; readonly right: number; readonly product: number } {
    const [left, right] = this.#pairAt(this.#sums + FRAME_BYTES);
    const [product] = this.#pairAt(this.#sums + 2 * FRAME_BYTES);
    return { left, right, product };
  }

  #pairAt(address: number): [number, number] {
    return [this.#memory[address / 8]!, this.#memory[address / 8 + 1]!];
  }
}
