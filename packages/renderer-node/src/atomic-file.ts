import { rmSync } from "node:fs";
import { access, constants, mkdir, open, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fault } from "@twobus/core";
import type { ByteSink } from "@twobus/media";
import { describeFileError, systemCode } from "./file-errors.ts";
import { removeLeftovers, temporaryName } from "./temporary-name.ts";

/** A file that is the old one, or none, until `commit` has made it completely the new one. */
export interface AtomicFile extends ByteSink {
  commit(): Promise<void>;
  /** Leaves what was there before, and nothing else. */
  discard(): Promise<void>;
}

/** Files that a process leaves behind only when it is killed. */
const unfinished = new Set<string>();
process.on("exit", () => {
  for (const path of unfinished) rmSync(path, { force: true });
});

/**
 * Bytes gather in a hidden file beside the target: written through, renamed over it, and the folder written through.
 * A link stays a link: the file that it leads to is replaced. Pipes, devices and write-protected files are refused.
 */
export async function createAtomicFile(path: string): Promise<AtomicFile> {
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw describeFileError(error, path);
    }
  };
  const target = await guard(() => targetOf(path));
  const folder = dirname(target.path);
  await removeLeftovers(folder);
  const temporary = join(folder, temporaryName());
  const handle = await guard(() => openIn(folder, temporary, target.mode));
  unfinished.add(temporary);
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
        await rename(temporary, target.path);
        unfinished.delete(temporary);
        await syncFolder(folder);
      }),
    discard: async () => {
      await close().catch(() => {});
      await rm(temporary, { force: true });
      unfinished.delete(temporary);
    },
  };
}

interface Target {
  /** With links followed. */
  readonly path: string;
  /** Permissions of the file that is replaced. */
  readonly mode: number | undefined;
}

async function targetOf(path: string): Promise<Target> {
  let existing: string;
  try {
    existing = await realpath(path);
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
    return { path, mode: undefined };
  }
  const status = await stat(existing);
  if (status.isDirectory()) throw fault("eisdir", path, "this is a folder, not a file");
  if (!status.isFile()) throw fault("not-a-file", path, "this is a device or a pipe, not a file");
  await access(existing, constants.W_OK);
  return { path: existing, mode: status.mode & 0o777 };
}

async function openIn(folder: string, temporary: string, mode: number | undefined): ReturnType<typeof open> {
  try {
    const handle = await open(temporary, "wx", mode);
    if (mode !== undefined) await handle.chmod(mode);
    return handle;
  } catch (error) {
    if (systemCode(error) === "ENOENT") throw fault("enoent", folder, "there is no such folder; make it first");
    throw error;
  }
}

/** Makes the new name survive a power cut. Windows keeps no handles on folders. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}

/** Writes a whole small file, such as a mix, in the same way; text as UTF-8. */
export async function writeFileAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const file = await createAtomicFile(path);
  try {
    await file.write(0, typeof content === "string" ? new TextEncoder().encode(content) : content);
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
