import { splitEndpoint, type Command, type GraphId, type MixDocument, type NodeId, type Registry } from "@twobus/core";
import { openEnds } from "./open-ends.ts";

interface Cable {
  readonly from: string;
  readonly to: string;
}

/**
 * Connects two ports; where the cable comes from a selected node, all the others that are selected go there too, as far
 * as they can.
 */
export function connectCommands(
  document: MixDocument,
  graph: GraphId,
  registry: Registry,
  { from, to }: Cable,
  selection: ReadonlySet<NodeId>,
): readonly Command[] {
  const { node, port } = splitEndpoint(from);
  const first: Command = { kind: "connect", graph, from, to };
  if (!selection.has(node)) return [first];
  const open = new Set(
    openEnds(document, graph, registry, { side: "input", endpoint: to }).map(({ endpoint }) => endpoint),
  );
  const others = [...selection].map((id) => `${id}.${port}`).filter((end) => end !== from && open.has(end));
  return [first, ...others.map((end): Command => ({ kind: "connect", graph, from: end, to }))];
}

/** Moves an end of a connection; its level, place and mute stay as they are. */
export function reconnectCommands(
  document: MixDocument,
  graph: GraphId,
  before: Cable,
  after: Cable,
): readonly Command[] {
  if (before.from === after.from && before.to === after.to) return [];
  const kept = document.graphs[graph]!.connections.find(({ from, to }) => from === before.from && to === before.to);
  return [
    { kind: "disconnect", graph, from: before.from, to: before.to },
    { kind: "connect", graph, ...kept, from: after.from, to: after.to },
  ];
}
