import { readFile } from "node:fs/promises";
import type { NodeDefinition } from "@twobus/core";
import { createNodeRunner } from "@twobus/core/solo";
import { drawCards, measureCard, type Card } from "@twobus/measure";
import { builtInPack } from "@twobus/nodes";
import { indexPage, nodePage } from "./node-page.ts";
import { comparisons, fileNameOf, picturesOf, type Picture } from "./node-pictures.ts";

/** A file of docs/nodes. */
export interface NodeDoc {
  readonly file: string;
  readonly text: string;
}

/** All pages of docs/nodes, from the declarations. */
export const nodePages: readonly NodeDoc[] = [
  { file: "README.md", text: indexPage(builtInPack.nodes) },
  ...builtInPack.nodes.map((definition) => ({ file: `${fileNameOf(definition)}.md`, text: nodePage(definition) })),
];

/** All pictures beside them: those of one node after those of the other, then those of several. */
export const nodePictures: readonly Picture[] = [...builtInPack.nodes.flatMap(picturesOf), ...comparisons];

const measured = new Map<string, Promise<Card>>();

/** Measures the nodes of a picture, each setting once however many pictures show it, and draws it. */
export async function drawPicture({ file, cards }: Picture): Promise<NodeDoc> {
  const shown: Card[] = [];
  for (const { definition, example } of cards) {
    const name = `${definition.type}:${example}`;
    const card = measured.get(name) ?? measure(definition, example);
    measured.set(name, card);
    shown.push(await card);
  }
  return { file, text: drawCards(shown) };
}

async function measure(definition: NodeDefinition, example: string | undefined): Promise<Card> {
  return measureCard(definition, await createNodeRunner(builtInPack, definition.type, readFile), { example });
}
