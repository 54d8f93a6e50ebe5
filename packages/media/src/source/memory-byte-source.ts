import type { ByteSource } from "../audio-reader.ts";

/** A file that lies in memory. */
export function memoryByteSource(bytes: Uint8Array, name: string): ByteSource {
  return {
    name,
    size: bytes.length,
    read: async (position, length) => bytes.subarray(position, position + length),
  };
}
