import { dspWasm } from "@twobus/dsp";
import type { Registry } from "../definition/pack.ts";

/** How a host fetches a wasm file: from disk in Node, by `fetch` in a browser. */
export type ReadBytes = (url: URL) => Promise<BufferSource>;

/** Compiled code, ready to be instantiated or posted to another thread. */
export interface CompiledModules {
  readonly shared: boolean;
  readonly dsp: WebAssembly.Module;
  readonly packs: Readonly<Record<string, WebAssembly.Module>>;
}

/** Compiles the building blocks and every pack of a registry, for plain or for shared memory. */
export async function compileModules(
  registry: Registry,
  readBytes: ReadBytes,
  shared: boolean,
): Promise<CompiledModules> {
  const compile = async (wasm: { readonly url: URL; readonly sharedUrl: URL }): Promise<WebAssembly.Module> =>
    WebAssembly.compile(await readBytes(shared ? wasm.sharedUrl : wasm.url));
  const packs: Record<string, WebAssembly.Module> = {};
  for (const { name, wasm } of registry.packs) {
    if (wasm !== undefined) packs[name] = await compile(wasm);
  }
  return { shared, dsp: await compile(dspWasm), packs };
}
