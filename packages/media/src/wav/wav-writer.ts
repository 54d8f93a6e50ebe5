import type { AudioWriter, ByteSink, WriteOptions } from "../audio-writer.ts";
import { checkRoom, checkComplete } from "../frame-count.ts";
import { pack16, pack24 } from "../pcm/pack.ts";
import { createQuantisers } from "../quantise.ts";
import { waveHeader } from "./wave-header.ts";

const PIECE_FRAMES = 4096;
const BYTES_PER_SAMPLE = { int16: 2, int24: 3, float32: 4 } as const;

type Store = (samples: Float64Array, channel: number, from: number, frames: number) => void;

/** Writes WAV or RF64, 4096 frames at a time. */
export class WavWriter implements AudioWriter {
  readonly #sink: ByteSink;
  readonly #options: WriteOptions;
  readonly #piece: Uint8Array;
  readonly #frameBytes: number;
  readonly #store: Store;
  #position: number;
  #written = 0;

  /** Writes the header. */
  static async create(sink: ByteSink, options: WriteOptions): Promise<AudioWriter> {
    const bytesPerSample = BYTES_PER_SAMPLE[options.sampleFormat];
    const header = waveHeader({ ...options, bytesPerSample, isFloat: options.sampleFormat === "float32" });
    await sink.write(0, header);
    return new WavWriter(sink, options, header.length);
  }

  private constructor(sink: ByteSink, options: WriteOptions, position: number) {
    this.#sink = sink;
    this.#options = options;
    this.#position = position;
    this.#frameBytes = options.channels * BYTES_PER_SAMPLE[options.sampleFormat];
    this.#piece = new Uint8Array(PIECE_FRAMES * this.#frameBytes);
    this.#store = storeFor(options, this.#piece);
  }

  async write(channels: readonly Float64Array[], frames: number): Promise<void> {
    checkRoom(this.#options.frames, this.#written, frames);
    for (let from = 0; from < frames; from += PIECE_FRAMES) {
      const count = Math.min(PIECE_FRAMES, frames - from);
      channels.forEach((samples, channel) => this.#store(samples, channel, from, count));
      const bytes = this.#piece.subarray(0, count * this.#frameBytes);
      await this.#sink.write(this.#position, bytes);
      this.#position += bytes.length;
      this.#written += count;
    }
  }

  async finish(): Promise<void> {
    checkComplete(this.#options.frames, this.#written);
    const padding = (this.#options.frames * this.#frameBytes) % 2;
    if (padding > 0) await this.#sink.write(this.#position, new Uint8Array(padding));
  }
}

/** How samples of one channel reach their places between those of the others. */
function storeFor(options: WriteOptions, piece: Uint8Array): Store {
  const { channels, sampleFormat } = options;
  if (sampleFormat === "float32") {
    const values = new Float32Array(piece.buffer);
    return (samples, channel, from, frames) => {
      for (let i = 0; i < frames; i++) values[i * channels + channel] = samples[from + i]!;
    };
  }
  const bits = sampleFormat === "int16" ? 16 : 24;
  const quantisers = createQuantisers(bits, channels, options);
  const pack = bits === 16 ? pack16 : pack24;
  const whole = new Int32Array(PIECE_FRAMES);
  return (samples, channel, from, frames) => {
    quantisers[channel]!.quantise(samples, from, frames, whole, 0);
    pack(whole, piece, channel, channels, frames);
  };
}
