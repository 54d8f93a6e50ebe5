import { fault, TwobusError } from "@twobus/core";

/** The file of a mix on this machine, as a person chose it. */
export interface DiskFile {
  readonly handle: FileSystemFileHandle;
  /** Of the file as it was read or written last. */
  readonly etag: string;
}

/** What browsers that hand out such files know of the right to write them. */
interface Permissions {
  queryPermission(wish: { readonly mode: "readwrite" }): Promise<PermissionState>;
  requestPermission(wish: { readonly mode: "readwrite" }): Promise<PermissionState>;
}

const permissionsOf = ({ handle }: DiskFile): Permissions => handle as FileSystemFileHandle & Permissions;
const WRITE = { mode: "readwrite" } as const;

/** Tells a file from what another program makes of it. */
export const etagOf = ({ lastModified, size }: File): string => `${lastModified} ${size}`;

/** The file as it lies there now. Rejects where it is gone, or may not be read before a person allows it again. */
export async function diskFileNow(
  handle: FileSystemFileHandle,
): Promise<{ readonly file: DiskFile; readonly text: string }> {
  const file = await handle.getFile();
  return { file: { handle, etag: etagOf(file) }, text: await file.text() };
}

/** Asks for the right to write, which ends with the page; only while a person presses something. */
export async function askToWrite(file: DiskFile): Promise<void> {
  await permissionsOf(file)
    .requestPermission(WRITE)
    .catch(() => {}); // writing says so
}

/** Writes a mix over the file that it was read from. Throws a `TwobusError` that says why the file is as it was. */
export async function writeDiskFile(file: DiskFile, text: string): Promise<DiskFile> {
  const { handle, etag } = file;
  if ((await permissionsOf(file).queryPermission(WRITE)) !== "granted") {
    throw fault("not-allowed", handle.name, "the browser asks before the studio may write this file: press Save");
  }
  try {
    if (etagOf(await handle.getFile()) !== etag) {
      throw fault("changed-on-disk", handle.name, "another program changed the file meanwhile, and it was left so");
    }
    const stream = await handle.createWritable();
    await stream.write(text);
    await stream.close();
    return { handle, etag: etagOf(await handle.getFile()) };
  } catch (error) {
    if (error instanceof TwobusError) throw error;
    throw fault("not-saved", handle.name, `the file could not be written (${String(error)}); save it as another`);
  }
}
