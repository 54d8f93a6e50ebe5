import type { ByteSource } from "@twobus/media";

const PIECE_BYTES = 131072;

/** Reads a source in large pieces, and each next one while the last is being played. Holds two pieces. */
export function readAhead(source: ByteSource): ByteSource {
  const pieces = new Map<number, Promise<Uint8Array>>();
  const piece = (index: number): Promise<Uint8Array> => {
    let bytes = pieces.get(index);
    if (bytes === undefined) {
      bytes = source.read(index * PIECE_BYTES, PIECE_BYTES);
      bytes.catch(() => {}); // whoever needs the piece is told
      pieces.set(index, bytes);
    }
    return bytes;
  };
  const playedPiece = (index: number): Promise<Uint8Array> => {
    const bytes = piece(index);
    if ((index + 1) * PIECE_BYTES < source.size) void piece(index + 1);
    for (const held of pieces.keys()) if (held !== index && held !== index + 1) pieces.delete(held);
    return bytes;
  };
  return {
    name: source.name,
    size: source.size,
    read: async (position, length) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, source.size - position)));
      let filled = 0;
      while (filled < bytes.length) {
        const index = Math.floor((position + filled) / PIECE_BYTES);
        const offset = position + filled - index * PIECE_BYTES;
        const found = (await playedPiece(index)).subarray(offset, offset + bytes.length - filled);
        if (found.length === 0) break;
        bytes.set(found, filled);
        filled += found.length;
      }
      return bytes.subarray(0, filled);
    },
  };
}
