import { readFile } from "node:fs/promises";
import { fault } from "@twobus/core";
import { builtInPack, factoryChains, loadChain } from "@twobus/nodes";
import { isSaid, saidOf } from "../chains/said-of.ts";
import { fullType, unknownType } from "../node-types.ts";
import type { Report } from "../report.ts";

/** Nodes and factory chains that people call by a word. Throws with the types that come near where there are none. */
export async function findByWord(text: string): Promise<Report> {
  const word = text.replace(/^chain:/, "").trim();
  if (!/\w/.test(word)) {
    throw fault(
      "bad-usage",
      "describe",
      `"${text}" is neither a node type nor a word; twobus describe lists all nodes`,
    );
  }
  const nodes = builtInPack.nodes
    .filter((node) => isSaid(word, [node.name, ...node.words, ...Object.keys(node.examples ?? {})]))
    .map(({ type, category, summary, words }) => ({ type, category, summary, words }));
  const chains = [];
  for (const id of Object.keys(factoryChains)) {
    const chain = await loadChain(id, readFile);
    const { name, summary, tags } = chain;
    if (isSaid(word, saidOf(id, chain))) chains.push({ id, name, summary, tags });
  }
  if (nodes.length + chains.length === 0) throw unknownType(fullType(text));
  const rows = [
    ...nodes.map(({ type, summary }) => [type, summary] as const),
    ...chains.map(({ id, summary }) => [`chain:${id}`, summary] as const),
  ];
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  return { json: { nodes, chains }, text: rows.map(([name, summary]) => name.padEnd(width) + summary).join("\n") };
}
