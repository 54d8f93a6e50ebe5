import { parameterAddress, splitParameterAddress } from "../document/address.ts";
import { nestedGraphs } from "../document/exposed.ts";
import { reached } from "../document/loops.ts";
import { freeId, own } from "../document/names.ts";
import type { GraphId, GraphRecord } from "../document/types.ts";
import type { Edit } from "./edit.ts";
import { framesOf, putFrames } from "./frames.ts";

/** Copies a graph and those inside it, with their automation, layout and frames. Returns the copy's id. */
export function copyGraphs(edit: Edit, start: GraphId): GraphId {
  const { document, draft } = edit;
  const copies = new Map<GraphId, GraphId>();
  const taken: Record<GraphId, unknown> = { ...document.graphs };
  for (const id of reached([start], nestedGraphs(document)).keys()) {
    const copy = freeId(taken, id, "graph");
    taken[copy] = true;
    copies.set(id, copy);
  }
  for (const [id, copy] of copies) {
    draft.graphs[copy] = withGraphsRenamed(document.graphs[id]!, copies);
    const places = own(document.layout, id);
    if (places !== undefined) draft.layout[copy] = places;
    putFrames(edit, copy, framesOf(document, id));
  }
  for (const [address, lane] of Object.entries(document.automation)) {
    const { graph, node, param } = splitParameterAddress(address);
    const copy = copies.get(graph);
    if (copy !== undefined) draft.automation[parameterAddress(copy, node, param)] = lane;
  }
  return copies.get(start)!;
}

/** A graph whose nodes contain other graphs than before, as far as these are named. */
export function withGraphsRenamed(graph: GraphRecord, names: ReadonlyMap<GraphId, GraphId>): GraphRecord {
  const nodes = Object.entries(graph.nodes).map(([id, node]) => {
    const name = node.graph === undefined ? undefined : names.get(node.graph);
    return [id, name === undefined ? node : { ...node, graph: name }] as const;
  });
  return { ...graph, nodes: Object.fromEntries(nodes) };
}
