import type { ByteSource } from "../audio-reader.ts";
import { refuse } from "../refuse.ts";

/** A chunk's four letters. */
export function letters(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0, bytes[at + 3] ?? 0);
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Reads exactly `length` bytes of a header, or refuses the file. `what` is the header's name in the message. */
export async function readHeader(
  source: ByteSource,
  position: number,
  length: number,
  what: string,
): Promise<Uint8Array> {
  const bytes = await source.read(position, length);
  if (bytes.length < length) {
    throw refuse(source, "bad-header", position, `the file ends inside its ${what}; copy or export it again`);
  }
  return bytes;
}

/** Low and high halves of a 64-bit size. Exact below 2^53; anything above is past the end of every file. */
export function uint64(low: number, high: number): number {
  return high * 4294967296 + low;
}
