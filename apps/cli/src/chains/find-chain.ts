import { basename } from "node:path";
import { stat } from "node:fs/promises";
import { fault, freeId, nearest } from "@twobus/core";
import { carriesChain, parseChainText } from "@twobus/core/sharing";
import type { FoundChain } from "./found-chain.ts";
import { chainFile, readLibrary } from "./library.ts";

const PREFIX = "chain:";

/** The chain that `chain:NAME` names; `undefined` for what is no chain. */
export async function chainOfType(type: string, mixFolder: string): Promise<FoundChain | undefined> {
  return type.startsWith(PREFIX) ? findChain(type, mixFolder) : undefined;
}

/**
 * The chain that a word names: one of the library by its id, a file, or the chain that text or a link carries. What the
 * library has under that name comes first. Throws with the names that come near.
 */
export async function findChain(word: string, mixFolder: string): Promise<FoundChain> {
  if (carriesChain(word)) return sharedChain(word);
  const id = word.startsWith(PREFIX) ? word.slice(PREFIX.length) : word;
  const { chains, unusable } = await readLibrary(mixFolder);
  const found = chains.find((each) => each.id === id);
  if (found !== undefined) return found;
  const ofPackages = chains.filter((each) => each.origin === "package" && each.id.endsWith(`/${id}`));
  if (ofPackages.length === 1) return ofPackages[0]!;
  if (id === word && (word.endsWith(".json") || (await isFile(word)))) return namedFile(word);
  const near =
    ofPackages.length > 1
      ? ofPackages.map((each) => each.id)
      : nearest(
          id,
          chains.map((each) => each.id),
        );
  const hint = near.length > 0 ? `did you mean ${near.join(" or ")}?` : "twobus chain list names them";
  const broken = unusable[0] === undefined ? "" : ` (${unusable[0].at} could not be read)`;
  throw fault("unknown-chain", id, `there is no such chain; ${hint}${broken}`);
}

/** A chain's own file gives it its id; of a note that holds a chain, the chain does. */
async function namedFile(path: string): Promise<FoundChain> {
  const found = await chainFile(path);
  const stem = path.endsWith(".json") ? basename(path).replace(/(?:\.chain)?\.json$/, "") : found.chain.name;
  return { ...found, id: idOf(stem) };
}

async function sharedChain(text: string): Promise<FoundChain> {
  const chain = await parseChainText(text);
  return { id: idOf(chain.name), origin: "text", chain };
}

const idOf = (name: string): string => freeId({}, name.toLowerCase(), "chain");

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (status) => status.isFile(),
    () => false,
  );
}
