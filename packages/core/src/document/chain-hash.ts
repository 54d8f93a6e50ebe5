import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { GraphId, GraphRecord } from "./types.ts";

/** Graphs, one of which is the chain. */
export interface ChainContent {
  readonly root: GraphId;
  readonly graphs: Readonly<Record<GraphId, GraphRecord>>;
}

/**
 * SHA-256, in hexadecimal, of what a chain is: its graphs and those inside them. The same in its file and wherever it
 * has been placed: ids of graphs, the order of keys and connections, layout, and what is said about origin or what pinned nodes
 * would follow do not matter.
 */
export function chainHash({ root, graphs }: ChainContent): string {
  return bytesToHex(sha256(utf8ToBytes(canonical(graphsInOrder(root, graphs)))));
}

/** Graphs as they are met, by ids of nodes, from the root inwards; each is then called by its place. */
function graphsInOrder(root: GraphId, graphs: ChainContent["graphs"]): unknown[] {
  const place = new Map([[root, 0]]);
  const placed = (id: GraphId): number => {
    if (!place.has(id)) place.set(id, place.size);
    return place.get(id)!;
  };
  const content: unknown[] = [];
  // A map's iteration also visits what is added on the way.
  for (const id of place.keys()) {
    if (!Object.hasOwn(graphs, id)) {
      content.push(null);
      continue;
    }
    const { definition: _origin, ...graph } = graphs[id]!;
    const nodes = sortedEntries(graph.nodes).map(([name, { pinned: _followed, ...node }]) => [
      name,
      node.graph === undefined ? node : { ...node, graph: placed(node.graph) },
    ]);
    const connections = graph.connections.map(canonical).toSorted();
    content.push({ ...graph, nodes, connections });
  }
  return content;
}

/** JSON with sorted keys and without spaces. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = sortedEntries(value as Readonly<Record<string, unknown>>).filter(([, item]) => item !== undefined);
  return `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${canonical(item)}`).join(",")}}`;
}

/** By code unit, the same on every machine. */
function sortedEntries<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
