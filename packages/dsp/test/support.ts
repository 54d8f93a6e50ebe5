import { readFile } from "node:fs/promises";
import { dspWasm, instantiateKernels, type KernelExports } from "../src/module.ts";

/** Seeded numbers in −1 … 1. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  };
}

/** Seeded noise in −1 … 1. */
export function noise(frames: number, seed = 1): Float64Array {
  return Float64Array.from({ length: frames }, randomNumbers(seed));
}

/** A module of kernels over 64 KiB of its own. */
export async function kernelsInMemory(
  url: URL = dspWasm.url,
): Promise<{ readonly kernels: KernelExports; readonly memory: Float64Array }> {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const kernels = await instantiateKernels(await WebAssembly.compile(await readFile(url)), memory);
  return { kernels, memory: new Float64Array(memory.buffer) };
}

const bytesOf = (array: Float64Array): Uint8Array => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** Whether two arrays agree in every bit: zeros of one sign, and NaN of one kind. */
export function sameBits(a: Float64Array, b: Float64Array): boolean {
  return Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
}
