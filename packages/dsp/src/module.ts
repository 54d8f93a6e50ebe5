/** Where the compiled building blocks lie: the same relative path from `src/` and from `dist/`. Worklets, which know no URL, do not ask. */
export const dspWasm: { readonly url: URL; readonly sharedUrl: URL } = {
  get url() {
    return new URL("../build/dsp.wasm", import.meta.url);
  },
  get sharedUrl() {
    return new URL("../build/dsp.shared.wasm", import.meta.url);
  },
};

/** Pointers, counts and samples: all that crosses the border to a kernel is a number. */
export type KernelFunction = (...values: number[]) => number;
/** A module's functions by name. */
export type KernelExports = Readonly<Record<string, KernelFunction>>;

/** Instantiates a module of kernels over the engine's memory. Its only import is that memory. */
export async function instantiateKernels(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): Promise<KernelExports> {
  const instance = await WebAssembly.instantiate(module, { env: { memory } });
  return instance.exports as unknown as KernelExports;
}

/** The building blocks' table of functions: kernels of other modules stand there, to be called by `runSteps`. */
export function functionTable(exports: KernelExports): WebAssembly.Table {
  return exports["table"] as unknown as WebAssembly.Table;
}
