import type { NodeDefinition } from "@twobus/core";
import { cardFault, examplesOf } from "@twobus/measure";
import { builtInPack } from "@twobus/nodes";

/** A picture of cards: one alone, or several laid over each other. */
export interface Picture {
  readonly file: string;
  readonly cards: readonly { readonly definition: NodeDefinition; readonly example: string | undefined }[];
}

export const fileNameOf = ({ type }: NodeDefinition): string => type.slice(type.indexOf(".") + 1);

/** The first stands for the node: its card, or those of all its examples over each other, with each alone behind it. */
export function picturesOf(definition: NodeDefinition): readonly Picture[] {
  if (cardFault(definition) !== undefined) return [];
  const cards = examplesOf(definition).map((example) => ({ definition, example }));
  const own = { file: `${fileNameOf(definition)}.svg`, cards };
  if (cards.length === 1) return [own];
  return [own, ...cards.map((card) => ({ file: `${fileNameOf(definition)}-${card.example}.svg`, cards: [card] }))];
}

/** Nodes that might be taken for each other, laid over each other at their defaults. */
export const comparisons: readonly Picture[] = [
  compared("vca-compressors", ["glueCompressor", "punchCompressor", "digitalCompressor"]),
  compared("fast-compressors", ["fetCompressor", "diodeCompressor", "punchCompressor"]),
  compared("slow-compressors", ["optoCompressor", "vintageMuCompressor", "modernMuCompressor"]),
  compared("saturators", ["tapeSaturator", "transformerSaturator", "tubeSaturator"]),
];

/** Those that a node stands in. */
export const comparisonsOf = (definition: NodeDefinition): readonly Picture[] =>
  comparisons.filter(({ cards }) => cards.some((card) => card.definition === definition));

function compared(name: string, types: readonly string[]): Picture {
  const cards = types.map((type) => ({
    definition: builtInPack.nodes.find((node) => node.type === `twobus.${type}`)!,
    example: undefined,
  }));
  return { file: `compared-${name}.svg`, cards };
}
