import { fault } from "../problem.ts";
import { PACK_LIMITS, readChainPack, type ChainPack } from "./chain-pack.ts";
import { compress, decompress, type Bytes } from "./compress.ts";
import { readTar, writeTar, type PackedFile } from "./tar.ts";

/** The folder of an archive that holds everything, as npm calls it. */
const FOLDER = "package";
/** What it may unfold to: its files, and what tar adds to each. */
const MOST_BYTES = 2 * PACK_LIMITS.bytes;

/** A package of chains, checked, and its files. */
export interface ReadPackage {
  readonly pack: ChainPack;
  readonly files: readonly PackedFile[];
}

/**
 * Reads a package of chains from a `.tgz`, as npm makes it. Nothing of it is run. Throws a `TwobusError` for one that is damaged, larger
 * than a package may be, or not to be trusted; `at` names it in problems.
 */
export async function readPackArchive(archive: Bytes, at: string): Promise<ReadPackage> {
  if (archive.length > PACK_LIMITS.bytes) {
    throw fault("too-large", at, `a package of chains has ${PACK_LIMITS.bytes / 1024 / 1024} MB at most`);
  }
  const unfolded = await decompress(archive, "gzip", { mostBytes: MOST_BYTES, at });
  const files = readTar(unfolded, at).map(({ name, bytes }) => ({
    name: name.replace(/^[\w-][\w.-]*\//, ""), // npm does not always call its folder `package`
    bytes,
  }));
  return { files, pack: await readChainPack(files, at) };
}

/** A package as one file. The same files make the same bytes. */
export const writePackArchive = (files: readonly PackedFile[]): Promise<Bytes> =>
  compress(writeTar(files, FOLDER), "gzip");
