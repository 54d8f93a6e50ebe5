import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseMix, type MixDocument } from "@twobus/core";
import { beforeEach, expect, test } from "vitest";
import { add } from "../../src/commands/add.ts";
import { applyChain } from "../../src/commands/chain/apply.ts";
import { renderChain, type RenderChainOptions } from "../../src/commands/chain/render.ts";
import { show } from "../../src/commands/chain/show.ts";
import { set } from "../../src/commands/edit.ts";
import { init } from "../../src/commands/init.ts";
import { validate } from "../../src/commands/inspect.ts";
import { render } from "../../src/commands/render.ts";
import { fill, temporaryFolder, tone } from "../support/recordings.ts";

let folder = "";
let mix = "";

beforeEach(async () => {
  folder = await temporaryFolder();
  await fill(folder, { "kick.wav": tone(), "bass.wav": tone({ sampleRate: 48000, frames: 4800 }) });
  mix = join(folder, "song.mix.json");
  await init(folder, { output: mix, template: "roles" });
});

const document = async (): Promise<MixDocument> => parseMix(await readFile(mix, "utf8"), mix).document;

test("a chain that is not there is refused with the names that come near", async () => {
  await expect(show("drum-bas", { in: folder })).rejects.toThrow(/there is no such chain; did you mean drum-bus/);
  await expect(show("toString", { in: folder })).rejects.toThrow(/there is no such chain/);
  await expect(add(mix, "chain:drum-bas", {})).rejects.toThrow(/did you mean drum-bus/);
  await expect(applyChain(mix, "drum-bas", {})).rejects.toThrow(/did you mean drum-bus/);
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

test("chain apply places it where it is told among the inserts, and says what it is", async () => {
  await add(mix, "filter", { into: "drums" });
  await add(mix, "delay", { into: "drums" });
  expect((await applyChain(mix, "tape-print", { to: "drums", at: "2" })).json).toEqual({
    graph: "drums-chain",
    node: "tape-print",
  });
  const { graphs } = await document();
  const cables = graphs["drums-chain"]!.connections.map(({ from, to }) => `${from} → ${to}`);
  expect(cables.toSorted()).toEqual([
    "delay.main → out.main",
    "filter.main → tape-print.main",
    "in.main → filter.main",
    "tape-print.main → delay.main",
  ]);
  expect(graphs["tape-print"]!.definition).toMatchObject({ name: "Tape print", version: "1.0.0", licence: "MIT" });
  await expect(applyChain(mix, "tape-print", { to: "drums", at: "5" })).rejects.toThrow(
    /--at: "5" must be a number from 1 to 4/,
  );
  await expect(applyChain(mix, "tape-print", { at: "1" })).rejects.toThrow(/a place among inserts needs a strip/);
});

const options = (output: string, more: Partial<RenderChainOptions> = {}): RenderChainOptions => ({
  output,
  bitDepth: "32f",
  in: folder,
  key: [],
  set: [],
  json: true,
  ...more,
});

test("chain render is the same as a mix of nothing but the chain", async () => {
  const output = join(folder, "alone.wav");
  const rendered = await renderChain("glue-two-bus", join(folder, "bass.wav"), options(output));
  expect(rendered.warnings).toEqual([]);
  await add(mix, "chain:glue-two-bus", { id: "alone" });
  const before = await document();
  const only = {
    ...before,
    graphs: {
      ...before.graphs,
      mix: {
        ...before.graphs["mix"]!,
        connections: [
          { from: "bass.main", to: "alone.main" },
          { from: "alone.main", to: "out.main" },
        ],
      },
    },
  };
  await fill(folder, { "only.mix.json": JSON.stringify(only) });
  const mixed = await render(join(folder, "only.mix.json"), { ...options(join(folder, "mixed.wav")) });
  expect(rendered.json["pcmSha256"]).toBe(mixed.json["pcmSha256"]);
});

test("chain render takes keys and values, and says which key is open", async () => {
  const [bass, kick] = [join(folder, "bass.wav"), join(folder, "kick.wav")];
  const hashes = [];
  for (const more of [{}, { key: [`kick=${kick}`] }, { key: [`kick=${kick}`], set: ["duckRangeDb=12", "holdDb=0"] }]) {
    const { json, warnings = [] } = await renderChain("bass", bass, options(join(folder, "out.wav"), more));
    hashes.push(json["pcmSha256"]);
    expect(warnings.map(({ code }) => code)).toEqual(more.key === undefined ? ["key-open"] : []);
  }
  expect(new Set(hashes).size).toBe(3);
});

test("chain render refuses keys, values and outputs that cannot be meant, and leaves what is there", async () => {
  const bass = join(folder, "bass.wav");
  const before = await readFile(bass);
  const refused = (more: Partial<RenderChainOptions>, output = join(folder, "out.wav")): Promise<unknown> =>
    renderChain("bass", bass, options(output, more));
  await expect(refused({ key: ["snare=a.wav"] })).rejects.toThrow(/--key snare=a.wav: must be NAME=FILE.*are kick/);
  await expect(refused({ key: ["kick"] })).rejects.toThrow(/must be NAME=FILE/);
  await expect(refused({ key: ["kick=nowhere.wav"] })).rejects.toThrow(/nowhere.wav: there is no such file/);
  await expect(refused({ set: ["__proto__=1"] })).rejects.toThrow(/must be NAME=VALUE/);
  await expect(refused({ set: ["duckRangeDb=400"] })).rejects.toThrow(/from 0 to/);
  await expect(refused({}, bass)).rejects.toThrow(/this file is part of the mix/);
  expect(await readFile(bass)).toEqual(before);
});
