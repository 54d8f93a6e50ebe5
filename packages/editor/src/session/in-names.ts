import { outermostNode, type GraphId, type MixDocument, type Problem } from "@twobus/core";
import { endName } from "../patching/describe-change.ts";

/** A problem of a graph in the names that its nodes have on the screen, where core speaks of ids: `Kick → Drums`. */
export function inNames({ code, at, message }: Problem, { graphs }: MixDocument, graph: GraphId): Problem {
  const record = graphs[graph]!;
  const isHere = (node: string): boolean => node === "in" || node === "out" || Object.hasOwn(record.nodes, node);
  const named = (text: string): string =>
    text.replace(ENDPOINT, (end) => (isHere(outermostNode(end)) ? endName(record, end, graphs) : end));
  const inside = at.startsWith(`${graph}/`) ? at.slice(graph.length + 1) : at;
  return { code, at: record.nodes[inside]?.label ?? named(inside), message: named(message) };
}

/** `kick.main`, `drums/comp.key`; no end of a sentence. */
const ENDPOINT = /[\p{L}\p{N}_/-]+\.[\p{L}\p{N}_]+/gu;
