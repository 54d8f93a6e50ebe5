import type { AudioWriter, ByteSink, WriteOptions } from "../audio-writer.ts";
import { checkComplete, checkRoom } from "../frame-count.ts";
import { pack16, pack24 } from "../pcm/pack.ts";
import { createQuantisers, type Quantiser } from "../quantise.ts";
import { BLOCK_FRAMES, FrameEncoder } from "./encoder/frame-encoder.ts";
import { Md5 } from "./encoder/md5.ts";
import { flacHeader } from "./encoder/flac-header.ts";

/** Writes FLAC, one block of 4096 frames at a time; sizes of frames and the MD5 of the samples enter its header last. */
export class FlacWriter implements AudioWriter {
  readonly #sink: ByteSink;
  readonly #options: WriteOptions;
  readonly #bitDepth: 16 | 24;
  readonly #quantisers: readonly Quantiser[];
  readonly #encoder: FrameEncoder;
  readonly #block: readonly Int32Array[];
  readonly #packed: Uint8Array;
  readonly #md5 = new Md5();
  #held = 0;
  #written = 0;
  #position: number;
  #smallestFrameBytes = Number.POSITIVE_INFINITY;
  #largestFrameBytes = 0;

  /** Writes the header, as far as it is known. */
  static async create(sink: ByteSink, options: WriteOptions): Promise<AudioWriter> {
    const bitDepth = options.sampleFormat === "int16" ? 16 : 24;
    const header = flacHeader({ ...options, bitDepth });
    await sink.write(0, header);
    return new FlacWriter(sink, options, bitDepth, header.length);
  }

  private constructor(sink: ByteSink, options: WriteOptions, bitDepth: 16 | 24, position: number) {
    const { channels, sampleRate } = options;
    this.#sink = sink;
    this.#options = options;
    this.#bitDepth = bitDepth;
    this.#quantisers = createQuantisers(bitDepth, channels, options);
    this.#encoder = new FrameEncoder({ sampleRate, channels, bitDepth });
    this.#block = Array.from({ length: channels }, () => new Int32Array(BLOCK_FRAMES));
    this.#packed = new Uint8Array((BLOCK_FRAMES * channels * bitDepth) / 8);
    this.#position = position;
  }

  async write(channels: readonly Float64Array[], frames: number): Promise<void> {
    checkRoom(this.#options.frames, this.#written, frames);
    for (let from = 0; from < frames;) {
      const count = Math.min(BLOCK_FRAMES - this.#held, frames - from);
      this.#quantisers.forEach((quantiser, index) =>
        quantiser.quantise(channels[index]!, from, count, this.#block[index]!, this.#held),
      );
      from += count;
      this.#held += count;
      this.#written += count;
      if (this.#held === BLOCK_FRAMES) await this.#writeBlock();
    }
  }

  async finish(): Promise<void> {
    checkComplete(this.#options.frames, this.#written);
    if (this.#held > 0) await this.#writeBlock();
    const result = {
      smallestFrameBytes: this.#largestFrameBytes === 0 ? 0 : this.#smallestFrameBytes,
      largestFrameBytes: this.#largestFrameBytes,
      md5: this.#md5.digest(),
    };
    await this.#sink.write(0, flacHeader({ ...this.#options, bitDepth: this.#bitDepth }, result));
  }

  async #writeBlock(): Promise<void> {
    const frames = this.#held;
    const pack = this.#bitDepth === 16 ? pack16 : pack24;
    this.#block.forEach((whole, channel) => pack(whole, this.#packed, channel, this.#block.length, frames));
    this.#md5.update(this.#packed.subarray(0, (frames * this.#block.length * this.#bitDepth) / 8));
    const bytes = this.#encoder.encode(this.#block, frames);
    await this.#sink.write(this.#position, bytes);
    this.#position += bytes.length;
    this.#smallestFrameBytes = Math.min(this.#smallestFrameBytes, bytes.length);
    this.#largestFrameBytes = Math.max(this.#largestFrameBytes, bytes.length);
    this.#held = 0;
  }
}
