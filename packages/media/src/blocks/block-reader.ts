import type { Problem } from "@twobus/core";
import type { AudioFormat, AudioReader } from "../audio-reader.ts";
import { FiniteGuard } from "../pcm/finite-guard.ts";
import { truncated } from "../pcm/pcm-reader.ts";

/** Samples as a codec delivers them: planar, full scale ±1. */
export interface DecodedBlock {
  /** Frame of the file at which the block starts. Below 0 lies the codec's delay, which is not played. */
  readonly at: number;
  readonly frames: number;
  readonly channels: readonly (Float32Array | Float64Array)[];
}

/** A codec at work on one file, from its start to its end. */
export interface BlockDecoder {
  /** The next block, or undefined at the end. Its arrays are valid until the next call. */
  next(): Promise<DecodedBlock | undefined>;
  /** Where a file can be sought in: the next block is one at or shortly before frame `at`. */
  seek?(at: number): Promise<void>;
  readonly warnings: readonly Problem[];
  close(): void;
}

/**
 * Plays exactly the frames that the format promises: what a codec delivers before the start or after the end is cut
 * off, and a gap between two blocks is silence, so that everything after it stays where it belongs.
 */
export class BlockReader implements AudioReader {
  readonly name: string;
  readonly format: AudioFormat;
  readonly skip?: (frames: number) => Promise<number>;
  readonly #decoder: BlockDecoder;
  readonly #openingWarnings: readonly Problem[];
  readonly #guard: FiniteGuard;
  #block: DecodedBlock | undefined;
  #position = 0;
  #hasSkipped = false;
  #missingFrames = 0;
  #silentFrames = 0;
  #firstSilentFrame = 0;

  constructor(name: string, format: AudioFormat, decoder: BlockDecoder, openingWarnings: readonly Problem[] = []) {
    this.name = name;
    this.format = format;
    this.#decoder = decoder;
    this.#openingWarnings = openingWarnings;
    this.#guard = new FiniteGuard(name);
    if (decoder.seek !== undefined) this.skip = async (frames) => this.#skip(frames);
  }

  async read(channels: readonly Float64Array[]): Promise<number> {
    const room = Math.min(channels[0]?.length ?? 0, this.format.frames - this.#position);
    let filled = 0;
    while (filled < room) {
      const block = await this.#blockAtPosition();
      if (block === undefined) {
        this.#missingFrames = this.format.frames - this.#position;
        this.close();
        break;
      }
      const lead = block.at - this.#position;
      const frames = Math.min(room - filled, lead > 0 ? lead : block.at + block.frames - this.#position);
      if (lead > 0) this.#fillSilence(channels, filled, frames);
      else this.#copy(block, channels, filled, frames);
      filled += frames;
      this.#position += frames;
    }
    return filled;
  }

  get warnings(): readonly Problem[] {
    const warnings = [...this.#openingWarnings, ...this.#decoder.warnings, ...this.#guard.warnings];
    if (this.#silentFrames > 0) {
      const message =
        `${this.#silentFrames} frames are damaged, the first at frame ${this.#firstSilentFrame}; ` +
        "they play as silence: fetch the file again";
      warnings.push({ code: "damaged", at: this.name, message });
    }
    if (this.#missingFrames > 0) warnings.push(truncated(this.name, this.#missingFrames));
    return warnings;
  }

  close(): void {
    this.#position = this.format.frames;
    this.#block = undefined;
    this.#decoder.close();
  }

  /** What is skipped in pieces is sought once, when it is read. */
  #skip(frames: number): number {
    const skipped = Math.min(frames, this.format.frames - this.#position);
    this.#position += skipped;
    this.#hasSkipped ||= skipped > 0;
    return skipped;
  }

  /** The first block that ends after the current position. */
  async #blockAtPosition(): Promise<DecodedBlock | undefined> {
    while (this.#block === undefined || this.#block.at + this.#block.frames <= this.#position) {
      if (this.#hasSkipped) await this.#decoder.seek!(this.#position);
      this.#hasSkipped = false;
      this.#block = await this.#decoder.next();
      if (this.#block === undefined) return undefined;
    }
    return this.#block;
  }

  #copy(block: DecodedBlock, channels: readonly Float64Array[], at: number, frames: number): void {
    const from = this.#position - block.at;
    channels.forEach((samples, index) => {
      samples.set(block.channels[index]!.subarray(from, from + frames), at);
      this.#guard.clean(samples, at, at + frames, this.#position);
    });
  }

  #fillSilence(channels: readonly Float64Array[], at: number, frames: number): void {
    if (this.#silentFrames === 0) this.#firstSilentFrame = this.#position;
    this.#silentFrames += frames;
    for (const samples of channels) samples.fill(0, at, at + frames);
  }
}
