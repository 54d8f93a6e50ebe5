// A chain that is meant to sound different from now on: `pnpm run chains` writes its hash and figures anew.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseMix } from "@twobus/core";
import { factoryChains, loadChain, loadChainFigures } from "@twobus/nodes";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { chainsPage } from "../scripts/chains-page.ts";
import { measureChain } from "../scripts/measure-chain.ts";
import { chains } from "../src/commands/chains.ts";
import { add, set } from "../src/commands/edit.ts";
import { init } from "../src/commands/init.ts";
import { validate } from "../src/commands/inspect.ts";
import { fill, temporaryFolder, tone } from "./support/recordings.ts";

const ids = Object.keys(factoryChains);
let figures: Awaited<ReturnType<typeof loadChainFigures>> = {};
let mix = "";

beforeAll(async () => {
  figures = await loadChainFigures(readFile);
});

beforeEach(async () => {
  const folder = await temporaryFolder();
  await fill(folder, { "kick.wav": tone(), "bass.wav": tone() });
  mix = join(folder, "song.mix.json");
  await init(folder, { output: mix, template: "roles" });
});

const document = async () => parseMix(await readFile(mix, "utf8"), mix).document;

test.each(ids)("%s sounds as it did, to the bit, and measures what is written", async (id) => {
  expect(await measureChain(await loadChain(id, readFile))).toEqual(figures[id]);
});

test("docs/chains.md lists every chain with its figures (pnpm run chains)", async () => {
  const all = await Promise.all(ids.map(async (id) => [id, await loadChain(id, readFile)] as const));
  const page = await readFile(new URL("../../../docs/chains.md", import.meta.url), "utf8");
  expect(Object.keys(figures)).toEqual(ids);
  expect(page).toBe(chainsPage(Object.fromEntries(all), figures));
});

test("chains lists name, summary and tags", async () => {
  const { json, text } = await chains(undefined);
  const listed = json["chains"] as { id: string; summary: string; tags: string[] }[];
  expect(listed.map(({ id }) => id)).toEqual(ids);
  for (const { id, summary, tags } of listed) {
    expect(text).toContain(summary);
    expect(text).toContain(`[${tags.join(", ")}]`);
    expect(text).toContain(id);
  }
});

test("chains NAME shows what is inside, the macros and the figures", async () => {
  const { json, text } = await chains("bass");
  expect(json).toMatchObject({ id: "bass", name: "Bass", figures: figures["bass"] });
  expect(text).toContain("keys: kick");
  expect(text).toMatch(/duck: digitalCompressor \(.*rangeDb 4/);
  expect(text).toContain("duckRangeDb = 4  turns duck.rangeDb");
  expect(text).toContain(figures["bass"]!.pcmSha256);
});

test("a chain that is not there is refused with the names that come near", async () => {
  await expect(chains("drum-bas")).rejects.toThrow(/there is no such chain; did you mean drum-bus/);
  await expect(chains("toString")).rejects.toThrow(/there is no such chain/);
  await expect(add(mix, "chain:drum-bas", {})).rejects.toThrow(/did you mean drum-bus/);
});

test("add chain:NAME --into a strip, twice: each has graphs of its own, and its macros can be set", async () => {
  await add(mix, "chain:drum-bus", { into: "drums" });
  const report = await add(mix, "chain:drum-bus", { into: "drums", label: "Again" });
  expect(report.json).toEqual({ graph: "drums-chain", node: "drum-bus-2" });
  const { graphs } = await document();
  const { nodes, connections } = graphs["drums-chain"]!;
  expect(nodes["drum-bus"]).toMatchObject({ type: "twobus.chain", graph: "drum-bus", label: "Drum bus" });
  expect(nodes["drum-bus-2"]).toMatchObject({ type: "twobus.chain", graph: "drum-bus-2", label: "Again" });
  expect(connections.map(({ from, to }) => `${from} → ${to}`)).toEqual(
    ["in.main → drum-bus.main", "drum-bus.main → drum-bus-2.main", "drum-bus-2.main → out.main"].toSorted((a, b) =>
      a.split(" → ")[1]! < b.split(" → ")[1]! ? -1 : 1,
    ),
  );
  await set(mix, "drums/drum-bus.densityPercent", "40");
  expect((await document()).graphs["drums-chain"]!.nodes["drum-bus"]!.params["densityPercent"]).toBe(40);
  await expect(set(mix, "drums/drum-bus.densityPercent", "199")).rejects.toThrow(/from 0 to 100/);
  expect((await validate(mix)).exitCode ?? 0).toBe(0);
});

test("a chain's key becomes a port of the strip it goes into, and says that it is open", async () => {
  const report = await add(mix, "chain:bass", { into: "bass" });
  expect(report.warnings?.filter(({ code }) => code === "key-open")).toEqual([
    expect.objectContaining({ message: expect.stringContaining("bass.kick") as string }),
  ]);
  const inserts = (await document()).graphs["bass-chain"]!;
  expect(inserts.interface.inputs["kick"]).toEqual({ role: "key" });
  expect(inserts.connections).toContainEqual({ from: "in.kick", to: "bass.kick" });
});

test("where the strip has inserts already, the key's own place is named", async () => {
  await add(mix, "filter", { into: "bass" });
  const { warnings } = await add(mix, "chain:bass", { into: "bass", id: "low" });
  expect(warnings?.find(({ code }) => code === "key-open")?.message).toContain("bass-chain/low.kick");
});

test("add chain:NAME --id puts it in the graph", async () => {
  expect((await add(mix, "chain:glue-two-bus", { id: "glue" })).json).toEqual({ graph: "mix", node: "glue" });
  const saved = await document();
  expect(saved.graphs["mix"]!.nodes["glue"]!.graph).toBe("glue");
});
