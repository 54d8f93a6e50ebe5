import type { ChainDocument } from "@twobus/core";

/** Whether a word stands in anything that a chain says of itself. */
export function isSaidOf(id: string, chain: ChainDocument, word: string): boolean {
  const { name, summary, tags, author, description } = chain;
  const said = [id, name, summary, ...tags, author ?? "", description ?? ""];
  return said.some((text) => text.toLowerCase().includes(word.toLowerCase()));
}
