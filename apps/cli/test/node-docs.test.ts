import { readFile } from "node:fs/promises";
import { builtInPack } from "@twobus/nodes";
import { expect, test } from "vitest";
import { fileNameOf, hasCard, indexPage, nodePage } from "../scripts/node-page.ts";

const page = (name: string): Promise<string> =>
  readFile(new URL(`../../../docs/nodes/${name}`, import.meta.url), "utf8");

test("docs/nodes lists every node (pnpm run docs:nodes)", async () => {
  expect(await page("README.md")).toBe(indexPage(builtInPack.nodes));
});

test.each(builtInPack.nodes.map((definition) => [definition.type, definition] as const))(
  "docs/nodes says what %s declares (pnpm run docs:nodes)",
  async (_, definition) => {
    expect(await page(`${fileNameOf(definition)}.md`)).toBe(nodePage(definition));
    if (hasCard(definition)) expect(await page(`${fileNameOf(definition)}.svg`)).toMatch(/^<svg .*<\/svg>\n$/s);
  },
);
