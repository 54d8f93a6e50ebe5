import { readdir, readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { drawPicture, nodePages, nodePictures, type NodeDoc } from "../scripts/node-docs.ts";

const folder = new URL("../../../docs/nodes/", import.meta.url);
const WRITE_ANEW = "docs/nodes is older than the nodes: run `pnpm run docs:nodes` and commit what it writes";

async function expectWritten({ file, text }: NodeDoc): Promise<void> {
  const written = await readFile(new URL(file, folder), "utf8").catch(() => "");
  // Told by a sentence alone: a drawing is one line of 50 kB
  expect(written === text, `${file}: ${WRITE_ANEW}`).toBe(true);
}

test("docs/nodes holds a page of every node and every picture, and nothing else", async () => {
  const files = [...nodePages, ...nodePictures].map(({ file }) => file);
  expect(new Set(files).size).toBe(files.length);
  expect((await readdir(folder)).toSorted(), WRITE_ANEW).toEqual(files.toSorted());
});

test.each(nodePages)("docs/nodes/$file says what is declared", expectWritten);

test.each(nodePictures)("docs/nodes/$file shows what is measured", async (picture) => {
  await expectWritten(await drawPicture(picture));
});
