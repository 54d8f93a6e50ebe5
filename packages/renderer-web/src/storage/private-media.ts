import type { ByteFile } from "@twobus/media";
import { blobFile } from "./blob-file.ts";
import { pathSegments } from "./path-segments.ts";
import { privateFile, privateFolder, splitPath, type PrivateFileHandle, type SyncAccess } from "./private-files.ts";
import { guarded } from "./storage-errors.ts";

/** Opens a recording in the page's private file system. */
export function openPrivateFile(folder: string, file: string): Promise<ByteFile> {
  const path = [...pathSegments(folder), ...pathSegments(file)].join("/");
  return guarded(path, async () => {
    const { folders, name } = splitPath(path);
    const handle = await privateFile(await privateFolder(folders), name);
    const access = await openForReading(handle);
    return access === undefined ? blobFile(await handle.getFile(), path) : accessFile(access, path);
  });
}

/** The fast way, where no one else has the file open in a way that excludes it. */
async function openForReading(handle: PrivateFileHandle): Promise<SyncAccess | undefined> {
  try {
    return await handle.createSyncAccessHandle({ mode: "read-only" });
  } catch {
    return undefined;
  }
}

function accessFile(access: SyncAccess, name: string): ByteFile {
  const size = access.getSize();
  return {
    name,
    size,
    read: async (position, length, into) => {
      const wanted = Math.max(0, Math.min(length, size - position));
      const bytes = into === undefined || into.length < wanted ? new Uint8Array(wanted) : into.subarray(0, wanted);
      return bytes.subarray(0, access.read(bytes, { at: position }));
    },
    close: async () => access.close(),
  };
}
