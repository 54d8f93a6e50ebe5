import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  CHAIN_ENDING,
  chainHash,
  counted,
  fault,
  ID_PATTERN,
  serialiseChain,
  TwobusError,
  type ChainDocument,
  type Problem,
} from "@twobus/core";
import { PACKAGE_NAME, refuseUnfit, type ReadPackage } from "@twobus/core/sharing";
import { factoryChains } from "@twobus/nodes";
import { makeFolder, writeFileAtomically } from "@twobus/renderer-node";
import { findChain } from "../../chains/find-chain.ts";
import type { FoundChain } from "../../chains/found-chain.ts";
import { checkGolden, GOLDEN_LOST } from "../../chains/golden-check.ts";
import { mixLibrary, readLibrary, userLibrary } from "../../chains/library.ts";
import { packageIn, packageNamed } from "../../chains/read-package.ts";
import { replaceFolder, restoreFolder } from "../../chains/replace-folder.ts";
import { warnOfUnknownNodes } from "../../chains/unknown-nodes.ts";
import { registry } from "../../mix-file.ts";
import type { Report } from "../../report.ts";
import { orderly } from "../../stopping.ts";
import type { LibraryOptions } from "./list.ts";

export interface AddChainOptions extends LibraryOptions {
  readonly user?: boolean;
  readonly as?: string;
  readonly force?: boolean;
  readonly verify?: boolean;
}

/** Takes a package, a file, text or a link into a library. Everything is checked first; nothing of it is run. */
export async function addToLibrary(word: string, options: AddChainOptions): Promise<Report> {
  if (options.user !== true && !existsSync(options.in)) {
    throw fault("no-folder", options.in, "there is no such folder; name that of a mix");
  }
  const library = options.user === true ? userLibrary() : mixLibrary(options.in);
  const found = await packageNamed(word, options.in);
  return orderly(() => (found === undefined ? addOne(word, library, options) : addPackage(found, library, options)));
}

async function addOne(word: string, library: string, options: AddChainOptions): Promise<Report> {
  const { chain, id: own } = await chainToAdd(word, options.in);
  const id = options.as ?? own.slice(own.lastIndexOf("/") + 1);
  if (!ID_PATTERN.test(id)) throw fault("illegal-name", "--as", "a name has letters, digits, _ and -, a letter first");
  if (Object.hasOwn(factoryChains, id)) {
    throw fault("taken-id", id, "a factory chain is called so: choose another name with --as");
  }
  refuseUnfit(id, chain, registry);
  const path = join(library, `${id}${CHAIN_ENDING}`);
  const there = (await readLibrary(options.in)).chains.find((each) => each.path === path);
  if (there !== undefined && chainHash(there.chain) !== chainHash(chain) && options.force !== true) {
    throw fault(
      "taken-id",
      path,
      "another chain lies there: choose another name with --as, or replace it with --force",
    );
  }
  if (options.verify === true) await verify(id, chain);
  await makeFolder(library);
  await writeFileAtomically(path, serialiseChain(chain));
  return {
    json: { output: path, chains: [id] },
    text: `${path}: place it with twobus chain apply MIX ${id} --to STRIP`,
    warnings: warnOfUnknownNodes(id, chain),
  };
}

async function chainToAdd(word: string, folder: string): Promise<FoundChain> {
  try {
    return await findChain(word, folder);
  } catch (error) {
    if (!(error instanceof TwobusError) || error.problems[0]?.code !== "unknown-chain") throw error;
    const message = `there is no such file, chain or package here; one that npm has: npm install --ignore-scripts ${word}`;
    throw fault(
      "unknown-chain",
      word,
      PACKAGE_NAME.test(word) ? message : "there is no such file, chain or package here",
    );
  }
}

async function addPackage({ pack, files }: ReadPackage, library: string, options: AddChainOptions): Promise<Report> {
  const { name, version } = pack.manifest;
  const warnings: Problem[] = [];
  for (const [id, chain] of Object.entries(pack.chains)) {
    refuseUnfit(`${name}/${id}`, chain, registry);
    if (options.verify === true) await verify(`${name}/${id}`, chain);
    warnings.push(...warnOfUnknownNodes(`${name}/${id}`, chain));
  }
  const folder = join(library, name);
  await restoreFolder(folder);
  const before = await packageVersion(folder);
  await replaceFolder(folder, files);
  const ids = Object.keys(pack.chains).map((id) => `${name}/${id}`);
  return {
    json: { output: folder, package: name, version, chains: ids },
    text: [
      `${folder}: ${counted(ids.length, "chain")} of ${name} ${version}${before === undefined ? "" : `, in place of ${before}`}`,
      ...ids.map((id) => `  ${id}`),
    ].join("\n"),
    warnings,
  };
}

/** The version of the package that lies there. What is no package is nobody's to replace. */
async function packageVersion(folder: string): Promise<string | undefined> {
  if (!existsSync(folder)) return undefined;
  try {
    return (await packageIn(folder)).pack.manifest.version;
  } catch (error) {
    if (!(error instanceof TwobusError)) throw error;
    throw fault("taken-id", folder, "something else lies there: move it away first");
  }
}

async function verify(id: string, chain: ChainDocument): Promise<void> {
  const { holds } = await checkGolden(id, chain);
  if (holds === null) throw fault("no-golden", id, "it has no golden hash to verify; add it without --verify");
  if (!holds) throw fault("golden-lost", id, GOLDEN_LOST);
}
