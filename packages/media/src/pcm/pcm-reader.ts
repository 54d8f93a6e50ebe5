import type { Problem } from "@twobus/core";
import type { AudioFormat, AudioReader, ByteSource } from "../audio-reader.ts";
import { PieceReader } from "../source/piece-reader.ts";
import { FiniteGuard } from "./finite-guard.ts";
import { bytesPerFrame, type PcmLayout } from "./pcm-layout.ts";
import { interleaveSamples, samplesOf, spreadSamples, type PcmSamples } from "./unpack.ts";

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
  readonly #source: ByteSource;
  readonly #guard: FiniteGuard;
  #pieces: PieceReader;
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
    this.#source = source;
    this.#pieces = this.#piecesFrom(0);
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

  readStereo(frames: Float64Array): number | Promise<number> {
    const filled = this.#fillStereo(frames, 0);
    return 2 * filled === frames.length || this.#position === this.format.frames
      ? filled
      : this.#loadStereo(frames, filled);
  }

  async skip(frames: number): Promise<number> {
    const skipped = Math.min(frames, this.format.frames - this.#position);
    this.#position += skipped;
    if (skipped <= this.#pieceFrames - this.#pieceAt) this.#pieceAt += skipped;
    else {
      this.#pieces = this.#piecesFrom(this.#position);
      this.#pieceAt = this.#pieceFrames = 0;
    }
    return skipped;
  }

  get warnings(): readonly Problem[] {
    const missing = this.#data.missingFrames + this.#lostFrames;
    const guarded = this.#guard.warnings;
    return missing > 0 ? [truncated(this.name, missing), ...guarded] : guarded;
  }

  close(): void {
    this.#position = this.format.frames;
  }

  #piecesFrom(frame: number): PieceReader {
    const { layout, start } = this.#data;
    const frameBytes = bytesPerFrame(layout);
    const pieceBytes = Math.max(1, Math.floor(PIECE_BYTES / frameBytes)) * frameBytes;
    return new PieceReader(
      this.#source,
      start + frame * frameBytes,
      start + this.format.frames * frameBytes,
      pieceBytes,
    );
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

  async #loadStereo(target: Float64Array, filled: number): Promise<number> {
    while (2 * filled < target.length && this.#position < this.format.frames && (await this.#load())) {
      filled += this.#fillStereo(target, filled);
    }
    return filled;
  }

  /** Takes what the piece still holds, and returns how many frames. */
  #fillStereo(target: Float64Array, at: number): number {
    const atHand = Math.min(this.#pieceFrames - this.#pieceAt, this.format.frames - this.#position);
    const frames = Math.min(target.length / 2 - at, atHand);
    if (interleaveSamples(this.#piece, this.#data.layout, this.#pieceAt, target, at, frames)) {
      this.#pieceAt += frames;
      this.#position += frames;
    } else this.#fillDamaged(target, at, frames);
    return frames;
  }

  /** By way of planar channels, where the guard counts each sample of the file once. */
  #fillDamaged(target: Float64Array, at: number, frames: number): void {
    const channels = Array.from({ length: this.#data.layout.channels }, () => new Float64Array(frames));
    this.#spread(channels, 0, frames);
    const [left, right = left] = channels;
    for (let frame = 0; frame < frames; frame++) {
      target[2 * (at + frame)] = left![frame]!;
      target[2 * (at + frame) + 1] = right![frame]!;
    }
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
