import type { MixDocument } from "@twobus/core";
import { onTestFinished } from "vitest";
import type { MediaLocation } from "../src/storage/locations.ts";
import { createWebRenderer, type WebRenderer } from "../src/web-renderer.ts";
import { mixOf, registry } from "./mix.ts";
import { recordings } from "./recordings.ts";
import { shared } from "./shared-worker.ts";

export const newWorker = (): Worker => new Worker(new URL("./render-worker.ts", import.meta.url), { type: "module" });

export const sharedWorker: () => Worker = shared(newWorker);

/** A Worker to which something happens: what, its name says. */
export const newAilingWorker = (name: string): Worker =>
  new Worker(new URL("./ailing-worker.ts", import.meta.url), { type: "module", name });

/** The recordings as if a person had chosen them. */
export const chosen: MediaLocation = {
  kind: "files",
  files: Object.fromEntries(Object.entries(recordings).map(([file, bytes]) => [file, new File([bytes], file)])),
};

/** A renderer that has taken a mix, until the test ends. */
export async function rendererWith(
  options: { readonly media?: MediaLocation; readonly mix?: MixDocument; readonly worker?: () => Worker } = {},
): Promise<WebRenderer> {
  const { media = chosen, mix = mixOf(), worker = sharedWorker } = options;
  const renderer = createWebRenderer({ registry, newWorker: worker, media });
  onTestFinished(() => renderer.dispose());
  await renderer.update(mix);
  return renderer;
}

export async function sha256(bytes: BufferSource): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function privateHandle(path: string, create: boolean): Promise<FileSystemFileHandle> {
  const folders = path.split("/");
  const name = folders.pop()!;
  let folder = await navigator.storage.getDirectory();
  for (const step of folders) folder = await folder.getDirectoryHandle(step, { create });
  return folder.getFileHandle(name, { create });
}

export async function writePrivate(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<FileSystemFileHandle> {
  const handle = await privateHandle(path, true);
  const stream = await handle.createWritable();
  await stream.write(bytes);
  await stream.close();
  return handle;
}

export async function readPrivate(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const file = await (await privateHandle(path, false)).getFile();
  return new Uint8Array(await file.arrayBuffer());
}

/** Paths of all private files and empty folders. */
export async function listPrivate(): Promise<string[]> {
  const list = async (folder: FileSystemDirectoryHandle, path: string): Promise<string[]> => {
    const found: string[] = [];
    for await (const [name, handle] of folder.entries()) {
      const inner = handle instanceof FileSystemDirectoryHandle ? await list(handle, `${path}${name}/`) : [];
      found.push(...(inner.length > 0 ? inner : [`${path}${name}`]));
    }
    return found;
  };
  return (await list(await navigator.storage.getDirectory(), "")).toSorted();
}

export async function clearPrivate(): Promise<void> {
  const root = await navigator.storage.getDirectory();
  for await (const name of root.keys()) await root.removeEntry(name, { recursive: true });
}
