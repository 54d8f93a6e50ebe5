// Writes docs/nodes: one page per node from its declaration, one picture measured from the node itself.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createNodeRunner } from "@twobus/core/solo";
import { drawCards, measureCard } from "@twobus/measure";
import { builtInPack } from "@twobus/nodes";
import { fileNameOf, hasCard, indexPage, nodePage } from "./node-page.ts";

const folder = join(import.meta.dirname, "..", "..", "..", "docs", "nodes");

await mkdir(folder, { recursive: true });
for (const name of await readdir(folder)) await rm(join(folder, name));
await writeFile(join(folder, "README.md"), indexPage(builtInPack.nodes));
for (const definition of builtInPack.nodes) {
  await writeFile(join(folder, `${fileNameOf(definition)}.md`), nodePage(definition));
  if (!hasCard(definition)) continue;
  const runner = await createNodeRunner(builtInPack, definition.type, readFile);
  await writeFile(join(folder, `${fileNameOf(definition)}.svg`), drawCards([measureCard(definition, runner)]));
}
