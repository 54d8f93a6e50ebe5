import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import type { ByteFile } from "@twobus/media";
import { fault } from "@twobus/core";
import { describeFileError } from "./file-errors.ts";

/** Opening a pipe would otherwise wait for a writer, for ever. Windows has no such flag and no such pipes. */
const READ_WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Opens a regular file for reading. Throws a `TwobusError` that names the path and says what stands in the way. */
export async function openFile(path: string): Promise<ByteFile> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, READ_WITHOUT_WAITING);
    const status = await handle.stat();
    if (status.isDirectory()) throw fault("eisdir", path, "this is a folder, not a file");
    if (!status.isFile()) throw fault("not-a-file", path, "this is a device or a pipe, not a file");
    return fileSource(path, handle, status.size);
  } catch (error) {
    await handle?.close();
    throw describeFileError(error, path);
  }
}

function fileSource(name: string, handle: FileHandle, size: number): ByteFile {
  const readInto = async (bytes: Uint8Array, position: number): Promise<number> => {
    try {
      return (await handle.read(bytes, 0, bytes.length, position)).bytesRead;
    } catch (error) {
      throw describeFileError(error, name);
    }
  };
  return {
    name,
    size,
    read: async (position, length, into) => {
      const wanted = Math.max(0, Math.min(length, size - position));
      const bytes = into === undefined || into.length < wanted ? new Uint8Array(wanted) : into.subarray(0, wanted);
      let filled = 0;
      while (filled < bytes.length) {
        const got = await readInto(bytes.subarray(filled), position + filled);
        if (got === 0) break;
        filled += got;
      }
      return bytes.subarray(0, filled);
    },
    close: () => handle.close(),
  };
}
