import type { Dirent } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { CHAIN_ENDING, compareNaturally, ID_PATTERN, LIMITS, TwobusError, type Problem } from "@twobus/core";
import { parseChainText } from "@twobus/core/sharing";
import { factoryChains, loadChain } from "@twobus/nodes";
import { systemCode } from "@twobus/renderer-node";
import type { FoundChain } from "./found-chain.ts";
import { packageIn } from "./read-package.ts";
import { readSmallFile } from "./read-small-file.ts";

/** Chains that can be named, and why others in the same folders cannot. */
export interface Library {
  readonly chains: readonly FoundChain[];
  readonly unusable: readonly Problem[];
}

/** The library of a mix lies beside it. */
export const mixLibrary = (mixFolder: string): string => join(mixFolder, "chains");

/** The library of the person, for all mixes (XDG Base Directory Specification: only an absolute path counts). */
export function userLibrary(): string {
  const { XDG_DATA_HOME: data = "" } = process.env;
  return join(isAbsolute(data) ? data : join(homedir(), ".local", "share"), "twobus", "chains");
}

/** Factory chains, those beside the mix, those of the person, and those of packages in either place. */
export async function readLibrary(mixFolder: string): Promise<Library> {
  const chains: FoundChain[] = [];
  const unusable: Problem[] = [];
  for (const id of Object.keys(factoryChains)) chains.push({ id, origin: "factory", chain: await factory(id) });
  for (const [folder, origin] of [
    [mixLibrary(mixFolder), "mix"],
    [userLibrary(), "user"],
  ] as const) {
    const entries = await entriesOf(folder);
    if (entries.length > MOST_ENTRIES) unusable.push(tooMany(folder));
    for (const entry of entries.slice(0, MOST_ENTRIES)) {
      try {
        if (entry.isFile()) chains.push(...(await ownChain(folder, entry.name, origin)));
        else if (entry.isDirectory()) chains.push(...(await packagesIn(join(folder, entry.name))));
      } catch (error) {
        if (!(error instanceof TwobusError)) throw error;
        unusable.push(...error.problems);
      }
    }
  }
  return { chains, unusable };
}

/** Of a library that is looked at: a mix from elsewhere brings its own. */
const MOST_ENTRIES = 1000;

const tooMany = (at: string): Problem => ({
  code: "too-many-files",
  at,
  message: `only the first ${MOST_ENTRIES} of what lies here are looked at; move some away`,
});

const factory = (id: string): Promise<FoundChain["chain"]> => loadChain(id, readFile);

/** A chain file of one's own, if that is what the name says. */
async function ownChain(folder: string, name: string, origin: "mix" | "user"): Promise<FoundChain[]> {
  const id = name.slice(0, -CHAIN_ENDING.length);
  if (!name.endsWith(CHAIN_ENDING) || !ID_PATTERN.test(id)) return [];
  return [{ ...(await chainFile(join(folder, name))), id, origin }];
}

/** A folder with a package.json is a package; `@scope` holds packages. */
async function packagesIn(folder: string): Promise<FoundChain[]> {
  const inside = await entriesOf(folder);
  if (inside.some(({ name }) => name === "package.json")) return packageChains(folder);
  const chains: FoundChain[] = [];
  for (const entry of inside) {
    const path = join(folder, entry.name);
    const isPackage = entry.isDirectory() && (await entriesOf(path)).some(({ name }) => name === "package.json");
    if (isPackage) chains.push(...(await packageChains(path)));
  }
  return chains;
}

async function packageChains(folder: string): Promise<FoundChain[]> {
  const { pack } = await packageIn(folder);
  return Object.entries(pack.chains).map(([id, chain]) => ({
    id: `${pack.manifest.name}/${id}`,
    origin: "package",
    chain,
    path: join(folder, pack.manifest.twobus.chains[id]!.file),
  }));
}

/** Reads a chain from a file: its JSON, or text or a link that was saved. */
export async function chainFile(path: string): Promise<Omit<FoundChain, "id">> {
  const text = new TextDecoder().decode(await readSmallFile(path, LIMITS.textLength));
  return { origin: "file", chain: await parseChainText(text, path), path };
}

/** In the order of their names; a folder that is not there holds nothing. */
async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    const shown = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !name.startsWith("."));
    return shown.toSorted((a, b) => compareNaturally(a.name, b.name));
  } catch (error) {
    if (systemCode(error) === "ENOENT" || systemCode(error) === "ENOTDIR") return [];
    throw error;
  }
}
