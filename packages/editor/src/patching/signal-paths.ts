import { splitEndpoint, type ConnectionRecord, type GraphRecord, type NodeId } from "@twobus/core";

type Side = "before" | "after";

/** All nodes that sound comes from (`before`) or goes to (`after`), the node itself included. */
export function alongSignal(graph: GraphRecord, start: NodeId, side: Side): ReadonlySet<NodeId> {
  const neighbours = new Map<NodeId, NodeId[]>();
  for (const connection of graph.connections) {
    const [here, there] = endsOf(connection, side);
    neighbours.set(here, [...(neighbours.get(here) ?? []), there]);
  }
  const found = new Set([start]);
  // A set's iteration also visits what is added on the way.
  for (const node of found) for (const next of neighbours.get(node) ?? []) found.add(next);
  return found;
}

/** Whether a connection lies on the way of the sound to a node or from it. */
export function onWayOf(graph: GraphRecord, node: NodeId): (connection: ConnectionRecord) => boolean {
  const before = alongSignal(graph, node, "before");
  const after = alongSignal(graph, node, "after");
  return ({ from, to }) => before.has(splitEndpoint(to).node) || after.has(splitEndpoint(from).node);
}

/** What stands next to a node on the way of the sound, each once, in the order of the connections. */
export function nextTo(graph: GraphRecord, node: NodeId, side: Side): readonly NodeId[] {
  const found = graph.connections.map((connection) => endsOf(connection, side));
  return [
    ...new Set(found.flatMap(([here, there]) => (here === node && Object.hasOwn(graph.nodes, there) ? there : []))),
  ];
}

function endsOf({ from, to }: ConnectionRecord, side: Side): readonly [here: NodeId, there: NodeId] {
  const [source, target] = [splitEndpoint(from).node, splitEndpoint(to).node];
  return side === "after" ? [source, target] : [target, source];
}
