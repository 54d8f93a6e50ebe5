import { mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { ByteSink } from "@twobus/media";
import { describeFileError } from "./file-source.ts";

/** A file that is the old one, or none, until `commit` has made it completely the new one. */
export interface AtomicFile extends ByteSink {
  commit(): Promise<void>;
  /** Leaves what was there before, and nothing else. */
  discard(): Promise<void>;
}

/** Bytes gather in a hidden file beside the target: written through, renamed over it, and the folder written through. */
export async function createAtomicFile(path: string): Promise<AtomicFile> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${process.pid}.part`);
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw describeFileError(error, path);
    }
  };
  const handle = await guard(() => open(temporary, "w"));
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) await handle.close();
    isOpen = false;
  };
  return {
    write: (position, bytes) =>
      guard(async () => {
        let written = 0;
        while (written < bytes.length) {
          written += (await handle.write(bytes, written, bytes.length - written, position + written)).bytesWritten;
        }
      }),
    commit: () =>
      guard(async () => {
        await handle.sync();
        await close();
        await rename(temporary, path);
        await syncFolder(folder);
      }),
    discard: async () => {
      await close().catch(() => {});
      await rm(temporary, { force: true });
    },
  };
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}

/** Writes a whole small file, such as a mix, in the same way. */
export async function writeFileAtomically(path: string, text: string): Promise<void> {
  const file = await createAtomicFile(path);
  try {
    await file.write(0, new TextEncoder().encode(text));
    await file.commit();
  } catch (error) {
    await file.discard();
    throw error;
  }
}

/** Makes a folder and those above it. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw describeFileError(error, path);
  }
}
