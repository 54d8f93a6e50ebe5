import { Arena } from "@twobus/dsp";

const FENCE_BYTES = 16;
const FENCE = 0xa5;

interface Place {
  readonly name: string;
  readonly address: number;
  readonly fence: number;
}

/** Places in a runner's memory, each with a fence behind it that nobody may write to. */
export class FencedMemory {
  readonly memory: WebAssembly.Memory;
  readonly #arena = new Arena();
  readonly #places: Place[] = [];

  constructor(memory: WebAssembly.Memory) {
    this.memory = memory;
  }

  /** Address of `bytes` zeroed bytes, aligned to 16. */
  allocate(name: string, bytes: number): number {
    const address = this.#arena.allocate(bytes);
    const fence = this.#arena.allocate(FENCE_BYTES);
    if (this.#arena.size > this.memory.buffer.byteLength)
      throw new RangeError(`the kernel asks for ${bytes} bytes of ${name}, more than a runner has`);
    const all = new Uint8Array(this.memory.buffer);
    all.fill(0, address, fence);
    all.fill(FENCE, fence, fence + FENCE_BYTES);
    this.#places.push({ name, address, fence });
    return address;
  }

  doubles(address: number, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, address, length);
  }

  words(address: number, length: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, address, length);
  }

  /** A copy of what lies at the places whose names begin so, as doubles. */
  copyOf(beginning: string): Float64Array {
    const places = this.#places.filter(({ name }) => name.startsWith(beginning));
    const length = places.reduce((sum, { address, fence }) => sum + (fence - address) / 8, 0);
    const copy = new Float64Array(length);
    let end = 0;
    for (const { address, fence } of places) {
      copy.set(this.doubles(address, (fence - address) / 8), end);
      end += (fence - address) / 8;
    }
    return copy;
  }

  /** Names of the places behind which something was written. */
  overrun(): string[] {
    const all = new Uint8Array(this.memory.buffer);
    const isBroken = (address: number): boolean =>
      all.subarray(address, address + FENCE_BYTES).some((byte) => byte !== FENCE);
    return this.#places.filter(({ fence }) => isBroken(fence)).map(({ name }) => name);
  }
}
