import type { ByteSource } from "../audio-reader.ts";
import { ByteWindow } from "../source/byte-window.ts";
import { areAlike, parseMp3Header, type Mp3Header } from "./frame-header.ts";

/** 320 kbit/s at 32 kHz, or 160 kbit/s at 8 kHz, with padding: 1441 bytes. */
export const HIGHEST_FRAME_BYTES = 1536;

const HEADER_BYTES = 4;

export interface Mp3Frame {
  readonly header: Mp3Header;
  /** Valid until the next frame is asked for. */
  readonly bytes: Uint8Array;
}

/**
 * Walks the frames of an MP3 stream. Where a frame does not follow upon the last one, it searches for two in a row;
 * all must be alike.
 */
export class Mp3Frames {
  /** Bytes that lay between two frames: whatever was there is lost. */
  strayBytes = 0;
  readonly #window: ByteWindow;
  #shape: Mp3Header | undefined;
  #searchedBytes = 0;

  constructor(source: ByteSource, start: number) {
    this.#window = new ByteWindow(source, start);
  }

  /** The next frame; undefined at the end, or where none was found in `searchLimit` bytes. */
  async next(searchLimit: number = Number.POSITIVE_INFINITY): Promise<Mp3Frame | undefined> {
    while (this.#searchedBytes <= searchLimit) {
      await this.#window.need(HIGHEST_FRAME_BYTES + HEADER_BYTES);
      const { bytes, start, end } = this.#window;
      if (start === end) return undefined;
      const header = this.#headerAt(start);
      if (header !== undefined) {
        if (this.#shape !== undefined) this.strayBytes += this.#searchedBytes;
        this.#searchedBytes = 0;
        this.#shape = header;
        this.#window.skip(header.bytes);
        return { header, bytes: bytes.subarray(start, start + header.bytes) };
      }
      this.#skipToSync();
    }
    return undefined;
  }

  /** The header at `at`, if the frame is whole and fits those before it or, in a search, the one behind it. */
  #headerAt(at: number): Mp3Header | undefined {
    const { bytes, end } = this.#window;
    const header = parseMp3Header(bytes, at, end);
    if (header === undefined || at + header.bytes > end) return undefined;
    if (this.#shape !== undefined && !areAlike(header, this.#shape)) return undefined;
    const follows = this.#shape !== undefined && this.#searchedBytes === 0;
    if (follows || at + header.bytes === end) return header;
    const next = parseMp3Header(bytes, at + header.bytes, end);
    return next !== undefined && areAlike(header, next) ? header : undefined;
  }

  #skipToSync(): void {
    const { bytes, start, end } = this.#window;
    let at = start + 1;
    while (at < end && bytes[at] !== 0xff) at++;
    this.#searchedBytes += at - start;
    this.#window.skip(at - start);
  }
}
