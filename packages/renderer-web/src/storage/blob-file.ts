import type { ByteFile } from "@twobus/media";
import { guarded } from "./storage-errors.ts";

/** A Blob or a File as a source of bytes. */
export function blobFile(blob: Blob, name: string): ByteFile {
  return {
    name,
    size: blob.size,
    read: (position, length) =>
      guarded(name, async () => new Uint8Array(await blob.slice(position, position + length).arrayBuffer())),
    close: async () => {},
  };
}
