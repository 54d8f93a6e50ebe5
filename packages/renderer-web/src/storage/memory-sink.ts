import type { FileSink } from "./file-sink.ts";

const PIECE_BYTES = 1024 * 1024;

/** Keeps a file in memory, in pieces: it grows without being copied. */
export function createMemorySink(name: string): FileSink {
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  return {
    name,
    write: async (position, bytes) => {
      size = Math.max(size, position + bytes.length);
      while (pieces.length * PIECE_BYTES < size) pieces.push(new Uint8Array(PIECE_BYTES));
      for (let at = 0; at < bytes.length;) {
        const place = (position + at) % PIECE_BYTES;
        const part = bytes.subarray(at, at + PIECE_BYTES - place);
        pieces[Math.floor((position + at) / PIECE_BYTES)]!.set(part, place);
        at += part.length;
      }
    },
    commit: async () => new Blob(pieces).slice(0, size),
    discard: async () => {
      pieces = [];
    },
  };
}
