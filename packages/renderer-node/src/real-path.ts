import { realpath } from "node:fs/promises";
import { isAbsolute, relative, sep } from "node:path";
import { describeFileError } from "./file-errors.ts";

/** Where a path leads once every link has been followed. */
export async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    throw describeFileError(error, path);
  }
}

/** Whether a path is a folder or lies below it. Both as `realPathOf` gives them. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
