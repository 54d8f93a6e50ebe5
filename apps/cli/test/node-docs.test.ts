import { readFile } from "node:fs/promises";
import { builtInPack } from "@twobus/nodes";
import { expect, test } from "vitest";
import { indexPage, nodePage } from "../scripts/node-page.ts";
import { comparisons, fileNameOf, picturesOf, type Picture } from "../scripts/node-pictures.ts";

/** A page of docs/nodes; empty where there is none yet. */
const page = (name: string): Promise<string> =>
  readFile(new URL(`../../../docs/nodes/${name}`, import.meta.url), "utf8").catch(() => "");

const WRITE_ANEW = "docs/nodes is older than the nodes: run `pnpm run docs:nodes` and commit what it writes";

test("docs/nodes lists every node", async () => {
  expect(await page("README.md"), WRITE_ANEW).toBe(indexPage(builtInPack.nodes));
});

test.each(builtInPack.nodes.map((definition) => [definition.type, definition] as const))(
  "docs/nodes says what %s declares",
  async (_, definition) => {
    expect(await page(`${fileNameOf(definition)}.md`), WRITE_ANEW).toBe(nodePage(definition));
    for (const picture of picturesOf(definition)) await expectDrawn(picture);
  },
);

test("nodes that might be taken for each other are drawn over each other", async () => {
  for (const picture of comparisons) await expectDrawn(picture);
});

async function expectDrawn({ file, cards }: Picture): Promise<void> {
  const drawing = await page(file);
  expect(drawing, WRITE_ANEW).toMatch(/^<svg .*<\/svg>\n$/s);
  for (const { definition, example } of cards) {
    expect(drawing, WRITE_ANEW).toContain(`>${definition.name}${example === undefined ? "" : `, ${example}`}</text>`);
    for (const [name, value] of Object.entries(definition.examples?.[example ?? ""] ?? {})) {
      expect(drawing.replace("−", "-"), WRITE_ANEW).toContain(`${name} ${value}`.split(" ")[0]);
    }
  }
}
