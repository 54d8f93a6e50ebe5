/** Bytes of one stereo frame: two doubles. */
export const FRAME_BYTES = 16;

const PAGE_BYTES = 65536;
const MAXIMUM_PAGES = 65536;

/** Nothing is ever placed below this address, so that 0 is never a valid pointer. */
const FIRST_ADDRESS = 1024;

/** Hands out 16-byte-aligned addresses from the bottom up. It plans a layout; it owns no memory. */
export class Arena {
  #next = FIRST_ADDRESS;

  /** Reserves `bytes` and returns their address. */
  allocate(bytes: number): number {
    const address = this.#next;
    this.#next = address + ((bytes + 15) & ~15);
    return address;
  }

  /** Where the next allocation would lie: the size of everything so far. */
  get size(): number {
    return this.#next;
  }
}

/** Memory that holds `bytes` and never grows, so that views of it stay valid. Throws a RangeError beyond 4 GiB. */
export function createMemory(bytes: number, shared: boolean): WebAssembly.Memory {
  const pages = Math.ceil(bytes / PAGE_BYTES);
  if (pages > MAXIMUM_PAGES) throw new RangeError(`the mix needs ${bytes} bytes; WebAssembly memory ends at 4 GiB`);
  return new WebAssembly.Memory({ initial: pages, maximum: shared ? MAXIMUM_PAGES : pages, shared });
}
