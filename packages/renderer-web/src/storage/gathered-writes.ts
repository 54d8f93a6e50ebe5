import type { ByteSink } from "@twobus/media";

/** Hands on what was written so far. */
export interface GatheredWrites extends ByteSink {
  flush(): Promise<void>;
}

const PIECE_BYTES = 1024 * 1024;

/** Makes few large writes of many small ones: to a browser's file each costs far more than its bytes. */
export function gatherWrites(
  write: (position: number, bytes: Uint8Array<ArrayBuffer>) => Promise<void>,
): GatheredWrites {
  const piece = new Uint8Array(PIECE_BYTES);
  let start = 0;
  let length = 0;
  const flush = async (): Promise<void> => {
    if (length > 0) await write(start, piece.subarray(0, length));
    start += length;
    length = 0;
  };
  return {
    write: async (position, bytes) => {
      if (position !== start + length) await flush();
      if (length === 0) start = position;
      for (let at = 0; at < bytes.length;) {
        const part = bytes.subarray(at, at + PIECE_BYTES - length);
        piece.set(part, length);
        length += part.length;
        at += part.length;
        if (length === PIECE_BYTES) await flush();
      }
    },
    flush,
  };
}
