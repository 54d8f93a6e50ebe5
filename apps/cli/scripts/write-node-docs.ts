// Writes docs/nodes: one page per node from its declaration, and pictures measured from the nodes themselves.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createNodeRunner } from "@twobus/core/solo";
import { drawCards, measureCard, type Card } from "@twobus/measure";
import { builtInPack } from "@twobus/nodes";
import { indexPage, nodePage } from "./node-page.ts";
import { comparisons, fileNameOf, picturesOf, type Picture } from "./node-pictures.ts";

const folder = join(import.meta.dirname, "..", "..", "..", "docs", "nodes");
const measured = new Map<string, Card>();

await mkdir(folder, { recursive: true });
for (const name of await readdir(folder)) await rm(join(folder, name));
await writeFile(join(folder, "README.md"), indexPage(builtInPack.nodes));
for (const definition of builtInPack.nodes) {
  await writeFile(join(folder, `${fileNameOf(definition)}.md`), nodePage(definition));
  for (const picture of picturesOf(definition)) await writePicture(picture);
}
for (const picture of comparisons) await writePicture(picture);

async function writePicture({ file, cards }: Picture): Promise<void> {
  const shown: Card[] = [];
  for (const card of cards) shown.push(await cardOf(card));
  await writeFile(join(folder, file), drawCards(shown));
}

/** Measured once, however many pictures show it. */
async function cardOf({ definition, example }: Picture["cards"][number]): Promise<Card> {
  const name = `${definition.type}:${example}`;
  const card =
    measured.get(name) ??
    measureCard(definition, await createNodeRunner(builtInPack, definition.type, readFile), { example });
  measured.set(name, card);
  return card;
}
