import type { FileSink } from "./file-sink.ts";
import { gatherWrites } from "./gathered-writes.ts";
import { privateFile, privateFolder, privateRoot, splitPath, type SyncAccess } from "./private-files.ts";
import { guarded, quotaExceeded } from "./storage-errors.ts";

/** Files that are still being written: hidden, in the root, no two of one name. */
const UNFINISHED = /^\.twobus-.+\.part$/;
const unfinishedName = (): string => `.twobus-${crypto.randomUUID()}.part`;

/** An unfinished file is for a moment without the handle that protects it: then no one may sweep. */
const whileNoneSweeps = <T>(work: () => Promise<T>): Promise<T> =>
  navigator.locks.request("twobus-parts", work) as Promise<T>;

/**
 * Bytes gather in a hidden file, which is moved to its place when it is complete: a file that is rewritten in place is
 * torn when the browser is killed. What killed writers left is removed first.
 */
export function createPrivateSink(path: string): Promise<FileSink> {
  return guarded(path, async () => {
    const { folders, name } = splitPath(path);
    const root = await privateRoot();
    const temporary = unfinishedName();
    const { handle, access } = await whileNoneSweeps(async () => {
      await sweep(root);
      const created = await privateFile(root, temporary, { create: true });
      return { handle: created, access: await created.createSyncAccessHandle() };
    });
    const writes = gatherWrites(async (position, bytes) => writeAll(access, position, bytes));
    return {
      name: path,
      write: (position, bytes) => guarded(path, () => writes.write(position, bytes)),
      commit: () =>
        guarded(path, async () => {
          await writes.flush();
          access.flush();
          const folder = await privateFolder(folders, { create: true });
          await whileNoneSweeps(async () => {
            access.close();
            await handle.move(folder, name);
          });
          return undefined;
        }),
      discard: async () => {
        access.close();
        await root.removeEntry(temporary).catch(() => {});
      },
    };
  });
}

/** Out of space some browsers throw, and some write less than they were given, or say so. */
function writeAll(access: SyncAccess, position: number, bytes: Uint8Array): void {
  if (access.write(bytes, { at: position }) !== bytes.length) throw quotaExceeded();
}

/** Removes unfinished files. Those that are being written resist. */
async function sweep(root: FileSystemDirectoryHandle): Promise<void> {
  for await (const name of root.keys()) {
    if (UNFINISHED.test(name)) await root.removeEntry(name).catch(() => {});
  }
}
