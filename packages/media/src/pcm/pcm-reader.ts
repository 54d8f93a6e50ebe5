import type { Problem } from "@twobus/core";
import type { AudioFormat, AudioReader, ByteSource } from "../audio-reader.ts";
import { PieceReader } from "../source/piece-reader.ts";
import { FiniteGuard } from "./finite-guard.ts";
import { bytesPerFrame, type PcmLayout } from "./pcm-layout.ts";
import { samplesOf, spreadSamples, type PcmSamples } from "./unpack.ts";

const PIECE_BYTES = 131072;

/** Where the samples of an uncompressed file lie, and how many of the announced ones are there. */
export interface PcmData {
  readonly layout: PcmLayout;
  readonly start: number;
  readonly missingFrames: number;
}

/** Plays the samples of WAV and AIFF files, a piece of about 128 kB at a time. */
export class PcmReader implements AudioReader {
  readonly name: string;
  readonly format: AudioFormat;
  readonly #data: PcmData;
  readonly #guard: FiniteGuard;
  readonly #pieces: PieceReader;
  #piece: PcmSamples;
  #pieceFrames = 0;
  #pieceAt = 0;
  #position = 0;
  #lostFrames = 0;

  constructor(source: ByteSource, format: AudioFormat, data: PcmData) {
    this.name = source.name;
    this.format = format;
    this.#data = data;
    this.#guard = new FiniteGuard(source.name);
    const frameBytes = bytesPerFrame(data.layout);
    const pieceBytes = Math.max(1, Math.floor(PIECE_BYTES / frameBytes)) * frameBytes;
    this.#pieces = new PieceReader(source, data.start, data.start + format.frames * frameBytes, pieceBytes);
    this.#piece = samplesOf(new Uint8Array(0), data.layout);
  }

  async read(channels: readonly Float64Array[]): Promise<number> {
    const wanted = channels[0]?.length ?? 0;
    let filled = 0;
    while (filled < wanted && this.#position < this.format.frames) {
      if (this.#pieceAt === this.#pieceFrames && !(await this.#load())) break;
      const frames = Math.min(wanted - filled, this.#pieceFrames - this.#pieceAt);
      this.#spread(channels, filled, frames);
      filled += frames;
    }
    return filled;
  }

  get warnings(): readonly Problem[] {
    const missing = this.#data.missingFrames + this.#lostFrames;
    const guarded = this.#guard.warnings;
    return missing > 0 ? [truncated(this.name, missing), ...guarded] : guarded;
  }

  close(): void {
    this.#position = this.format.frames;
  }

  /** False where the source ends before the file does. */
  async #load(): Promise<boolean> {
    const { layout } = this.#data;
    const bytes = await this.#pieces.next();
    this.#pieceAt = 0;
    this.#pieceFrames = Math.floor(bytes.length / bytesPerFrame(layout));
    if (this.#pieceFrames === 0) {
      this.#lostFrames = this.format.frames - this.#position;
      this.#position = this.format.frames;
      return false;
    }
    this.#piece = samplesOf(bytes.subarray(0, this.#pieceFrames * bytesPerFrame(layout)), layout);
    return true;
  }

  #spread(channels: readonly Float64Array[], at: number, frames: number): void {
    const isFinite = spreadSamples(this.#piece, this.#data.layout, this.#pieceAt, channels, at, frames);
    if (!isFinite) for (const samples of channels) this.#guard.clean(samples, at, at + frames, this.#position);
    this.#pieceAt += frames;
    this.#position += frames;
  }
}

/** The warning of a file that holds less sound than it announces. */
export function truncated(name: string, missingFrames: number): Problem {
  const message = `the file breaks off: ${missingFrames} frames are missing at its end; copy or export it again`;
  return { code: "truncated", at: name, message };
}
