// Writes docs/nodes: one page per node from its declaration, and pictures measured from the nodes themselves. What lies there is
// touched when all of it stands ready, so that a node that fails leaves the last pages as they are.
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { drawPicture, nodePages, nodePictures, type NodeDoc } from "./node-docs.ts";

const folder = join(import.meta.dirname, "..", "..", "..", "docs", "nodes");
const docs: NodeDoc[] = [...nodePages];
for (const picture of nodePictures) docs.push(await drawPicture(picture));

await mkdir(folder, { recursive: true });
for (const { file, text } of docs) await writeFile(join(folder, file), text);
const written = new Set(docs.map(({ file }) => file));
for (const file of await readdir(folder)) if (!written.has(file)) await rm(join(folder, file));
