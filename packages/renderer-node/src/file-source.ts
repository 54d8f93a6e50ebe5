import { open, type FileHandle } from "node:fs/promises";
import { fault } from "@twobus/core";
import type { ByteSource } from "@twobus/media";

/** A file on disk as a source of bytes. Close it when done. */
export interface FileSource extends ByteSource {
  close(): Promise<void>;
}

/** Opens a regular file for reading. Throws a `TwobusError` that names the path and says what stands in the way. */
export async function openFile(path: string): Promise<FileSource> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, "r");
    const status = await handle.stat();
    if (!status.isFile()) throw fault("not-a-file", path, "this is not a file");
    return fileSource(path, handle, status.size);
  } catch (error) {
    await handle?.close();
    throw describeFileError(error, path);
  }
}

function fileSource(name: string, handle: FileHandle, size: number): FileSource {
  return {
    name,
    size,
    read: async (position, length) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - position)));
      let filled = 0;
      while (filled < bytes.length) {
        const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, position + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    },
    close: () => handle.close(),
  };
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "this may not be opened: its permissions forbid it",
  EPERM: "this may not be changed: its permissions forbid it",
  EISDIR: "this is a folder, not a file",
  ENOTDIR: "part of this path is a file, not a folder",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EROFS: "the disk is read-only",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "this name is too long",
};

/** Says a system error in words; anything that is not one is passed on as it is. */
export function describeFileError(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (typeof code !== "string" || !/^E[A-Z]+$/.test(code)) return error;
  return fault(code.toLowerCase(), path, REASONS[code] ?? `the system says ${code}`);
}
