// A chain that is meant to sound different from now on: `pnpm run chains` writes its hash and figures anew.
import { readFile } from "node:fs/promises";
import { factoryChains, loadChain, loadChainFigures } from "@twobus/nodes";
import { expect, test } from "vitest";
import { chainsPage } from "../../scripts/chains-page.ts";
import { measureChain } from "../../scripts/measure-chain.ts";
import { list } from "../../src/commands/chain/list.ts";
import { show } from "../../src/commands/chain/show.ts";
import { temporaryFolder } from "../support/recordings.ts";

const ids = Object.keys(factoryChains);
const figures = await loadChainFigures(readFile);

test.each(ids)("%s sounds as it did, to the bit, and measures what is written", async (id) => {
  const chain = await loadChain(id, readFile);
  expect(await measureChain(chain)).toEqual({ golden: chain.golden, figures: figures[id] });
});

test("docs/factory-chains.md lists every chain with its figures (pnpm run chains)", async () => {
  const all = await Promise.all(ids.map(async (id) => [id, await loadChain(id, readFile)] as const));
  const page = await readFile(new URL("../../../../docs/factory-chains.md", import.meta.url), "utf8");
  expect(Object.keys(figures)).toEqual(ids);
  expect(page).toBe(chainsPage(Object.fromEntries(all), figures));
});

test("chain list gives name, summary and tags; words choose among them", async () => {
  const options = { in: await temporaryFolder() };
  const { json, text } = await list([], options);
  const listed = json["chains"] as { id: string; origin: string; summary: string; tags: string[] }[];
  expect(listed.filter(({ origin }) => origin === "factory").map(({ id }) => id)).toEqual(ids);
  for (const { id, summary, tags } of listed) {
    expect(text).toContain(id);
    expect(text).toContain(summary);
    expect(text).toContain(`[${tags.join(", ")}]`);
  }
  const found = async (...words: string[]): Promise<unknown> =>
    ((await list(words, options)).json["chains"] as { id: string }[]).map(({ id }) => id);
  expect(await found("glue")).toEqual(["client-loud-two-bus", "glue-two-bus", "stem-master-drums"]);
  expect(await found("GLUE", "vca")).toEqual(["glue-two-bus"]);
  expect(await found("glue", "banjo")).toEqual([]);
  expect(await found("grab")).toEqual(["drum-bus", "parallel-drum-crush"]);
  // Said of no chain, but of a processor inside.
  expect(await found("flutter")).toEqual(["tape-print", "vocal-slap"]);
  expect(await found("flutter", "banjo")).toEqual([]);
});

test("chain show tells what is inside, the macros, the maker, the hashes and the figures", async () => {
  const { json, text, exitCode } = await show("bass", { in: ".", verify: true });
  expect(json).toMatchObject({ id: "bass", name: "Bass", figures: figures["bass"], verified: { holds: true } });
  expect(exitCode ?? 0).toBe(0);
  expect(text).toContain("keys: kick");
  expect(text).toMatch(/duck: digitalCompressor \(.*rangeDb 4/);
  expect(text).toContain("duckRangeDb = 4  turns duck.rangeDb");
  expect(text).toContain("version 1.0.0, by Twobus, MIT");
  expect(text).toContain(`content           sha256 ${String(json["sha256"])}`);
  expect(text).toContain(": it holds");
});
