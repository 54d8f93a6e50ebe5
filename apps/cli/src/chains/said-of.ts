import type { ChainDocument } from "@twobus/core";

/** All that a chain says of itself. */
export function saidOf(id: string, { name, summary, tags, author, description }: ChainDocument): readonly string[] {
  return [id, name, summary, ...tags, author ?? "", description ?? ""];
}

export const isSaid = (word: string, texts: readonly string[]): boolean =>
  texts.some((text) => text.toLowerCase().includes(word.toLowerCase()));
