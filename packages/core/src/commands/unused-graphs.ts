import type { GraphId, GraphRecord, MixDocument, NodeRecord } from "../document/types.ts";
import type { Edit } from "./edit.ts";
import { forgetAutomation } from "./forget.ts";
import { putFrames } from "./frames.ts";

/** A document with one graph in another state. */
export function withGraph(document: MixDocument, id: GraphId, graph: GraphRecord): MixDocument {
  return { ...document, graphs: { ...document.graphs, [id]: graph } };
}

/** A record without one of its entries. */
export function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  const { [key]: _gone, ...others } = record;
  return others;
}

/** The graphs that a node needs: what it contains, and what it follows again when it is let go. */
export function graphsOf({ graph, pinned }: NodeRecord): GraphId[] {
  return [graph, pinned].filter((id) => id !== undefined);
}

/** Those of some graphs that no node needs any more, and what only they needed. */
export function unusedGraphs({ root, graphs }: MixDocument, candidates: readonly GraphId[]): GraphId[] {
  if (candidates.length === 0) return [];
  const uses = new Map<GraphId, number>([[root, 1]]);
  const neededBy = (id: GraphId): GraphId[] => Object.values(graphs[id]?.nodes ?? {}).flatMap(graphsOf);
  for (const id of Object.keys(graphs)) {
    for (const needed of neededBy(id)) uses.set(needed, (uses.get(needed) ?? 0) + 1);
  }
  const unused = [...new Set(candidates)].filter((id) => Object.hasOwn(graphs, id) && (uses.get(id) ?? 0) === 0);
  // What is found on the way is visited as well.
  for (const id of unused) {
    for (const needed of neededBy(id)) {
      uses.set(needed, uses.get(needed)! - 1);
      if (uses.get(needed) === 0) unused.push(needed);
    }
  }
  return unused;
}

/** Takes graphs away with all that names them. */
export function removeGraphs(edit: Edit, ids: readonly GraphId[]): void {
  if (ids.length === 0) return;
  const gone = new Set(ids);
  forgetAutomation(edit, (graph) => gone.has(graph));
  for (const id of ids) {
    delete edit.draft.graphs[id];
    delete edit.draft.layout[id];
    putFrames(edit, id, {});
  }
}
