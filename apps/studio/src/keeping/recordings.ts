import { privateFolder } from "@twobus/renderer-web/storage";
import type { MixStore } from "./mix-store.ts";
import { folderOf } from "./opened-mix.ts";
import { unmarkOpen } from "./open-marks.ts";

/** Forgets a mix, its versions and the recordings that were copied for it. */
export async function deleteKept(store: MixStore, id: string): Promise<void> {
  await store.delete(id);
  unmarkOpen(id);
  await deleteRecordings(id);
}

/** Deletes the recordings that were copied for a mix. */
async function deleteRecordings(id: string): Promise<void> {
  const names = folderOf(id).split("/");
  const own = names.pop()!;
  try {
    await (await privateFolder(names)).removeEntry(own, { recursive: true });
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== "NotFoundError") throw error;
  }
}
