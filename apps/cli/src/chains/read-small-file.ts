import { fault } from "@twobus/core";
import { openFile } from "@twobus/renderer-node";

/** The bytes of a file, whatever is in it, up to a size. */
export async function readSmallFile(path: string, mostBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const file = await openFile(path);
  try {
    if (file.size > mostBytes) {
      throw fault("too-large", path, `this file may have ${mostBytes / 1024 / 1024} MB at most`);
    }
    return Uint8Array.from(await file.read(0, file.size));
  } finally {
    await file.close();
  }
}
