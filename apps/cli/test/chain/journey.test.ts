// Two people and two mixes: a chain is made, shared as text, placed, changed, updated, pinned and made unique.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { fill, temporaryFolder, tone } from "../support/recordings.ts";
import { jsonOf, twobusInside } from "../support/twobus.ts";

let [ada, bob] = ["", ""];

beforeEach(async () => {
  vi.stubEnv("XDG_DATA_HOME", await temporaryFolder());
  [ada, bob] = [await temporaryFolder(), await temporaryFolder()];
  for (const folder of [ada, bob]) {
    await fill(folder, {
      "kick.wav": tone({ sampleRate: 48000, frames: 9600, level: 0.7 }),
      "bass.wav": tone({ sampleRate: 48000, frames: 9600, channels: 2 }),
    });
    await twobus(folder, "init", ".", "-o", "song.mix.json");
  }
});

/** The command must do what it is told. */
async function twobus(folder: string, ...words: string[]): Promise<Record<string, unknown>> {
  const said = await twobusInside(folder, ...words, "--json");
  expect(said, words.join(" ")).toMatchObject({ code: 0 });
  return jsonOf(said);
}

const hashOf = async (folder: string): Promise<unknown> =>
  (await twobus(folder, "render", "song.mix.json", "-o", "song.wav"))["pcmSha256"];

/** Ada makes a chain of three processors on her drums, and Bob takes it from her text. */
async function share(): Promise<void> {
  for (const type of ["transientShaper", "optoCompressor", "tapeSaturator"]) {
    await twobus(ada, "add", "song.mix.json", type, "--into", "drums");
  }
  const nodes = ["transientShaper", "optoCompressor", "tapeSaturator"].map((node) => `drums/${node}`);
  const before = await hashOf(ada);
  await twobus(ada, "chain", "group", "song.mix.json", ...nodes, "--id", "crunch", "--label", "Crunch");
  await twobus(ada, "chain", "expose", "song.mix.json", "drums/crunch", "driveDb", "tapeSaturator.driveDb");
  await twobus(ada, "chain", "expose", "song.mix.json", "drums/crunch", "squashDb", "optoCompressor.peakReductionDb");
  expect(await hashOf(ada)).toBe(before);
  await twobus(ada, "set", "song.mix.json", "drums/crunch.driveDb", "6");
  await publish("1.0.0");
  await twobus(bob, "chain", "apply", "song.mix.json", "crunch", "--to", "drums");
}

/** Ada writes her chain down, and Bob takes it in as text. */
async function publish(version: string): Promise<void> {
  const who = ["--author", "Ada", "--licence", "CC0-1.0", "--chain-version", version];
  const file = ["-o", "crunch.chain.json", "--force"];
  await twobus(ada, "chain", "extract", "song.mix.json", "drums/crunch", ...file, ...who);
  const { text } = await twobus(ada, "chain", "share", "crunch.chain.json");
  await twobus(bob, "chain", "add", text as string, "--verify", "--force");
}

test("a chain sounds in another mix as where it was made, and again after an update", async () => {
  await share();
  const first = await hashOf(ada);
  expect(await hashOf(bob)).toBe(first);

  await twobus(ada, "set", "song.mix.json", "crunch/tapeSaturator.biasDb", "2");
  await publish("1.1.0");
  const second = await hashOf(ada);
  expect(second).not.toBe(first);
  expect(await hashOf(bob)).toBe(first);
  expect(await twobus(bob, "chain", "update", "song.mix.json", "crunch")).toMatchObject({
    updated: ["drums-chain/crunch"],
    version: "1.1.0",
  });
  expect(await hashOf(bob)).toBe(second);
});

test("a node keeps what it was given through an update; a pinned or unique one keeps its version", async () => {
  await share();
  await twobus(bob, "set", "song.mix.json", "drums/crunch.squashDb", "20");
  for (const strip of ["bass-bus", "stereo-bus"])
    await twobus(bob, "chain", "apply", "song.mix.json", "crunch", "--to", strip);
  await twobus(bob, "chain", "pin", "song.mix.json", "bass-bus/crunch");
  await twobus(ada, "set", "song.mix.json", "crunch/tapeSaturator.biasDb", "2");
  await publish("2.0.0");

  const pin = ["--pin", "stereo-bus/crunch"];
  const { updated } = await twobus(bob, "chain", "update", "song.mix.json", "crunch", ...pin);
  expect(updated).toEqual(["drums-chain/crunch"]);
  const versions = async (): Promise<Record<string, unknown>> => {
    const { graphs } = JSON.parse(await readFile(join(bob, "song.mix.json"), "utf8")) as {
      graphs: Record<string, { nodes: Record<string, { graph?: string }>; definition?: { version: string } }>;
    };
    const strips = ["drums", "bass-bus", "stereo-bus"];
    return Object.fromEntries(
      strips.map((strip) => [strip, graphs[graphs[`${strip}-chain`]!.nodes["crunch"]!.graph!]!.definition!.version]),
    );
  };
  expect(await versions()).toEqual({ drums: "2.0.0", "bass-bus": "1.0.0", "stereo-bus": "1.0.0" });
  await twobus(bob, "chain", "update", "song.mix.json", "crunch", "--only", "bass-bus/crunch");
  expect(await versions()).toEqual({ drums: "2.0.0", "bass-bus": "2.0.0", "stereo-bus": "1.0.0" });
  expect(await readFile(join(bob, "song.mix.json"), "utf8")).toMatch(/"squashDb": 20\b/);

  const before = await hashOf(bob);
  await twobus(bob, "chain", "unique", "song.mix.json", "drums/crunch");
  await twobus(bob, "chain", "ungroup", "song.mix.json", "drums/crunch");
  expect(await hashOf(bob)).toBe(before);
});

test("what was changed inside is not lost in passing, nor is a chain of another author taken for this one", async () => {
  await share();
  await twobus(bob, "set", "song.mix.json", "crunch/tapeSaturator.biasDb", "3");
  await publish("2.0.0");
  const before = await readFile(join(bob, "song.mix.json"), "utf8");
  const { code, stderr } = await twobusInside(bob, "chain", "update", "song.mix.json", "crunch");
  expect(code).toBe(2);
  expect(stderr).toMatch(/drums-chain\/crunch: was changed inside/);
  expect(await readFile(join(bob, "song.mix.json"), "utf8")).toBe(before);
  const other = JSON.parse(await readFile(join(ada, "crunch.chain.json"), "utf8")) as object;
  await fill(bob, { "other.chain.json": JSON.stringify({ ...other, author: "Eve" }) });
  const refused = await twobusInside(bob, "chain", "update", "song.mix.json", "other.chain.json", "--force");
  expect(refused.stderr).toMatch(/has no node of Crunch/);
  await twobus(bob, "chain", "update", "song.mix.json", "crunch", "--force");
  expect(await hashOf(bob)).toBe(await hashOf(ada));
});

test("where the version that was placed is at hand, what was changed inside is named, and kept if that is wanted", async () => {
  await share();
  await twobus(bob, "chain", "add", "crunch", "--as", "crunch-first");
  await twobus(bob, "set", "song.mix.json", "crunch/tapeSaturator.biasDb", "3");
  await twobus(ada, "set", "song.mix.json", "crunch/transientShaper.attackDb", "2");
  await publish("1.1.0");
  const { stderr } = await twobusInside(bob, "chain", "update", "song.mix.json", "crunch");
  expect(stderr).toContain("would be lost: tapeSaturator.biasDb 3, not 0; set it again after the update with --keep");
  await twobus(bob, "chain", "update", "song.mix.json", "crunch", "--keep");
  await twobus(ada, "set", "song.mix.json", "crunch/tapeSaturator.biasDb", "3");
  expect(await hashOf(bob)).toBe(await hashOf(ada));
});

test("a value whose parameter is gone is told", async () => {
  await share();
  await twobus(bob, "set", "song.mix.json", "drums/crunch.squashDb", "20");
  await twobus(ada, "chain", "expose", "song.mix.json", "drums/crunch", "squashDb", "--off");
  await publish("2.0.0");
  const { warnings } = await twobus(bob, "chain", "update", "song.mix.json", "crunch");
  expect(warnings).toEqual([expect.objectContaining({ at: "drums-chain/crunch.squashDb" })]);
  expect(await readFile(join(bob, "song.mix.json"), "utf8")).not.toContain("squashDb");
});

test("a new version keeps what was said, raises its number, names its ancestors, and reaches the node that it was made of", async () => {
  await share();
  const before = await hashOf(ada);
  const mixOf = async (): Promise<{
    graphs: Record<string, { definition?: object; nodes: Record<string, { params: object }> }>;
  }> => JSON.parse(await readFile(join(ada, "song.mix.json"), "utf8")) as never;
  const written = async (...more: string[]): Promise<Record<string, unknown>> => {
    const to = ["-o", "crunch.chain.json", "--force"];
    await twobus(ada, "chain", "extract", "song.mix.json", "drums/crunch", ...to, ...more);
    return JSON.parse(await readFile(join(ada, "crunch.chain.json"), "utf8")) as Record<string, unknown>;
  };
  // The node follows what was made of it: its own value stands inside.
  const { graphs } = await mixOf();
  expect(graphs["crunch"]!.definition).toMatchObject({
    name: "Crunch",
    version: "1.0.0",
    author: "Ada",
    licence: "CC0-1.0",
  });
  expect(graphs["drums-chain"]!.nodes["crunch"]!.params).toEqual({});
  const first = await written("--tag", "drums", "--tag", "grit", "--summary", "Hit first.", "--description", "Loud.");
  expect(first["version"]).toBe("1.0.0");
  await twobus(ada, "set", "song.mix.json", "crunch/tapeSaturator.biasDb", "2");
  const second = await written();
  await twobus(ada, "set", "song.mix.json", "crunch/tapeSaturator.biasDb", "3");
  const third = await written();
  const { golden: _one, graphs: _two, version: _three, ...said } = first;
  for (const next of [second, third]) expect(next).toMatchObject(said);
  expect([second["version"], third["version"]]).toEqual(["1.1.0", "1.2.0"]);
  expect(third["derivedFrom"]).toMatchObject([
    { name: "Crunch", version: "1.1.0" },
    { name: "Crunch", version: "1.0.0" },
  ]);
  expect((await mixOf()).graphs["crunch"]!.definition).toMatchObject({ version: "1.2.0" });
  expect(await hashOf(ada)).not.toBe(before);
  // Left as it is, it is the same version; and the mix of one who does not want the link is not touched.
  expect(await written()).toEqual(third);
  const untouched = await readFile(join(ada, "song.mix.json"), "utf8");
  await twobus(ada, "set", "song.mix.json", "crunch/tapeSaturator.biasDb", "1");
  const changed = await readFile(join(ada, "song.mix.json"), "utf8");
  expect(changed).not.toBe(untouched);
  expect((await written("--no-link"))["version"]).toBe("1.3.0");
  expect(await readFile(join(ada, "song.mix.json"), "utf8")).toBe(changed);
  // What another made of it is offered to the node that it was made of.
  await twobus(bob, "set", "song.mix.json", "crunch/tapeSaturator.biasDb", "2.5");
  const bobs = ["-o", join(ada, "bobs.chain.json"), "--chain-version", "2.0.0"];
  await twobus(bob, "chain", "extract", "song.mix.json", "drums/crunch", ...bobs);
  await twobus(ada, "chain", "update", "song.mix.json", "bobs.chain.json", "--force");
  expect(await hashOf(ada)).toBe(await hashOf(bob));
  const { updated } = await twobus(ada, "chain", "update", "song.mix.json", "bobs.chain.json");
  expect(updated).toEqual([]);
});

test("a file that is no chain lends nothing; a chain of one's own that is replaced does, though the node was never placed from it", async () => {
  await twobus(ada, "add", "song.mix.json", "tapeSaturator", "--into", "drums");
  await fill(ada, { "tape.chain.json": "no chain", "bass.chain.json": "{}" });
  const extract = (...more: string[]): Promise<Record<string, unknown>> =>
    twobus(ada, "chain", "extract", "song.mix.json", "drums", "-o", "tape.chain.json", "--force", ...more);
  expect(await extract("--author", "Ada", "--name", "Tape")).toMatchObject({ version: "1.0.0", linked: false });
  await twobus(ada, "set", "song.mix.json", "drums/tapeSaturator.biasDb", "2");
  expect(await extract()).toMatchObject({ name: "Tape", version: "1.1.0" });
  expect(await twobus(ada, "chain", "show", "tape.chain.json")).toMatchObject({
    author: "Ada",
    derivedFrom: [{ name: "Tape", version: "1.0.0" }],
  });
});

test("a node that is named twice is meant once, and empty tags are none", async () => {
  await share();
  const to = ["-o", "once.chain.json", "--tag", ""];
  await twobus(bob, "chain", "extract", "song.mix.json", "drums/crunch", "drums/crunch", ...to);
  const once = await twobus(bob, "chain", "show", "once.chain.json");
  expect(once).toMatchObject({ name: "Crunch", tags: [] });
  expect(once["sha256"]).toBe((await twobus(bob, "chain", "show", "crunch"))["sha256"]);
});

test("what is derived says from what", async () => {
  await share();
  await twobus(bob, "set", "song.mix.json", "crunch/tapeSaturator.biasDb", "3");
  const made = ["-o", "crushed.chain.json", "--name", "Crushed", "--author", "Bob"];
  await twobus(bob, "chain", "extract", "song.mix.json", "drums/crunch", ...made);
  const chain = await twobus(bob, "chain", "show", "crushed.chain.json", "--verify");
  const original = await twobus(bob, "chain", "show", "crunch");
  expect(chain).toMatchObject({
    author: "Bob",
    derivedFrom: [{ name: "Crunch", version: "1.0.0", sha256: original["sha256"] }],
    verified: { holds: true },
  });
  expect((await twobusInside(bob, "chain", "show", "crushed.chain.json")).stdout).toContain(
    "derived from      Crunch 1.0.0",
  );
});

test("what cannot be meant is refused, and the mix stays as it was", async () => {
  await share();
  const before = await readFile(join(bob, "song.mix.json"), "utf8");
  const refused: readonly (readonly [words: string[], said: RegExp])[] = [
    [["update", "song.mix.json", "tape-print"], /has no node of Tape print; it has chains of Crunch/],
    [["update", "song.mix.json", "crunch", "--only", "kick"], /kick/],
    [["update", "song.mix.json", "crunch", "--pin", "nobody"], /nobody/],
    [["unique", "song.mix.json", "kick"], /kick/],
    [["expose", "song.mix.json", "drums/crunch", "driveDb"], /name what it drives/],
    [["expose", "song.mix.json", "drums/crunch", "toneDb", "nothing.toneDb"], /nothing/],
    [["expose", "song.mix.json", "kick", "toneDb", "a.b"], /contains nothing/],
    [["group", "song.mix.json", "kick", "drums/crunch"], /lie in different graphs/],
    [["expose", "song.mix.json", "drums/crunch", "toneDb", "tapeSaturator.biasDb", "--percent", "3"], /only a macro/],
    [["extract", "song.mix.json", "drums/crunch", "-o", "new.chain.json", "--name", ""], /--name: every chain has one/],
    [["extract", "song.mix.json", "drums/crunch", "-o", "new.chain.json", "--summary", " "], /--summary: every chain/],
    [
      ["extract", "song.mix.json", "drums/crunch", "-o", "new.chain.json", "--name", "be\u0007ll"],
      /name: must have 200/,
    ],
    [["extract", "song.mix.json", "drums/crunch", "-o", "nowhere/new.chain.json"], /there is no such folder/],
    [["extract", "song.mix.json", "__proto__", "-o", "new.chain.json"], /there is no node __proto__/],
    [["extract", "song.mix.json", "kick", "drums/crunch", "-o", "new.chain.json"], /lie in different graphs/],
    [["extract", "song.mix.json", "drums/crunch/", "-o", "new.chain.json"], /there is no node/],
    [["extract", "nosuch.mix.json", "drums/crunch", "-o", "new.chain.json"], /there is no such file/],
    [
      ["extract", "crunch.chain.json", "drums/crunch", "-o", "new.chain.json"],
      /there is no such file|not a Twobus mix/,
    ],
    [["pack", "crunch", "-o", "song.mix.json"], /part of this path is a file/],
    [["pack", "crunch", "-o", "song.mix.json", "--force"], /something of this name already/],
    [["pack", "crunch", "-o", "bad name"], /a name that npm takes/],
    [["pack", "crunch", "-o", "pack", "--description", "a\nb"], /description: must have 200 characters/],
    [["add", "crunch", "--in", "nowhere"], /nowhere: there is no such folder/],
    [["add", "song.mix.json"], /not a Twobus chain/],
    [["add", "kick.wav"], /there is no chain in this text/],
    [["add", "chains"], /there is no such file, chain or package/],
    [["share", "crunch", "--link", "javascript:alert(1)"], /the address of a web page/],
    [["share", "song.mix.json"], /not a Twobus chain/],
    [["apply", "song.mix.json", "crunch", "--graph", "nowhere"], /there is no graph nowhere/],
    [["apply", "song.mix.json", "crunch", "--to", "kick", "--label", "a\nb"], /must have 200 characters/],
    [["update", "song.mix.json", "crunch", "--only", ""], /there is no node/],
    [["update", "song.mix.json", "crunch", "--keep", "--force"], /not both/],
    [["pin", "song.mix.json", "kick"], /no chain node/],
    [["ungroup", "song.mix.json", "kick"], /no chain node/],
    [["render", "crunch", "kick.wav", "-o", "kick.wav"], /part of the mix/],
    [["extract", "song.mix.json", "kick", "-o", "kick.chain.json"], /kick/],
    [["extract", "song.mix.json", "drums/crunch", "-o", "song.wav"], /must end in \.chain\.json/],
    [["extract", "song.mix.json", "drums/crunch", "-o", "song.mix.json"], /must end in \.chain\.json/],
    [["extract", "song.mix.json", "drums/crunch", "-o", "new.chain.json", "--licence", "a\nb"], /SPDX/],
    [["extract", "song.mix.json", "drums/crunch", "-o", "new.chain.json", "--chain-version", "1"], /such as 1\.0\.0/],
  ];
  for (const [words, said] of refused) {
    const { code, stderr } = await twobusInside(bob, "chain", ...words);
    expect({ words, code }).toEqual({ words, code: 2 });
    expect(stderr, words.join(" ")).toMatch(said);
  }
  expect(await readFile(join(bob, "song.mix.json"), "utf8")).toBe(before);
});
