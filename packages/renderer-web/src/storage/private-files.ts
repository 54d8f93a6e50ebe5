import { fault } from "@twobus/core";
import { pathSegments } from "./path-segments.ts";

/** A file of the page's private file system, with what only a Worker may do with it. */
export interface PrivateFileHandle extends FileSystemFileHandle {
  /** Browsers that do not know `read-only` open the file for one alone. */
  createSyncAccessHandle(options?: { readonly mode: "read-only" }): Promise<SyncAccess>;
  /** Replaces what has that name. */
  move(folder: FileSystemDirectoryHandle, name: string): Promise<void>;
}

/** Reads and writes without waiting. */
export interface SyncAccess {
  getSize(): number;
  read(into: Uint8Array, options: { readonly at: number }): number;
  write(bytes: Uint8Array, options: { readonly at: number }): number;
  flush(): void;
  close(): void;
}

/** The root of the page's private file system. Throws `no-opfs` where the browser gives none. */
export async function privateRoot(): Promise<FileSystemDirectoryHandle> {
  try {
    return await navigator.storage.getDirectory();
  } catch {
    const message =
      "this page has no private file system: it takes https or localhost, and no private window; use files or memory instead";
    throw fault("no-opfs", "opfs", message);
  }
}

/** Goes down from the root. */
export async function privateFolder(
  names: readonly string[],
  options: FileSystemGetDirectoryOptions = {},
): Promise<FileSystemDirectoryHandle> {
  let folder = await privateRoot();
  for (const name of names) folder = await folder.getDirectoryHandle(name, options);
  return folder;
}

/** A file in a folder of the private file system. */
export async function privateFile(
  folder: FileSystemDirectoryHandle,
  name: string,
  options: FileSystemGetFileOptions = {},
): Promise<PrivateFileHandle> {
  return (await folder.getFileHandle(name, options)) as PrivateFileHandle;
}

/** What no private file or folder may be called: a backslash leads into folders on some machines. */
const BAD_NAME = /[\\\0]/;

/** The folders on the way to a file, and its name. */
export function splitPath(path: string): { readonly folders: readonly string[]; readonly name: string } {
  if (BAD_NAME.test(path))
    throw fault("bad-name", path, "the private file system takes no names with \\; choose one without");
  const folders = pathSegments(path);
  const name = folders.pop();
  if (name === undefined) throw fault("eisdir", path, "this is a folder, not a file");
  return { folders, name };
}
