import {
  freeKeys,
  outermostNode,
  portsOf,
  splitEndpoint,
  type GraphId,
  type MixDocument,
  type Registry,
} from "@twobus/core";
import { alongSignal } from "./signal-paths.ts";

/** A port of a graph, or a key inside one of its nodes, and whether connections end or begin there. */
export interface PortPlace {
  readonly side: "input" | "output";
  readonly endpoint: string;
}

export interface OpenEnd extends PortPlace {
  readonly role: "audio" | "key";
}

export const portKey = ({ side, endpoint }: PortPlace): string => `${side}:${endpoint}`;

/** All ports of a graph, and the keys inside its nodes. Seen from inside, the graph's own inputs are outputs of `in`. */
function portsIn(document: MixDocument, graphId: GraphId, registry: Registry): readonly OpenEnd[] {
  const graph = document.graphs[graphId]!;
  const list = (
    side: PortPlace["side"],
    node: string,
    ports: Readonly<Record<string, { readonly role: OpenEnd["role"] }>>,
  ): OpenEnd[] => Object.entries(ports).map(([port, { role }]) => ({ side, endpoint: `${node}.${port}`, role }));
  return [
    ...Object.entries(graph.nodes).flatMap(([id, record]) => {
      const ports = portsOf(record, document, registry);
      const inside = freeKeys(document, registry, graphId, id);
      return [
        ...list("input", id, ports?.inputs ?? {}),
        ...inside.map((endpoint) => ({ side: "input", endpoint, role: "key" }) as const),
        ...list("output", id, ports?.outputs ?? {}),
      ];
    }),
    ...list("output", "in", graph.interface.inputs),
    ...list("input", "out", graph.interface.outputs),
  ];
}

/** Where cables begin at a node, or at the graph's `in`. */
export const outputsOf = (document: MixDocument, graph: GraphId, registry: Registry, node: string): readonly string[] =>
  portsIn(document, graph, registry).flatMap(({ side, endpoint }) =>
    side === "output" && splitEndpoint(endpoint).node === node ? endpoint : [],
  );

/**
 * The ports that a cable from `start` may lead to: of the other side, not connected with it yet, and such that sound
 * does not run in a circle. `without` is a connection that goes away, as when its end is moved.
 */
export function openEnds(
  document: MixDocument,
  graphId: GraphId,
  registry: Registry,
  start: PortPlace,
  without?: { readonly from: string; readonly to: string },
): readonly OpenEnd[] {
  const all = document.graphs[graphId]!;
  const connections = all.connections.filter(({ from, to }) => from !== without?.from || to !== without.to);
  const closing = alongSignal(
    { ...all, connections },
    outermostNode(start.endpoint),
    start.side === "output" ? "before" : "after",
  );
  const taken = new Set(
    connections.flatMap(({ from, to }) => {
      if (start.side === "output") return from === start.endpoint ? to : [];
      return to === start.endpoint ? from : [];
    }),
  );
  return portsIn(document, graphId, registry).filter(
    ({ side, endpoint }) => side !== start.side && !taken.has(endpoint) && !closing.has(outermostNode(endpoint)),
  );
}
