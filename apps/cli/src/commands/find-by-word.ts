import { readFile } from "node:fs/promises";
import { examplesOf } from "@twobus/measure";
import { builtInPack, factoryChains, loadChain } from "@twobus/nodes";
import { isSaidOf } from "../chains/is-said-of.ts";
import { fullType, unknownType } from "../node-types.ts";
import type { Report } from "../report.ts";

/** Nodes and factory chains that people call by a word. Throws with the types that come near where there are none. */
export async function findByWord(word: string): Promise<Report> {
  const wanted = word.toLowerCase();
  const nodes = builtInPack.nodes
    .filter((node) =>
      [node.name, ...node.words, ...examplesOf(node)].some((said) => said?.toLowerCase().includes(wanted)),
    )
    .map(({ type, category, summary, words }) => ({ type, category, summary, words }));
  const chains = [];
  for (const id of Object.keys(factoryChains)) {
    const chain = await loadChain(id, readFile);
    const { name, summary, tags } = chain;
    if (isSaidOf(id, chain, word)) chains.push({ id, name, summary, tags });
  }
  if (nodes.length + chains.length === 0) throw unknownType(fullType(word));
  const rows = [
    ...nodes.map(({ type, summary }) => [type, summary] as const),
    ...chains.map(({ id, summary }) => [`chain:${id}`, summary] as const),
  ];
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  return { json: { nodes, chains }, text: rows.map(([name, summary]) => name.padEnd(width) + summary).join("\n") };
}
