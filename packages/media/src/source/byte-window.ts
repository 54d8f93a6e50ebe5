import type { ByteSource } from "../audio-reader.ts";

const PIECE_BYTES = 65536;

/** Readable bytes past the end of the window's content, so that a bit reader may look ahead in whole words. */
export const SLACK_BYTES = 8;

/** A view that slides over a source from front to back and holds only the bytes at hand. */
export class ByteWindow {
  /** `bytes[start]` up to `bytes[end]` are loaded and not yet consumed. */
  bytes: Uint8Array = new Uint8Array(PIECE_BYTES + SLACK_BYTES);
  start = 0;
  end = 0;
  readonly #source: ByteSource;
  readonly #limit: number;
  #loaded: number;

  constructor(source: ByteSource, position: number, limit: number = source.size) {
    this.#source = source;
    this.#loaded = position;
    this.#limit = limit;
  }

  /** Offset in the source of the first byte that is not consumed. */
  get position(): number {
    return this.#loaded - (this.end - this.start);
  }

  /** Makes `count` bytes available, fewer only where the source ends, and returns how many there are. */
  async need(count: number): Promise<number> {
    while (this.end - this.start < count && this.#loaded < this.#limit) {
      this.#makeRoom(count);
      const room = this.bytes.length - SLACK_BYTES - this.end;
      const piece = await this.#source.read(this.#loaded, Math.min(room, this.#limit - this.#loaded));
      if (piece.length === 0) break;
      this.bytes.set(piece, this.end);
      this.end += piece.length;
      this.#loaded += piece.length;
    }
    return this.end - this.start;
  }

  skip(count: number): void {
    const held = Math.min(count, this.end - this.start);
    this.start += held;
    if (held < count) this.#loaded += count - held;
  }

  #makeRoom(count: number): void {
    const target = new Uint8Array(Math.max(this.bytes.length, count + PIECE_BYTES + SLACK_BYTES));
    target.set(this.bytes.subarray(this.start, this.end));
    this.bytes = target;
    this.end -= this.start;
    this.start = 0;
  }
}
