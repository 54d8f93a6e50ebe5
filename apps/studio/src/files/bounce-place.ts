import type { BounceResult, BounceTarget } from "@twobus/renderer-web";
import { privateFolder } from "@twobus/renderer-web/storage";
import { download } from "../download.ts";
import { canPick, pickFile } from "./save-stream.ts";

/** Where a bounce is written while it is made, and what becomes of that. */
export interface BouncePlace {
  readonly to: BounceTarget;
  /** Gives the complete file to the person. */
  deliver(result: BounceResult): Promise<void>;
  /** Nothing of it is left. */
  discard(): Promise<void>;
}

/** Of the private file system: files that are on their way to the downloads. */
const FOLDER = "bounces";
/** A download has read its file by then. */
const KEPT_MS = 10 * 60_000;

/** A file that a person chooses, where the browser lets one choose, else one that is downloaded; nothing where one chooses not to. */
export async function bouncePlace(name: string): Promise<BouncePlace | undefined> {
  if (!canPick(window)) return downloadPlace(name);
  const handle = await pickFile(window, name, { description: "WAV", type: "audio/wav", ending: ".wav" });
  return handle && chosenPlace(handle);
}

async function chosenPlace(handle: FileSystemFileHandle & { remove?(): Promise<void> }): Promise<BouncePlace> {
  /** To be chosen has made it; one that was there is as it was. */
  const isNew = (await handle.getFile()).size === 0;
  return {
    to: { kind: "file", handle },
    deliver: async () => {},
    discard: async () => {
      if (isNew) await handle.remove?.();
    },
  };
}

/** It goes through the disk, whatever its length; through memory where the browser gives a page no disk. */
async function downloadPlace(name: string): Promise<BouncePlace> {
  const discard = async (): Promise<void> => {}; // what is not complete is taken away by who writes it
  try {
    const folder = await privateFolder([FOLDER], { create: true });
    await sweep(folder);
    const own = `${crypto.randomUUID()}.wav`;
    const deliver = async (): Promise<void> => download(name, await (await folder.getFileHandle(own)).getFile());
    return { to: { kind: "opfs", path: `${FOLDER}/${own}` }, deliver, discard };
  } catch {
    return { to: { kind: "memory" }, deliver: async ({ blob }) => download(name, blob!), discard };
  }
}

async function sweep(folder: FileSystemDirectoryHandle): Promise<void> {
  for await (const [name, handle] of folder.entries()) {
    const { lastModified } = await (handle as FileSystemFileHandle).getFile();
    if (Date.now() - lastModified > KEPT_MS) await folder.removeEntry(name);
  }
}
