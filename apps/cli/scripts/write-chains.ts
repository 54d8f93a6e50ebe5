// Brings the factory chains to the present nodes and the one order of text, writes how they sound, what they measure and docs/factory-chains.md.
import { readFile, writeFile } from "node:fs/promises";
import { emptyMix, serialiseChain, upgradeNodes, type ChainDocument } from "@twobus/core";
import { factoryChains, loadChain, type ChainFigures } from "@twobus/nodes";
import { registry } from "../src/mix-file.ts";
import { chainsPage } from "./chains-page.ts";
import { measureChain } from "./measure-chain.ts";

const repository = new URL("../../../", import.meta.url);
const chains: Record<string, ChainDocument> = {};
const figures: Record<string, ChainFigures> = {};

for (const [id, url] of Object.entries(factoryChains)) {
  const saved = await loadChain(id, readFile);
  const { document } = upgradeNodes({ ...emptyMix(saved.name, 48000), graphs: saved.graphs }, registry);
  const upgraded = { ...saved, graphs: document.graphs };
  const { golden, figures: measured } = await measureChain(upgraded);
  chains[id] = { ...upgraded, golden };
  figures[id] = measured;
  await writeFile(url, serialiseChain(chains[id]));
}
await writeFile(new URL("packages/nodes/chains.golden.json", repository), `${JSON.stringify(figures, undefined, 2)}\n`);
await writeFile(new URL("docs/factory-chains.md", repository), chainsPage(chains, figures));
