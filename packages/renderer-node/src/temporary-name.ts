import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { systemCode } from "./file-errors.ts";
import { isRunning } from "./is-running.ts";

const PATTERN = /^\.twobus-(\d+)-\d+\.part$/;
let count = 0;

/** A name for a file that is still being written: hidden, and no other in this process or a living one has it. */
export function temporaryName(): string {
  return `.twobus-${process.pid}-${++count}.part`;
}

/** A file that is being written changes all the time, also where another machine writes it. */
const UNTOUCHED_MS = 10 * 60 * 1000;

/** Removes what writers left in a folder that were killed before they could. What cannot be removed stays. */
export async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const writer = PATTERN.exec(name)?.[1];
    if (writer === undefined || isRunning(Number(writer))) continue;
    const path = join(folder, name);
    try {
      if (Date.now() - (await stat(path)).mtimeMs > UNTOUCHED_MS) await rm(path);
    } catch (error) {
      if (systemCode(error) === undefined) throw error;
    }
  }
}
