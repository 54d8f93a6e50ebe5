import type { ByteSink } from "../src/index.ts";

export interface MemorySink extends ByteSink {
  readonly bytes: Uint8Array;
}

/** Keeps a written file in memory. */
export function memorySink(): MemorySink {
  let held = new Uint8Array(1024);
  let size = 0;
  return {
    write: async (position, bytes) => {
      const end = position + bytes.length;
      if (end > held.length) {
        const larger = new Uint8Array(2 * end);
        larger.set(held);
        held = larger;
      }
      held.set(bytes, position);
      size = Math.max(size, end);
    },
    get bytes() {
      return held.subarray(0, size);
    },
  };
}
