import type { ChainDocument, NodeRecord } from "@twobus/core";
import { chainPackFiles, chainText, playOnLoop, writePackArchive, writeTar } from "@twobus/core/sharing";
import { expect, test } from "vitest";
import { registry } from "../registry.ts";
import { loadFactoryChains } from "./factory-chains.ts";
import { compareGolden, withGolden } from "./golden.ts";
import { ChainLibrary } from "./library.ts";

const readBytes = async (url: URL): Promise<ArrayBuffer> => (await fetch(url)).arrayBuffer();

async function factoryChain(name: string): Promise<ChainDocument> {
  return (await loadFactoryChains()).find((chain) => chain.name === name)!;
}

test("what is taken in is kept, once, and is there again; what is forgotten is not", async () => {
  const { golden: _golden, ...chain } = await factoryChain("Tape print");
  const own: ChainDocument = { ...chain, name: "My print", version: "2.0.0" };
  const library = new ChainLibrary();
  await library.load();
  await library.take(`look: ${await chainText(own)}`, "text");
  await library.keep(own, "own");
  const another = new ChainLibrary();
  await another.load();
  const found = another.getState().chains.filter(({ chain: { name } }) => name === "My print");
  expect(found.map(({ origin, chain: { version } }) => [origin, version])).toEqual([["own", "2.0.0"]]);
  await another.forget(found[0]!.id);
  const third = new ChainLibrary();
  await third.load();
  expect(third.getState().chains.map(({ chain: { name } }) => name)).not.toContain("My print");
});

test("a text that is damaged is refused, and nothing is kept", async () => {
  const library = new ChainLibrary();
  const text = await chainText(await factoryChain("Tape print"));
  await expect(library.take(text.slice(0, -20), "clipboard")).rejects.toThrow(/cut off/);
  await expect(library.take("nothing of the kind", "clipboard")).rejects.toThrow(/no chain/);
  expect(library.getState().chains).toEqual([]);
});

const about = { name: "my-chains", version: "1.0.0" };
const named = async (name: string): Promise<ChainDocument> => ({ ...(await factoryChain("Tape print")), name });

test("a package of chains is taken in whole", async () => {
  const library = new ChainLibrary();
  const files = await chainPackFiles(about, { one: await named("One"), two: await named("Two") });
  const taken = await library.takeFile(new Blob([await writePackArchive(files)]), "my-chains-1.0.0.tgz");
  expect(taken.map(({ name }) => name)).toEqual(["One", "Two"]);
  const { chains, arrived } = library.getState();
  expect(chains.map(({ chain: { name }, origin }) => [name, origin])).toEqual([
    ["One", "imported"],
    ["Two", "imported"],
  ]);
  expect(chains.find(({ id }) => id === arrived)?.chain.name).toBe("One");
  const again = new ChainLibrary();
  await again.load();
  for (const { id } of chains) {
    expect(again.getState().chains.map((one) => one.id)).toContain(id);
    await again.forget(id);
  }
});

test("a package that carries code, leads out, was changed, unfolds too far or is none is refused, and nothing is kept", async () => {
  const library = new ChainLibrary();
  const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
  const files = await chainPackFiles(about, { one: await named("One") });
  const changed = files.map((file) => (file.name === "one.chain.json" ? { ...file, bytes: utf8("{}") } : file));
  const folded = async (bytes: Uint8Array<ArrayBuffer>): Promise<Blob> =>
    new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"))).blob();
  const falseSize = writeTar(files, "package");
  falseSize.set(utf8("77777777777"), 124);
  const newer = structuredClone(await named("One"));
  Object.values(newer.graphs[newer.root]!.nodes)[0]!.version = 99;
  const bad: readonly (readonly [Blob, RegExp])[] = [
    [new Blob([await writePackArchive([...files, { name: "index.js", bytes: utf8("alert(1)") }])]), /carries no code/],
    [new Blob([await writePackArchive([...files, { name: "../up.chain.json", bytes: utf8("{}") }])]), /leads out/],
    [new Blob([await writePackArchive(changed)]), /not the one that was packed/],
    [await folded(falseSize), /damaged|larger than the archive/],
    [await folded(new Uint8Array(40 * 1024 * 1024)), /unfolds to more than 32 MB/],
    [new Blob([new Uint8Array(17 * 1024 * 1024)]), /16 MB at most/],
    [new Blob(["no archive"]), /cannot be unfolded/],
    [new Blob([await writePackArchive(await chainPackFiles(about, { one: newer }))]), /was made with version 99/],
  ];
  for (const [file, said] of bad) await expect(library.takeFile(file, "a.tgz")).rejects.toThrow(said);
  await expect(library.take(await chainText(newer), "text")).rejects.toThrow(/text: .*was made with version 99/);
  expect(library.getState().chains).toEqual([]);
});

test("the latest version is that with the highest number, of what was placed, or of one's own by name", async () => {
  const library = new ChainLibrary();
  for (const version of ["1.9.0", "1.10.0", "1.2.0"]) await library.keep({ ...(await named("Mine")), version }, "own");
  expect(library.latest("Mine")?.version).toBe("1.10.0");
  expect(library.latest({ name: "Mine", sha256: "0".repeat(64) })?.version).toBe("1.10.0");
  expect(library.latest({ name: "Mine", author: "Somebody else", sha256: "0".repeat(64) })).toBeUndefined();
  expect(library.latest("Yours")).toBeUndefined();
  expect(library.latest(undefined)).toBeUndefined();
  for (const { id } of library.getState().chains) await library.forget(id);
});

test("the golden hash that a Worker works out is that of the renderer", async () => {
  const chain = await factoryChain("Tape print");
  const { pcmSha256 } = await playOnLoop(chain, { registry, readBytes });
  expect((await withGolden(chain)).golden).toEqual({ pcmSha256 });
});

test("a chain from elsewhere sounds as published, or it is said why not", async () => {
  const { root, graphs, ...chain } = await factoryChain("Tape print");
  const published = await withGolden({ root, graphs, ...chain });
  expect(await compareGolden(published)).toEqual({ holds: true, words: "sounds as published" });
  const [[id, node]] = Object.entries(graphs[root]!.nodes) as [[string, NodeRecord]];
  const withNode = (changed: NodeRecord): ChainDocument => ({
    ...published,
    graphs: { ...graphs, [root]: { ...graphs[root]!, nodes: { ...graphs[root]!.nodes, [id]: changed } } },
  });
  const bypassed = await compareGolden(withNode({ ...node, bypassed: true }));
  expect(bypassed).toMatchObject({
    holds: false,
    words: expect.stringMatching(/^sounds different here: it was changed/),
  });
  expect(await compareGolden(withNode({ ...node, type: "somebody.fuzz" }))).toEqual({
    holds: false,
    words: "sounds different here: somebody.fuzz is not known",
  });
  expect(await compareGolden(withNode({ ...node, version: node.version + 1 }))).toMatchObject({
    holds: false,
    words: expect.stringMatching(/^cannot sound here: was made with version/),
  });
  const { golden: _golden, ...silent } = published;
  expect(await compareGolden(silent)).toBeUndefined();
});
