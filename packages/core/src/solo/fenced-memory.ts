import { Arena } from "@twobus/dsp";

const FENCE_BYTES = 16;
const FENCE = 0xa5;

/** Places in a runner's memory, each with a fence behind it that nobody may write to. */
export class FencedMemory {
  readonly memory: WebAssembly.Memory;
  readonly #arena = new Arena();
  readonly #fences: { readonly name: string; readonly address: number }[] = [];

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
    this.#fences.push({ name, address: fence });
    return address;
  }

  doubles(address: number, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, address, length);
  }

  words(address: number, length: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, address, length);
  }

  /** Names of the places behind which something was written. */
  overrun(): string[] {
    const all = new Uint8Array(this.memory.buffer);
    const isBroken = (address: number): boolean =>
      all.subarray(address, address + FENCE_BYTES).some((byte) => byte !== FENCE);
    return this.#fences.filter(({ address }) => isBroken(address)).map(({ name }) => name);
  }
}
