import { readFile } from "node:fs/promises";

const modules = new Map<string, Promise<WebAssembly.Module>>();

/** A module of kernels, compiled when it is first asked for. */
export function compiled(url: URL): Promise<WebAssembly.Module> {
  let module = modules.get(url.href);
  if (module === undefined) {
    module = readFile(url).then((bytes) => WebAssembly.compile(bytes));
    modules.set(url.href, module);
  }
  return module;
}
