import type { ChainDocument } from "../document/chain-types.ts";
import type { ChainDefinition, ChainOrigin } from "../document/types.ts";
import { definitionOf } from "./place-chain.ts";

/** What a chain says of itself. */
export type ChainWords = Pick<ChainDocument, "name" | "summary" | "tags"> &
  Partial<Pick<ChainDocument, "version" | "description" | "author" | "licence">>;

/** Of a chain that has none before it. */
const FIRST_VERSION = "1.0.0";
const MOST_ANCESTORS = 64;

/**
 * What a chain that hashes to `sha256` says of itself: what is given; else what the chain `before` it says, and the one that it was
 * placed from; else what the mix says. An empty word that is given takes away what was said. Under another name it is another chain,
 * and begins anew.
 */
export function chainWords(
  given: Partial<ChainWords>,
  fromMix: Pick<ChainWords, "name" | "summary">,
  sha256: string,
  before: ChainDocument | undefined,
  definition: ChainDefinition | undefined,
): ChainWords & Pick<ChainDocument, "derivedFrom"> {
  const known = before && definitionOf(before);
  const earlier = [definition, known].filter((one) => one !== undefined);
  const same = earlier.find((one) => one.sha256 === sha256);
  const ancestors = same?.derivedFrom ?? (same === undefined ? ancestorsOf(earlier[0]) : []);
  const isOther = given.name !== undefined && given.name !== (before ?? definition)?.name;
  const said: ChainWords = {
    ...fromMix,
    tags: [],
    ...pick(definition, "name", "author", "licence"),
    ...pick(before, "name", "summary", "tags", "description", "author", "licence"),
    version: (isOther ? undefined : (same?.version ?? nextVersion(earlier))) ?? FIRST_VERSION,
    ...given,
  };
  const words = Object.fromEntries(Object.entries(said).filter(([, word]) => word !== "")) as unknown as ChainWords;
  return { ...words, ...(ancestors.length > 0 && { derivedFrom: ancestors.slice(0, MOST_ANCESTORS) }) };
}

function pick<T extends object, Name extends keyof T>(from: T | undefined, ...names: Name[]): Partial<Pick<T, Name>> {
  const entries = names.flatMap((name) => (from?.[name] === undefined ? [] : [[name, from[name]] as const]));
  return Object.fromEntries(entries) as Partial<Pick<T, Name>>;
}

/** What a changed chain is derived from, nearest first. */
function ancestorsOf(changed: ChainDefinition | undefined): readonly ChainOrigin[] {
  if (changed === undefined) return [];
  const { name, sha256, version, derivedFrom = [] } = changed;
  return [{ name, sha256, ...(version !== undefined && { version }) }, ...derivedFrom];
}

/** The next minor version after all that there are. */
function nextVersion(earlier: readonly ChainDefinition[]): string | undefined {
  const [latest] = earlier
    .flatMap(({ version }) => (version === undefined ? [] : [numbersOf(version)]))
    .toSorted((a, b) => b.major - a.major || b.minor - a.minor);
  return latest && `${latest.major}.${latest.minor + 1}.0`;
}

function numbersOf(version: string): { readonly major: number; readonly minor: number } {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return { major, minor };
}
