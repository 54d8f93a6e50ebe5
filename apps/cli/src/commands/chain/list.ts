import { counted } from "@twobus/core";
import { readLibrary } from "../../chains/library.ts";
import { isSaidOf } from "../../chains/is-said-of.ts";
import type { Report } from "../../report.ts";

export interface LibraryOptions {
  /** The folder of the mix whose library counts. */
  readonly in: string;
}

/** Lists the chains at hand, or those that all the words are said of. */
export async function list(words: readonly string[], options: LibraryOptions): Promise<Report> {
  const { chains, unusable } = await readLibrary(options.in);
  const found = chains.filter((each) => words.every((word) => isSaidOf(each.id, each.chain, word)));
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
