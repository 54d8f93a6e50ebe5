import { readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { serialiseChain, type ChainDocument, type GraphRecord } from "@twobus/core";
import { chainText } from "@twobus/core/sharing";
import { factoryChains, loadChain } from "@twobus/nodes";
import { beforeEach, expect, test, vi } from "vitest";
import { addToLibrary } from "../../src/commands/chain/add.ts";
import { list } from "../../src/commands/chain/list.ts";
import { share } from "../../src/commands/chain/share.ts";
import { show } from "../../src/commands/chain/show.ts";
import { fill, temporaryFolder } from "../support/recordings.ts";
import { jsonOf, twobusInside } from "../support/twobus.ts";

let folder = "";
let data = "";
const bass: ChainDocument = await loadChain("bass", readFile);

beforeEach(async () => {
  [folder, data] = [await temporaryFolder(), await temporaryFolder()];
  vi.stubEnv("XDG_DATA_HOME", data);
});

const own = async (): Promise<string[]> => {
  const { json } = await list([], { in: folder });
  const chains = json["chains"] as { id: string; origin: string }[];
  return chains.filter(({ origin }) => origin !== "factory").map(({ id, origin }) => `${origin} ${id}`);
};

test("a chain goes as text or link from one library into another, unchanged", async () => {
  const { text } = await share("bass", { in: folder });
  const link = await share("bass", { in: folder, link: "https://example.org/studio" });
  expect(text).toBe(await chainText(bass));
  expect(link.text).toMatch(/^https:\/\/example\.org\/studio#twobus-chain=/);
  await fill(folder, { "mail.txt": `Hello!\n\n${text}\n` });
  await addToLibrary(text, { in: folder, as: "one" });
  await addToLibrary(link.text, { in: folder, as: "two", user: true });
  await addToLibrary(join(folder, "mail.txt"), { in: folder, as: "three", verify: true });
  expect(await own()).toEqual(["mix one", "mix three", "user two"]);
  for (const path of [join(folder, "chains/one.chain.json"), join(data, "twobus/chains/two.chain.json")]) {
    expect(await readFile(path, "utf8")).toBe(serialiseChain(bass));
  }
});

test("every factory chain goes through text unchanged, in less than 8 kB", async () => {
  for (const id of Object.keys(factoryChains)) {
    const chain = await loadChain(id, readFile);
    const { text } = await share(id, { in: folder });
    expect(text.length, id).toBeLessThan(8192);
    await addToLibrary(text, { in: folder, as: "copy", force: true });
    expect(await readFile(join(folder, "chains/copy.chain.json"), "utf8")).toBe(serialiseChain(chain));
  }
});

test("a file is called by its name; what is there already is replaced only when that is said", async () => {
  await fill(folder, { "Mäh bass.chain.json": serialiseChain(bass) });
  const file = join(folder, "Mäh bass.chain.json");
  expect((await addToLibrary(file, { in: folder })).json["chains"]).toEqual(["mah-bass"]);
  await addToLibrary(file, { in: folder }); // the same again
  await expect(addToLibrary("glue-two-bus", { in: folder, as: "mah-bass" })).rejects.toThrow(
    /another chain lies there/,
  );
  await addToLibrary("glue-two-bus", { in: folder, as: "mah-bass", force: true });
  expect((await show("mah-bass", { in: folder })).json["name"]).toBe("Glue two-bus");
});

test("what is nowhere here is not fetched; the way to get it is told", async () => {
  await expect(addToLibrary("some-chains", { in: folder })).rejects.toThrow(/npm install --ignore-scripts some-chains/);
  await expect(addToLibrary("no where", { in: folder })).rejects.toThrow(/no such file, chain or package here$/);
});

test("what is too large as text is not written as text, in the words with which it would be refused", async () => {
  const chain = JSON.parse(wire({})) as ChainDocument & { graphs: Record<string, GraphRecord> };
  const { chain: graph } = chain.graphs as { chain: GraphRecord };
  const nodes = Object.fromEntries(
    Array.from({ length: 49_000 }, (_, n) => [
      `gain-of-a-rather-long-name-${n}`,
      { ...graph.nodes["a"]!, params: { gainDb: -n / 4000, polarity: false } },
    ]),
  );
  const large = {
    ...chain,
    graphs: { chain: { ...graph, nodes, connections: [{ from: "in.main", to: "out.main" }] } },
  };
  await fill(folder, { "large.chain.json": JSON.stringify(large) });
  const words = ["large.chain.json", "--in", folder];
  for (const more of [[], ["--link", "https://example.org/studio"]]) {
    const { code, stdout, stderr } = await twobusInside(folder, "chain", "share", ...words, ...more);
    expect([code, stdout.length]).toEqual([2, 0]);
    expect(stderr).toMatch(/2 MB at most, and 4 MB unfolded; share it as a file/);
  }
  await fill(folder, { "mail.txt": `twobus-chain:${"a".repeat(3_000_000)}.0123456789` });
  await expect(addToLibrary(join(folder, "mail.txt"), { in: folder })).rejects.toThrow(
    /2 MB at most, and 4 MB unfolded; share it as a file/,
  );
});

test("names that cannot be used are refused", async () => {
  for (const as of ["../a", "__proto__", "a b", "", "constructor", "a".repeat(65)]) {
    await expect(addToLibrary("bass", { in: folder, as })).rejects.toMatchObject({
      problems: [{ code: "illegal-name" }],
    });
  }
  await expect(addToLibrary("bass", { in: folder })).rejects.toThrow(/a factory chain is called so/);
  expect(await own()).toEqual([]);
});

test("what is damaged in a library is told and hides nothing else", async () => {
  await addToLibrary("bass", { in: folder, as: "good" });
  await fill(folder, { "chains/bad.chain.json": "{", "chains/note.txt": "", "secret.json": serialiseChain(bass) });
  await symlink(join(folder, "secret.json"), join(folder, "chains/link.chain.json"));
  const { warnings } = await list([], { in: folder });
  expect(warnings?.map(({ at }) => at)).toEqual([expect.stringContaining("bad.chain.json")]);
  expect(await own()).toEqual(["mix good"]);
});

test("a library that is far too large is told, and the rest of it left alone", async () => {
  const files = Array.from({ length: 1001 }, (_, n) => [`chains/${n}.txt`, ""] as const);
  await fill(folder, Object.fromEntries(files));
  expect((await list([], { in: folder })).warnings).toMatchObject([{ code: "too-many-files" }]);
});

test("--verify tells a chain that sounds otherwise, or never said how", async () => {
  const lost = { ...bass, golden: { pcmSha256: "0".repeat(64) } };
  const { golden: _, ...silent } = bass;
  await fill(folder, { "lost.chain.json": serialiseChain(lost), "silent.chain.json": serialiseChain(silent) });
  const [lostFile, silentFile] = [join(folder, "lost.chain.json"), join(folder, "silent.chain.json")];
  const shown = await show(lostFile, { in: folder, verify: true });
  expect(shown).toMatchObject({ exitCode: 1, json: { verified: { holds: false } } });
  expect((await show(silentFile, { in: folder, verify: true })).json["verified"]).toMatchObject({ holds: null });
  await expect(addToLibrary(lostFile, { in: folder, verify: true })).rejects.toThrow(/golden hash does not hold/);
  await expect(addToLibrary(silentFile, { in: folder, verify: true })).rejects.toThrow(/no golden hash to verify/);
  expect(await own()).toEqual([]);
});

const wire = (changes: object, type = "twobus.gain"): string =>
  JSON.stringify({
    ...bass,
    golden: undefined,
    root: "chain",
    graphs: {
      chain: {
        interface: { inputs: { main: { role: "audio" } }, outputs: { main: { role: "audio" } }, params: {} },
        nodes: { a: { type, version: 1, params: {} } },
        connections: [
          { from: "in.main", to: "a.main" },
          { from: "a.main", to: "out.main" },
        ],
      },
    },
    ...changes,
  });

test("unknown nodes are kept and told; they cannot be heard", async () => {
  await fill(folder, { "odd.chain.json": wire({}, "elsewhere.phaser") });
  const file = join(folder, "odd.chain.json");
  const { warnings } = await addToLibrary(file, { in: folder });
  expect(warnings).toEqual([expect.objectContaining({ code: "unknown-type", at: "odd" })]);
  expect(await readFile(join(folder, "chains/odd.chain.json"), "utf8")).toContain("elsewhere.phaser");
  await expect(show("odd", { in: folder, verify: true })).rejects.toThrow(/elsewhere\.phaser/);
});

/** Ten graphs, each ten times the next: 10^10 nodes. */
const bomb = (): string => {
  const inner = (next: string | undefined): object => ({
    interface: { inputs: { main: { role: "audio" } }, outputs: { main: { role: "audio" } }, params: {} },
    nodes: Object.fromEntries(
      Array.from({ length: 10 }, (_, n) => [
        `n${n}`,
        next === undefined
          ? { type: "twobus.gain", version: 1, params: {} }
          : { type: "twobus.chain", version: 1, params: {}, graph: next },
      ]),
    ),
    connections: [{ from: "in.main", to: "out.main" }],
  });
  const graphs = Object.fromEntries(
    Array.from({ length: 10 }, (_, n) => [`g${n}`, inner(n < 9 ? `g${n + 1}` : undefined)]),
  );
  return wire({ root: "g0", graphs });
};

const itself = wire({
  graphs: {
    chain: {
      interface: { inputs: { main: { role: "audio" } }, outputs: { main: { role: "audio" } }, params: {} },
      nodes: { a: { type: "twobus.chain", version: 1, params: {}, graph: "chain" } },
      connections: [],
    },
  },
});

/** The chain with another node in it, or another cable. */
const withNode = (node: object, more: object = {}): string => {
  const { graphs } = JSON.parse(wire({})) as { graphs: { chain: object } };
  const nodes = { a: { type: "twobus.gain", version: 1, params: {}, ...node } };
  return wire({ graphs: { chain: { ...graphs.chain, nodes, ...more } } });
};

const main = { main: { role: "audio" } };

const refused: readonly (readonly [what: string, text: string, said: RegExp])[] = [
  ["no chain", '{"format": "twobus-mix"}', /not a Twobus chain/],
  ["text without a chain", "hello", /there is no chain in this text/],
  ["a newer format", wire({ formatVersion: 2 }), /newer than format 1.*update Twobus/],
  ["an older format than there was", wire({ formatVersion: 0 }), /formatVersion/],
  ["itself inside", itself, /a graph cannot contain itself/],
  ["__proto__ as a name", wire({}).replace('"a":', '"__proto__":'), /cannot be a name/],
  ["control characters in a name", wire({ name: "bell \u0007" }), /no line breaks, other control characters or marks/],
  ["a name of 1 MB", wire({ name: "n".repeat(1024 * 1024) }), /200 characters at most/],
  ["an id of 1 MB", wire({}).replace('"a":', `"${"a".repeat(1024 * 1024)}":`), /must start with a letter/],
  ["deep nesting", "[".repeat(100_000), /there is no chain in this text/],
  [
    "a newer node",
    withNode({ version: 99 }),
    /: chain\/a: was made with version 99 of twobus\.gain, newer than version 1/,
  ],
  [
    "an illegal value",
    withNode({ params: { gainDb: 999 } }),
    /: chain\/a\.gainDb: must be .*from -\d+ to \d+.*, not 999/,
  ],
  ["a value that is a list", withNode({ params: { gainDb: [1] } }), /: chain\/a\.gainDb: must be a number, text/],
  ["a value that is text", withNode({ params: { gainDb: "loud" } }), /: chain\/a\.gainDb: must be .*not "loud"/],
  ["a parameter of nothing", withNode({ params: { loudDb: 1 } }), /there is no parameter loudDb; there are gainDb/],
  ["a version of 0", withNode({ version: 0 }), /version/],
  ["a version of a half", withNode({ version: 1.5 }), /version/],
  ["a recording inside", withNode({ source: "kick" }), /plays no recordings/],
  ["a graph inside a processor", withNode({ graph: "chain" }), /cannot contain itself|only strips and chain nodes/],
  ["a cable from nowhere", withNode({}, { connections: [{ from: "b.main", to: "out.main" }] }), /b/],
  [
    "a cable to a port that is not there",
    withNode({}, { connections: [{ from: "in.main", to: "a.key" }] }),
    /a\.key|key/,
  ],
  [
    "a loop of cables",
    withNode(
      {},
      {
        connections: [
          { from: "a.main", to: "a.main" },
          { from: "a.main", to: "out.main" },
        ],
      },
    ),
    /sound runs in a circle: a → a/,
  ],
  [
    "a knob that turns nothing",
    withNode({}, { interface: { inputs: main, outputs: main, params: { xDb: { targets: ["a.nothingDb"] } } } }),
    /nothingDb/,
  ],
  [
    "five knobs",
    withNode(
      {},
      {
        interface: {
          inputs: main,
          outputs: main,
          params: Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [name, { targets: ["a.gainDb"] }])),
        },
      },
    ),
    /4 parameters at most/,
  ],
  [
    "no way out",
    withNode({}, { interface: { inputs: main, outputs: {}, params: {} } }),
    /audio port main among its outputs/,
  ],
  ["a root that is not there", wire({ root: "other" }), /root graph other is not there/],
  ["a bomb", "BOMB", /comes to .* nodes/],
  ["an SPDX licence of two lines", wire({ licence: "MIT\nGPL" }), /SPDX/],
  ["65 ancestors", wire({ derivedFrom: Array(65).fill({ name: "A", sha256: "0".repeat(64) }) }), /derivedFrom/],
  ["a name written backwards", wire({ name: "glue\u202Ebass" }), /direction/],
  ["deep nesting in a chain", `{"format":${"[".repeat(100_000)}`, /stand inside one another/],
];

test.each(refused)("%s is refused, and nothing is written", async (_, text, said) => {
  await fill(folder, { "in.chain.json": text === "BOMB" ? bomb() : text });
  const { code, stderr } = await twobusInside(folder, "chain", "add", "in.chain.json");
  expect(code).toBe(2);
  expect(stderr).toMatch(said);
  expect(stderr.length).toBeLessThan(2000);
  expect(await own()).toEqual([]);
});

test("a bomb of 10^10 nodes is no more than its text, and is not placed", async () => {
  await fill(folder, { "bomb.chain.json": bomb() });
  const shown = await twobusInside(folder, "chain", "show", "bomb.chain.json", "--verify", "--json");
  expect(shown.code).toBe(2);
  expect(JSON.stringify(jsonOf(shown))).toMatch(/nodes|inside one another/);
});
