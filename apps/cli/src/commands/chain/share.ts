import { chainLink, chainText } from "@twobus/core/sharing";
import { findChain } from "../../chains/find-chain.ts";
import type { Report } from "../../report.ts";
import type { LibraryOptions } from "./list.ts";

export interface ShareOptions extends LibraryOptions {
  /** The page that a link is to open. */
  readonly link?: string;
}

/** Prints a chain as one line of text, or as a link that carries it. */
export async function share(word: string, options: ShareOptions): Promise<Report> {
  const { id, chain } = await findChain(word, options.in);
  const text = options.link === undefined ? await chainText(chain) : await chainLink(chain, options.link);
  return { json: { id, text }, text };
}
