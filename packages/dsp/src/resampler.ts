import {
  INPUT_FRAMES,
  OUTPUT_FRAMES,
  planConversion,
  type Conversion,
  type Convert,
  type ResamplerKernels,
} from "./resampler-kernels.ts";
import { skipFrames, type PlanarStream } from "./planar-stream.ts";

/**
 * `stream` at another rate. Output frame n lies at n · from/to source frames, so sources of all rates stay aligned; there
 * are round(frames · to/from) of them, and beyond its ends the source counts as silent. Flat to 0.91 of the lower rate's
 * Nyquist frequency, images and aliases below −160 dB, the same bits whatever lengths are read.
 * Throws a RangeError for rates that are not whole numbers of hertz from 8000 to 384000.
 */
export function resampled(stream: PlanarStream, toRate: number, kernels: ResamplerKernels): PlanarStream {
  return stream.format.sampleRate === toRate ? stream : new ResampledStream(stream, toRate, kernels);
}

class ResampledStream implements PlanarStream {
  readonly format: PlanarStream["format"];
  readonly #source: PlanarStream;
  readonly #kernels: ResamplerKernels;
  readonly #conversion: Conversion;

  /** A stretch of the source per channel, at first the silence before its start; `#filled` frames of it are valid. */
  readonly #windows: readonly Float64Array[];
  #filled: number;
  /** Where in the windows the next output frame's taps begin, and its phase. */
  #first = 0;
  #phase = 0;

  #sourceFrames = 0;
  #written = 0;
  /** In output frames; unknown until the source has ended. */
  #length = Infinity;

  constructor(source: PlanarStream, toRate: number, kernels: ResamplerKernels) {
    const { sampleRate, channels, frames } = source.format;
    this.#source = source;
    this.#kernels = kernels;
    this.#conversion = planConversion(sampleRate, toRate);
    this.format = { sampleRate: toRate, channels, frames: this.#lengthOf(frames) };
    const { taps } = this.#conversion;
    this.#windows = Array.from({ length: channels }, () => new Float64Array(taps + INPUT_FRAMES));
    this.#filled = taps / 2 - 1;
  }

  async read(channels: readonly Float64Array[]): Promise<number> {
    const convert = await this.#kernels.converter(this.#conversion);
    const wanted = channels[0]?.length ?? 0;
    let done = 0;
    while (done < wanted && this.#written < this.#length) {
      const frames = Math.min(wanted - done, this.#ready());
      if (frames === 0) await this.#refill();
      else this.#write(convert, channels, done, frames);
      done += frames;
    }
    return done;
  }

  /** The kernel has no memory: what is not read need not be made. */
  async skip(frames: number): Promise<number> {
    const skipped = Math.min(frames, this.#length - this.#written);
    const { phases, step } = this.#conversion;
    const phase = this.#phase + skipped * step;
    this.#first += Math.floor(phase / phases);
    this.#phase = phase % phases;
    this.#written += skipped;
    const beyond = this.#first - this.#filled;
    if (beyond > 0) {
      this.#first = this.#filled;
      this.#sourceFrames += await skipFrames(this.#source, beyond);
    }
    return skipped;
  }

  #lengthOf(sourceFrames: number): number {
    return Math.round((sourceFrames * this.#conversion.phases) / this.#conversion.step);
  }

  /** How many output frames the windows suffice for. */
  #ready(): number {
    const { phases, step, taps } = this.#conversion;
    const places = this.#filled - this.#first - taps + 1;
    const frames = Math.ceil((places * phases - this.#phase) / step);
    return Math.max(0, Math.min(frames, this.#length - this.#written, OUTPUT_FRAMES));
  }

  #write(convert: Convert, channels: readonly Float64Array[], from: number, frames: number): void {
    const { phases, step, taps } = this.#conversion;
    const lastPhase = this.#phase + (frames - 1) * step;
    const end = this.#first + Math.floor(lastPhase / phases) + taps;
    this.#windows.forEach((window, channel) => {
      convert(window.subarray(this.#first, end), this.#phase, channels[channel]!.subarray(from, from + frames));
    });
    this.#first += Math.floor((lastPhase + step) / phases);
    this.#phase = (lastPhase + step) % phases;
    this.#written += frames;
  }

  /** Moves what is still needed to the front of the windows and reads on; after the source's end comes silence. */
  async #refill(): Promise<void> {
    const kept = this.#filled - this.#first;
    for (const window of this.#windows) window.copyWithin(0, this.#first, this.#filled).fill(0, kept);
    this.#first = 0;
    this.#filled = kept;
    const free = this.#windows.map((window) => window.subarray(kept));
    if (this.#length === Infinity) {
      const read = await this.#source.read(free);
      this.#sourceFrames += read;
      if (read < free[0]!.length) this.#length = this.#lengthOf(this.#sourceFrames);
    }
    this.#filled += free[0]!.length;
  }
}
