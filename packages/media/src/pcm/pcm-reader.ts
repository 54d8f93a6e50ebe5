import type { Problem } from "@twobus/core";
import type { AudioFormat, AudioReader, ByteSource } from "../audio-reader.ts";
import { FiniteGuard } from "./finite-guard.ts";
import { bytesPerFrame, type PcmLayout } from "./pcm-layout.ts";
import { unpackPcm } from "./unpack.ts";

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
  readonly #source: ByteSource;
  readonly #data: PcmData;
  readonly #guard: FiniteGuard;
  readonly #piece: Uint8Array;
  readonly #pieceFrames: number;
  #position = 0;
  #lostFrames = 0;

  constructor(source: ByteSource, format: AudioFormat, data: PcmData) {
    this.name = source.name;
    this.format = format;
    this.#source = source;
    this.#data = data;
    this.#guard = new FiniteGuard(source.name);
    this.#pieceFrames = Math.floor(PIECE_BYTES / bytesPerFrame(data.layout));
    this.#piece = new Uint8Array(this.#pieceFrames * bytesPerFrame(data.layout));
  }

  async read(channels: readonly Float64Array[]): Promise<number> {
    const wanted = channels[0]?.length ?? 0;
    let filled = 0;
    while (filled < wanted && this.#position < this.format.frames) {
      const frames = Math.min(wanted - filled, this.#pieceFrames, this.format.frames - this.#position);
      const got = await this.#readPiece(channels, filled, frames);
      filled += got;
      if (got < frames) break;
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

  async #readPiece(channels: readonly Float64Array[], at: number, frames: number): Promise<number> {
    const { layout, start } = this.#data;
    const frameBytes = bytesPerFrame(layout);
    const bytes = await this.#source.read(start + this.#position * frameBytes, frames * frameBytes);
    const got = Math.min(frames, Math.floor(bytes.length / frameBytes));
    this.#piece.set(bytes.subarray(0, got * frameBytes));
    unpackPcm(this.#piece, layout, channels, at, got);
    if (layout.kind === "float") {
      for (const samples of channels) this.#guard.clean(samples, at, at + got, this.#position);
    }
    this.#position += got;
    if (got < frames) {
      this.#lostFrames = this.format.frames - this.#position;
      this.#position = this.format.frames;
    }
    return got;
  }
}

/** The warning of a file that holds less sound than it announces. */
export function truncated(name: string, missingFrames: number): Problem {
  const message = `the file breaks off: ${missingFrames} frames are missing at its end; copy or export it again`;
  return { code: "truncated", at: name, message };
}
