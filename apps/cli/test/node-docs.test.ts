import { readFile } from "node:fs/promises";
import { builtInPack } from "@twobus/nodes";
import { expect, test } from "vitest";
import { fileNameOf, hasCard, indexPage, nodePage } from "../scripts/node-page.ts";

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
    if (hasCard(definition)) {
      expect(await page(`${fileNameOf(definition)}.svg`), WRITE_ANEW).toMatch(/^<svg .*<\/svg>\n$/s);
    }
  },
);
