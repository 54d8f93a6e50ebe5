import { chmod, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { apply, createRegistry, parseMix, serialiseMix, type Command } from "@twobus/core";
import { builtInPack } from "@twobus/nodes";
import { beforeEach, expect, test } from "vitest";
import { add } from "../src/commands/add.ts";
import { bypass, connect, disconnect, migrate, remove, set } from "../src/commands/edit.ts";
import { init } from "../src/commands/init.ts";
import { fill, temporaryFolder, tone } from "./support/recordings.ts";

const registry = createRegistry([builtInPack]);
let mix = "";
let before = "";

beforeEach(async () => {
  const folder = await temporaryFolder();
  await fill(folder, { "kick.wav": tone(), "snare.wav": tone(), "bass.wav": tone() });
  mix = join(folder, "song.mix.json");
  await init(folder, { output: mix, template: "roles" });
  before = await readFile(mix, "utf8");
});

const now = (): Promise<string> => readFile(mix, "utf8");

/** The lines that differ, where an edit leaves the number of lines as it is. */
async function changedLines(): Promise<[string, string][]> {
  const [old, fresh] = [before.split("\n"), (await now()).split("\n")];
  expect(fresh).toHaveLength(old.length);
  return old.flatMap((line, n): [string, string][] => (line === fresh[n] ? [] : [[line.trim(), fresh[n]!.trim()]]));
}

test("set changes one line and no other byte", async () => {
  const report = await set(mix, "kick.faderDb", "-3.5");
  expect(report.json).toEqual({ graph: "mix", node: "kick", param: "faderDb", value: -3.5 });
  expect(report.text).toBe("kick.faderDb = -3.5 (was 0)");
  expect(await changedLines()).toEqual([[`"faderDb": 0,`, `"faderDb": -3.5,`]]);
  await set(mix, "kick.faderDb", "0");
  expect(await now()).toBe(before);
});

test.each([
  ["kick.faderDb", "-3", -3],
  ["kick.faderDb", "−12.25", -12.25],
  ["kick.faderDb", " +1e0 ", 1],
  ["kick.invertPolarity", "true", true],
  ["stereo-bus/compressor.ratio", "10:1", "10:1"],
  ["stereo-bus/compressor.attackMs", "0.3", 0.3],
  ["stereo-bus-chain/limiter.ceilingDb", "-2", -2],
])("set %s %s", async (address, text, value) => {
  expect((await set(mix, address, text)).json["value"]).toBe(value);
  expect(await changedLines()).toHaveLength(1);
});

test.each([
  ["kick.faderDb", "12.1", /mix\/kick\.faderDb: must be a number from -96 to 12, not 12\.1/],
  ["kick.faderDb", "NaN", /must be a number from -96 to 12, not "NaN"/],
  ["kick.faderDb", "-Infinity", /must be a number from -96 to 12/],
  ["kick.faderDb", "0x10", /must be a number from -96 to 12, not "0x10"/],
  ["kick.faderDb", "", /must be a number from -96 to 12, not ""/],
  ["kick.faderDb", "3 dB", /must be a number from -96 to 12/],
  ["kick.faderDb", "true", /must be a number from -96 to 12, not true/],
  ["kick.invertPolarity", "1", /must be true or false, not 1/],
  ["stereo-bus/compressor.ratio", "3:1", /must be one of 2:1, 4:1, 10:1, not "3:1"/],
  ["stereo-bus/compressor.attackMs", "11", /must be one of 0\.1, 0\.3, 1, 3, 10, 30, not 11/],
  ["kick.faderDB", "1", /kick has no parameter faderDB; did you mean faderDb\?/],
  ["kik.faderDb", "1", /there is no node kik; did you mean kick\?/],
  ["kick", "1", /name a parameter too: node\.param/],
  ["__proto__.x", "1", /there is no node __proto__/],
])("set %s %s is refused in words, and the file stays", async (address, text, said) => {
  await expect(set(mix, address, text)).rejects.toThrow(said);
  expect(await now()).toBe(before);
});

test("setting an automated parameter says that its automation is heard", async () => {
  const { document } = parseMix(before, mix);
  const points = [{ atSeconds: 0, value: -6, curve: "hold" as const }];
  document.automation["mix/kick.faderDb"] = { points };
  await writeFile(mix, serialiseMix(document));
  expect((await set(mix, "kick.faderDb", "-3")).warnings).toEqual([
    expect.objectContaining({ code: "automated", at: "mix/kick.faderDb" }),
  ]);
  await expect(set(mix, "kick.faderDb", "13")).rejects.toThrow(/must be a number from -96 to 12/);
  await expect(set(mix, "kick.delayMs", "-1")).rejects.toThrow(/must be a number from 0 to 1000/);
});

const edits: readonly (readonly [edit: () => Promise<unknown>, command: Command])[] = [
  [
    () => set(mix, "kick.panPercent", "-30"),
    { kind: "setParameter", graph: "mix", node: "kick", param: "panPercent", value: -30 },
  ],
  [
    () => add(mix, "delay", { id: "echo", label: "Echo" }),
    { kind: "addNode", graph: "mix", type: "twobus.delay", id: "echo", label: "Echo" },
  ],
  [
    () => connect(mix, "kick", "stereo-bus", { gainDb: "-6" }),
    { kind: "connect", graph: "mix", from: "kick.main", to: "stereo-bus.main", gainDb: -6 },
  ],
  [
    () => disconnect(mix, "kick.main", "drums", {}),
    { kind: "disconnect", graph: "mix", from: "kick.main", to: "drums.main" },
  ],
  [() => bypass(mix, "stereo-bus", {}), { kind: "setBypassed", graph: "mix", node: "stereo-bus", bypassed: true }],
  [
    () => bypass(mix, "stereo-bus/limiter", { off: true }),
    { kind: "setBypassed", graph: "stereo-bus-chain", node: "limiter", bypassed: false },
  ],
];

test.each(edits)("edit %# is the editor's command, and the text is that of its document", async (edit, command) => {
  await edit();
  const { document } = apply(parseMix(before, mix).document, command, registry);
  expect(await now()).toBe(serialiseMix(document));
  expect(await now()).not.toBe(before);
});

test("edits that are made at once are all kept", async () => {
  const names = ["kick", "snare", "bass", "drums", "bass-bus"];
  await Promise.all(names.map((name, n) => set(mix, `mix/${name}.faderDb`, String(-1 - n))));
  const { nodes } = parseMix(await now(), mix).document.graphs["mix"]!;
  expect(names.map((name) => nodes[name]!.params["faderDb"])).toEqual([-1, -2, -3, -4, -5]);
});

test("keys are sorted on save", async () => {
  await set(mix, "kick.faderDb", "-3");
  const { graphs } = JSON.parse(await now()) as { graphs: Record<string, { nodes: Record<string, object> }> };
  const params = Object.values(graphs).flatMap(({ nodes }) =>
    Object.values(nodes).map((node) => Object.keys((node as { params: object }).params)),
  );
  for (const keys of [Object.keys(graphs), ...params]) expect(keys).toEqual(keys.toSorted());
});

test("a node goes into a chain that is made for it, works there, and goes again with its connections", async () => {
  expect((await add(mix, "delay", { into: "kick" })).json).toEqual({ graph: "kick-chain", node: "delay" });
  expect((await add(mix, "clipper", { into: "kick" })).json).toEqual({ graph: "kick-chain", node: "clipper" });
  const ends = parseMix(await now(), mix).document.graphs["kick-chain"]!.connections.map(({ from, to }) => [from, to]);
  expect(ends).toEqual(
    [
      ["in.main", "delay.main"],
      ["clipper.main", "out.main"],
      ["delay.main", "clipper.main"],
    ].toSorted((a, b) => (a[1]! < b[1]! ? -1 : 1)),
  );
  await set(mix, "kick/delay.delayMs", "120");
  await remove(mix, "snare");
  const { document } = parseMix(await now(), mix);
  expect(document.graphs["mix"]!.nodes["snare"]).toBeUndefined();
  expect(document.graphs["mix"]!.connections.filter(({ from }) => from.startsWith("snare"))).toEqual([]);
});

test.each([
  [() => add(mix, "glueCompresor", {}), /there is no such node; did you mean twobus\.glueCompressor/],
  [() => add(mix, "delay", { into: "nope" }), /there is no node nope/],
  [() => add(mix, "delay", { graph: "nope" }), /there is no graph nope/],
  [() => connect(mix, "kick", "drums", {}), /connected to drums\.main already/],
  [() => connect(mix, "stereo-bus", "drums", {}), /sound would run in a circle: .*drums/],
  [() => connect(mix, "kick", "stereo-bus", { gainDb: "100" }), /--gain-db: "100" must be a number from -144 to 48/],
  [() => connect(mix, "nope", "drums", {}), /there is no node nope/],
  [() => connect(mix, "stereo-bus/limiter", "drums", {}), /different graphs, stereo-bus-chain and mix/],
  [() => connect(mix, "kick/x", "drums", {}), /this strip has no insert chain/],
  [() => disconnect(mix, "kick", "stereo-bus", {}), /kick\.main is not connected to stereo-bus\.main/],
  [() => remove(mix, "nope"), /there is no node nope/],
  [() => bypass(mix, "nope", {}), /there is no node nope/],
])("refusal %# says why, and the file stays", async (edit, said) => {
  await expect(edit()).rejects.toThrow(said);
  expect(await now()).toBe(before);
});

test("what a later version wrote is kept through an edit, a newer format is left untouched", async () => {
  await writeFile(mix, before.replace(`"name":`, `"mood": "blue", "name":`));
  const report = await set(mix, "kick.faderDb", "-3");
  expect(JSON.parse(await now())).toMatchObject({ mood: "blue" });
  expect(report.warnings).toEqual([]);
  const newer = before.replace(`"formatVersion": 1`, `"formatVersion": 2`);
  await writeFile(mix, newer);
  for (const edit of [() => set(mix, "kick.faderDb", "-3"), () => migrate(mix)]) {
    await expect(edit()).rejects.toMatchObject({ problems: [{ code: "newer-format" }] });
  }
  expect(await now()).toBe(newer);
});

test("a wished id that is taken is refused", async () => {
  await expect(add(mix, "delay", { id: "kick" })).rejects.toMatchObject({
    problems: [{ code: "taken-id", at: "mix/kick" }],
  });
  expect(await now()).toBe(before);
});

test("the answer names the parameter as it was given", async () => {
  expect((await set(mix, "stereo-bus/compressor.ratio", "10:1")).text).toMatch(
    /^stereo-bus\/compressor\.ratio = 10:1 /,
  );
});

test("an edit tells the warnings that it brings, once", async () => {
  const brought = [{ code: "not-heard", at: "mix/echo" }, { code: "unconnected-input" }];
  const { warnings } = await add(mix, "delay", { id: "echo" });
  expect(warnings).toHaveLength(brought.length);
  expect(warnings).toEqual(expect.arrayContaining(brought.map((warning) => expect.objectContaining(warning))));
  expect((await set(mix, "kick.faderDb", "-3")).warnings).toEqual([]);
});

test("an edit that would bring a fault is not written; one that leaves an old fault is", async () => {
  const { document } = parseMix(before, mix);
  document.graphs["mix"]!.nodes["kick"]!.source = "nope";
  const broken = serialiseMix(document);
  await writeFile(mix, broken);
  expect((await set(mix, "kick.faderDb", "-3")).warnings).toEqual([]);
  await expect(connect(mix, "stereo-bus", "kick", {})).rejects.toMatchObject({ name: "TwobusError" });
  document.graphs["mix"]!.nodes["kick"]!.params["faderDb"] = -3;
  expect(await now()).toBe(serialiseMix(document));
});

test("a linked mix stays a link, and permissions stay", async () => {
  await chmod(mix, 0o600);
  const link = join(mix, "..", "link.mix.json");
  await symlink("song.mix.json", link);
  await set(link, "kick.faderDb", "-3");
  expect(await now()).toContain(`"faderDb": -3,`);
  expect((await stat(mix)).mode & 0o777).toBe(0o600);
});

test("migrate leaves a mix of today as it is", async () => {
  expect((await migrate(mix)).text).toBe(`${mix}: up to date`);
  expect(await now()).toBe(before);
});

test("a connection to a key inside a strip makes its port", async () => {
  await add(mix, "glueCompressor", { into: "bass", id: "duck" });
  await connect(mix, "kick", "bass/duck.key", { gainDb: "-3" });
  const { graphs } = parseMix(await now(), mix).document;
  expect(graphs["mix"]!.connections).toContainEqual({ from: "kick.main", to: "bass.key", gainDb: -3 });
  const inserts = graphs[graphs["mix"]!.nodes["bass"]!.graph!]!;
  expect(inserts.interface.inputs["key"]).toEqual({ role: "key" });
  expect(inserts.connections).toContainEqual({ from: "in.key", to: "duck.key" });
});
