import { readdir } from "node:fs/promises";
import { basename, isAbsolute, join } from "node:path";
import { CHAIN_ENDING, counted, fault, listed, PACK_ENDING, type ChainDocument } from "@twobus/core";
import { chainPackFiles, readChainPack, writePackArchive, type AboutPack } from "@twobus/core/sharing";
import { describeFileError, makeFolder, systemCode, writeFileAtomically } from "@twobus/renderer-node";
import { findChain } from "../../chains/find-chain.ts";
import { checkGolden, GOLDEN_LOST } from "../../chains/golden-check.ts";
import type { Report } from "../../report.ts";
import { refuseExisting } from "../../refuse-existing.ts";
import { orderly } from "../../stopping.ts";
import type { LibraryOptions } from "./list.ts";

export interface PackOptions extends LibraryOptions {
  readonly output: string;
  readonly name?: string;
  readonly packVersion: string;
  readonly description?: string;
  readonly author?: string;
  readonly licence?: string;
  readonly force?: boolean;
}

/** Makes an npm package of chains, as a folder or an archive: data and hashes, no code. */
export async function pack(words: readonly string[], options: PackOptions): Promise<Report> {
  const chains = await chainsToPack(words, options);
  const { output } = options;
  const files = await chainPackFiles(aboutOf(chains, options), chains);
  const { manifest } = await readChainPack(files, output);
  await orderly(async () => {
    if (PACK_ENDING.test(output)) {
      if (options.force !== true) await refuseExisting(output);
      await writeFileAtomically(output, await writePackArchive(files));
      return;
    }
    if (options.force !== true) await refuseFull(output);
    await makeFolder(output);
    await refuseOthers(
      output,
      files.map(({ name }) => name),
    );
    for (const { name, bytes } of files) await writeFileAtomically(join(output, name), bytes);
  });
  const ids = Object.keys(chains);
  return {
    json: { output, package: manifest.name, version: manifest.version, chains: manifest.twobus.chains },
    text: [
      `${output}: ${counted(ids.length, "chain")} as ${manifest.name} ${manifest.version}; publish it with npm publish ${isAbsolute(output) ? output : `./${output}`}`,
      ...Object.entries(chains).map(([id, { version = "without a version" }]) => `  ${id} ${version}`),
    ].join("\n"),
  };
}

/** Each with the hash of its sound, which must be what the chain itself says of it. */
async function chainsToPack(words: readonly string[], options: PackOptions): Promise<Record<string, ChainDocument>> {
  const chains: Record<string, ChainDocument> = {};
  for (const word of words) {
    const { id: found, chain } = await findChain(word, options.in);
    const id = found.slice(found.lastIndexOf("/") + 1);
    if (Object.hasOwn(chains, id)) throw fault("taken-id", id, "two of these chains have this name; rename one's file");
    const { pcmSha256, holds } = await checkGolden(id, chain);
    if (holds === false) throw fault("golden-lost", id, GOLDEN_LOST);
    chains[id] = { ...chain, golden: { pcmSha256 } };
  }
  return chains;
}

function aboutOf(chains: Readonly<Record<string, ChainDocument>>, options: PackOptions): AboutPack {
  const { output, packVersion: version, description } = options;
  const name = options.name ?? basename(output).replace(PACK_ENDING, "").toLowerCase();
  const author = options.author ?? common(chains, "author");
  const license = options.licence ?? common(chains, "licence");
  return {
    name,
    version,
    ...(description !== undefined && { description }),
    ...(author !== undefined && { author }),
    ...(license !== undefined && { license }),
  };
}

/** What all the chains say. */
function common(chains: Readonly<Record<string, ChainDocument>>, field: "author" | "licence"): string | undefined {
  const said = new Set(Object.values(chains).map((chain) => chain[field]));
  return said.size === 1 ? [...said][0] : undefined;
}

async function refuseFull(folder: string): Promise<void> {
  try {
    if ((await readdir(folder)).length === 0) return;
  } catch (error) {
    if (systemCode(error) === "ENOENT") return;
    throw describeFileError(error, folder);
  }
  throw fault("not-empty", folder, "this folder holds something already: name a new one, or use --force");
}

/** A package has no chains that it does not list: those of an older one are taken out by hand. */
async function refuseOthers(folder: string, names: readonly string[]): Promise<void> {
  const others = (await readdir(folder)).filter((name) => name.endsWith(CHAIN_ENDING) && !names.includes(name));
  if (others.length === 0) return;
  throw fault("unlisted-file", folder, `${listed(others)} would lie in this package without being of it: take it out`);
}
