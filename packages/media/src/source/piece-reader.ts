import type { ByteSource } from "../audio-reader.ts";

/** Reads a stretch of a source from front to back, and each next piece while the last is being worked on. */
export class PieceReader {
  readonly #source: ByteSource;
  readonly #end: number;
  readonly #memory: readonly [Uint8Array, Uint8Array];
  #position: number;
  #pieces = 0;
  #coming: Promise<Uint8Array> | undefined;

  constructor(source: ByteSource, start: number, end: number, pieceBytes: number) {
    this.#source = source;
    this.#position = start;
    this.#end = end;
    const longest = Math.max(0, Math.min(pieceBytes, end - start));
    this.#memory = [new Uint8Array(longest), new Uint8Array(longest)];
  }

  /**
   * The next piece, shorter only where the stretch or the source ends, empty after that. It lies at the start of memory
   * of its own, which may be overwritten; valid until the next call.
   */
  async next(): Promise<Uint8Array> {
    const piece = await (this.#coming ?? this.#ask());
    if (piece.length > 0) {
      this.#coming = this.#ask();
      this.#coming.catch(() => {}); // whoever needs the piece is told
    }
    return piece;
  }

  async #ask(): Promise<Uint8Array> {
    const memory = this.#memory[this.#pieces++ % 2]!;
    const length = Math.min(memory.length, this.#end - this.#position);
    const position = this.#position;
    this.#position += length;
    const bytes = await this.#source.read(position, length, memory);
    if (bytes.buffer !== memory.buffer) memory.set(bytes);
    return memory.subarray(0, bytes.length);
  }
}
