import { readdir, realpath } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fault, PACK_ENDING } from "@twobus/core";
import {
  PACK_LIMITS,
  PACKAGE_NAME,
  readChainPack,
  readPackArchive,
  type PackedFile,
  type ReadPackage,
} from "@twobus/core/sharing";
import { describeFileError, systemCode } from "@twobus/renderer-node";
import { readSmallFile } from "./read-small-file.ts";

/**
 * The package of chains that a word names: a `.tgz`, a folder, or one that npm has installed in `from` or above it.
 * `undefined` for what is none of them. Throws for a package that is not to be trusted; nothing of it is ever run.
 */
export async function packageNamed(word: string, from: string): Promise<ReadPackage | undefined> {
  if (PACK_ENDING.test(word)) return readPackArchive(await readSmallFile(word, PACK_LIMITS.bytes), word);
  if (await isPackage(word)) return packageIn(word);
  if (!PACKAGE_NAME.test(word)) return undefined;
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const installed = join(folder, "node_modules", word);
    if (await isPackage(installed)) return packageIn(await realpath(installed));
    if (folder === dirname(folder)) return undefined;
  }
}

/** Reads a package that lies in a folder. */
export async function packageIn(folder: string): Promise<ReadPackage> {
  const files = await filesIn(folder);
  return { files, pack: await readChainPack(files, folder) };
}

async function isPackage(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).includes("package.json");
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return false;
  }
}

async function filesIn(root: string): Promise<PackedFile[]> {
  const files: PackedFile[] = [];
  const waiting = [""];
  let bytesLeft = PACK_LIMITS.bytes;
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    for (const entry of await entriesOf(join(root, place))) {
      const name = place === "" ? entry.name : `${place}/${entry.name}`;
      if (entry.isDirectory()) waiting.push(name);
      else if (!entry.isFile()) {
        throw fault(
          "special-entry",
          join(root, name),
          "this is a link or no plain file; a package of chains has neither",
        );
      } else if (files.length === PACK_LIMITS.files) {
        throw fault("too-many-files", root, `a package of chains has ${PACK_LIMITS.files} files at most`);
      } else {
        const bytes = await readSmallFile(join(root, name), bytesLeft);
        bytesLeft -= bytes.length;
        files.push({ name, bytes });
      }
    }
  }
  return files;
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw describeFileError(error, folder);
  }
}
