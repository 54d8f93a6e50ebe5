import { parametersOf, type MixDocument, type Registry } from "@twobus/core";
import { readName } from "../inspector/parameter-names.ts";
import { kindName } from "../canvas/nodes/node-name.ts";
import { plain } from "../palette/search.ts";
import type { PlacedNode } from "./all-nodes.ts";

/** A parameter somewhere in a mix. */
export interface PlacedParameter {
  readonly at: PlacedNode;
  readonly param: string;
  /** From the outermost node to the parameter: `Drums › Glue › Threshold`. */
  readonly name: string;
  /** What kind of node it is of: tells apart what has the same name. */
  readonly kind: string;
}

/** From so many letters on: one letter is in nearly all of them. */
const LEAST_LETTERS = 2;

/**
 * Finds parameters of a mix by words of their own names and of the nodes that they are in: each word begins one, and at least
 * one is the parameter's. Those with more of the words in their own name come first. Names are read once for each type of node
 * that is met, however many nodes are of it, and not before something is asked.
 */
export function parameterFinder(
  document: MixDocument,
  registry: Registry,
  nodes: readonly PlacedNode[],
): (query: string, most: number) => readonly PlacedParameter[] {
  const read = new Map<string, readonly Named[]>();
  const parametersAt = ({ record }: PlacedNode): readonly Named[] => {
    const kind = `${record.type} ${registry.definition(record.type) === undefined ? record.graph : ""}`;
    const known = read.get(kind);
    if (known !== undefined) return known;
    const named = Object.keys(parametersOf(record, document, registry) ?? {}).map((param): Named => {
      const { label } = readName(param);
      return { param, label, words: wordsOf(label) };
    });
    read.set(kind, named);
    return named;
  };
  const placeWords = (at: PlacedNode): readonly string[] =>
    wordsOf([...at.within, at.name, registry.definition(at.record.type)?.name ?? ""].join(" "));

  return (query, most) => {
    const asked = wordsOf(query);
    if (plain(query).trim().length < LEAST_LETTERS) return [];
    const found: { readonly placed: PlacedParameter; readonly count: number }[] = [];
    for (const at of nodes) {
      const place = placeWords(at);
      const missing = asked.filter((word) => !begins(place, word));
      for (const { param, label, words } of parametersAt(at)) {
        if (!missing.every((word) => begins(words, word))) continue;
        const count = asked.filter((word) => begins(words, word)).length;
        if (count === 0) continue;
        const name = [...at.within, at.name, label].join(" › ");
        found.push({
          placed: { at, param, name, kind: kindName(at.record, registry.definition(at.record.type)) },
          count,
        });
      }
    }
    return found
      .toSorted((a, b) => b.count - a.count)
      .slice(0, most)
      .map(({ placed }) => placed);
  };
}

interface Named {
  readonly param: string;
  readonly label: string;
  readonly words: readonly string[];
}

/** Without what stands between steps of a way. */
const wordsOf = (text: string): readonly string[] =>
  plain(text)
    .split(/[\s›>-]+/)
    .filter(Boolean);

const begins = (words: readonly string[], asked: string): boolean => words.some((word) => word.startsWith(asked));
