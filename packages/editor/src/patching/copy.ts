import {
  emptyMix,
  nestedGraphs,
  serialiseMix,
  splitEndpoint,
  splitParameterAddress,
  type GraphId,
  type GraphRecord,
  type MixDocument,
  type NodeId,
} from "@twobus/core";
import type { Position } from "./add-node.ts";

/**
 * The text of some nodes of a graph: a mix of its own, with nothing in it but them, what is inside them, the cables
 * between them, their sources and their automation. `places` says where they stand.
 */
export function copyText(
  document: MixDocument,
  graph: GraphId,
  nodes: readonly NodeId[],
  places: ReadonlyMap<NodeId, Position>,
): string {
  return serialiseMix(copied(document, graph, nodes, places));
}

export function copied(
  document: MixDocument,
  graphId: GraphId,
  nodes: readonly NodeId[],
  places: ReadonlyMap<NodeId, Position>,
): MixDocument {
  const graph = document.graphs[graphId]!;
  const picked = new Set(nodes.filter((node) => Object.hasOwn(graph.nodes, node)));
  const copy = emptyMix(document.name, document.sampleRate);
  copy.root = graphId;
  copy.graphs = {
    ...Object.fromEntries(
      graphsWithin(
        document,
        [...picked].flatMap((id) => graph.nodes[id]!.graph ?? []),
      ),
    ),
    [graphId]: {
      interface: { inputs: {}, outputs: { main: { role: "audio" } }, params: {} },
      nodes: Object.fromEntries([...picked].map((id) => [id, graph.nodes[id]!])),
      connections: graph.connections.filter(({ from, to }) =>
        [from, to].every((end) => picked.has(splitEndpoint(end).node)),
      ),
    },
  };
  const isCopied = (lane: GraphId, node: NodeId): boolean =>
    lane === graphId ? picked.has(node) : Object.hasOwn(copy.graphs, lane);
  copy.automation = Object.fromEntries(
    Object.entries(document.automation).filter(([address]) => {
      const { graph: lane, node } = splitParameterAddress(address);
      return isCopied(lane, node);
    }),
  );
  const used = Object.values(copy.graphs).flatMap((part) =>
    Object.values(part.nodes).flatMap(({ source }) => source ?? []),
  );
  copy.sources = Object.fromEntries([...new Set(used)].map((id) => [id, document.sources[id]!]));
  copy.layout = Object.fromEntries(
    Object.entries(document.layout).filter(([id]) => id !== graphId && Object.hasOwn(copy.graphs, id)),
  );
  copy.layout[graphId] = Object.fromEntries([...picked].map((id) => [id, places.get(id) ?? { x: 0, y: 0 }]));
  return copy;
}

/** Graphs and all that lies inside them, what is inside before what it is inside of. */
export function graphsWithin(
  document: MixDocument,
  outermost: readonly GraphId[],
): readonly (readonly [GraphId, GraphRecord])[] {
  const nested = nestedGraphs(document);
  const found = new Map<GraphId, GraphRecord>();
  const take = (id: GraphId): void => {
    if (found.has(id)) return;
    for (const inner of nested(id)) take(inner);
    found.set(id, document.graphs[id]!);
  };
  for (const id of outermost) take(id);
  return [...found];
}
