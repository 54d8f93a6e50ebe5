import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { PackedFile } from "@twobus/core/sharing";
import { makeFolder, writeFileAtomically } from "@twobus/renderer-node";

/** Where what a folder held waits until the new content stands in its place; libraries do not look there. */
const leavingOf = (folder: string): string => join(dirname(folder), `.${basename(folder)}-before`);

/**
 * Puts a folder of files in the place of another, whole or not at all: what was there is taken away only when the new content has its
 * name, and is put back where that fails.
 */
export async function replaceFolder(folder: string, files: readonly PackedFile[]): Promise<void> {
  const arriving = join(dirname(folder), `.${basename(folder)}-${process.pid}`);
  const leaving = leavingOf(folder);
  try {
    for (const file of files) {
      const path = join(arriving, file.name);
      await makeFolder(dirname(path));
      await writeFileAtomically(path, file.bytes);
    }
    await rm(leaving, { recursive: true, force: true });
    if (existsSync(folder)) await rename(folder, leaving);
    await rename(arriving, folder);
    await rm(leaving, { recursive: true, force: true });
  } catch (error) {
    await restoreFolder(folder);
    await rm(arriving, { recursive: true, force: true });
    throw error;
  }
}

/** Puts back what a folder held when its replacement was cut short, by a failure or by the end of the program. */
export async function restoreFolder(folder: string): Promise<void> {
  const leaving = leavingOf(folder);
  if (!existsSync(folder) && existsSync(leaving)) await rename(leaving, folder);
}
