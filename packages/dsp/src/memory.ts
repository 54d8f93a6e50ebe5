/** Bytes of one stereo frame: two doubles. */
export const FRAME_BYTES = 16;

const PAGE_BYTES = 65536;
const MAXIMUM_PAGES = 65536;

/** Nothing is ever placed below this address, so that 0 is never a valid pointer. */
const FIRST_ADDRESS = 1024;

/** A stretch of memory. */
export interface Stretch {
  readonly address: number;
  readonly bytes: number;
}

/** Hands out 16-byte-aligned addresses from the bottom up, around what is taken already. It plans a layout; it owns no memory. */
export class Arena {
  #next = FIRST_ADDRESS;
  /** What is taken and still lies ahead, the nearest last. */
  readonly #taken: Stretch[];
  #end = FIRST_ADDRESS;

  constructor(taken: readonly Stretch[] = []) {
    this.#taken = taken.filter(({ bytes }) => bytes > 0).toSorted((a, b) => b.address - a.address);
    for (const { address, bytes } of taken) this.#end = Math.max(this.#end, address + aligned(bytes));
  }

  /** Reserves `bytes` and returns their address. */
  allocate(bytes: number): number {
    for (let next = this.#taken.at(-1); next !== undefined; next = this.#taken.at(-1)) {
      if (this.#next + aligned(bytes) <= next.address) break;
      this.#next = Math.max(this.#next, next.address + aligned(next.bytes));
      this.#taken.pop();
    }
    const address = this.#next;
    this.#next += aligned(bytes);
    this.#end = Math.max(this.#end, this.#next);
    return address;
  }

  /** The size of everything so far. */
  get size(): number {
    return this.#end;
  }
}

const aligned = (bytes: number): number => (bytes + 15) & ~15;

/** Memory that holds `bytes` and never grows, so that views of it stay valid. Throws a RangeError beyond 4 GiB. */
export function createMemory(bytes: number, shared: boolean): WebAssembly.Memory {
  const pages = Math.ceil(bytes / PAGE_BYTES);
  if (pages > MAXIMUM_PAGES) throw new RangeError(`the mix needs ${bytes} bytes; WebAssembly memory ends at 4 GiB`);
  return new WebAssembly.Memory({ initial: pages, maximum: shared ? MAXIMUM_PAGES : pages, shared });
}

/** Makes a memory hold at least `bytes`. Views of memory that is not shared are void after that. */
export function ensureBytes(memory: WebAssembly.Memory, bytes: number): void {
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / PAGE_BYTES);
  if (missing > 0) memory.grow(missing);
}

/** Memory that begins small and may grow, for one plan after another. */
export function createGrowingMemory(shared: boolean): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: 1, maximum: MAXIMUM_PAGES, shared });
}
