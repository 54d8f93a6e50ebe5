import type { Registry } from "../definition/pack.ts";
import type { ChainDocument } from "./chain-types.ts";

/** What can be said of a chain because of what is inside it: names of its processors, and words that those are found by. */
export function wordsInside({ graphs }: ChainDocument, registry: Registry): readonly string[] {
  const types = new Set(Object.values(graphs).flatMap(({ nodes }) => Object.values(nodes).map(({ type }) => type)));
  return [...types].flatMap((type) => {
    const definition = registry.definition(type);
    return definition === undefined ? [] : [definition.name, ...definition.words];
  });
}
