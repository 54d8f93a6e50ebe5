import { counted, wordsInside } from "@twobus/core";
import { readLibrary } from "../../chains/library.ts";
import { isSaid, saidOf } from "../../chains/said-of.ts";
import type { FoundChain } from "../../chains/found-chain.ts";
import { registry } from "../../mix-file.ts";
import type { Report } from "../../report.ts";

export interface LibraryOptions {
  /** The folder of the mix whose library counts. */
  readonly in: string;
}

/** Lists the chains at hand, or those that all the words are said of. */
export async function list(words: readonly string[], options: LibraryOptions): Promise<Report> {
  const { chains, unusable } = await readLibrary(options.in);
  const saying = (wordsOf: (chain: FoundChain) => readonly string[]): readonly FoundChain[] =>
    chains.filter((each) => words.every((word) => isSaid(word, wordsOf(each))));
  const ofThemselves = saying(textsOf);
  // A word that no chain says of itself may be one of what is inside: opto, all-pass, de-esser.
  const found =
    ofThemselves.length > 0 ? ofThemselves : saying((each) => [...textsOf(each), ...wordsInside(each.chain, registry)]);
  const width = Math.max(0, ...found.map(({ id }) => id.length)) + 2;
  const lines = found.flatMap(({ id, origin, chain: { summary, tags } }) => [
    `${id.padEnd(width)}${summary}`,
    `${"".padEnd(width)}[${tags.join(", ")}]${origin === "factory" ? "" : ` ${origin}`}`,
  ]);
  const none = `no chain is called or tagged so; ${counted(chains.length, "chain")} could be named`;
  return {
    json: {
      chains: found.map(({ id, origin, path, chain: { name, summary, tags } }) => ({
        id,
        origin,
        name,
        summary,
        tags,
        ...(path !== undefined && { path }),
      })),
    },
    text: found.length === 0 ? none : lines.join("\n"),
    warnings: unusable,
  };
}

const textsOf = ({ id, chain }: FoundChain): readonly string[] => saidOf(id, chain);
