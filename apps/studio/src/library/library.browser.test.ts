import type { ChainDocument, NodeRecord } from "@twobus/core";
import { chainText, playOnLoop } from "@twobus/core/sharing";
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
