import {
  isStrip,
  splitEndpoint,
  type Command,
  type ConnectionRecord,
  type GraphId,
  type MixDocument,
  type NodeId,
  type Registry,
} from "@twobus/core";

/** Removes nodes. What came into a processor's `main` goes on to where its `main` led, so that the chain stays whole. */
export function removeNodesCommands(
  document: MixDocument,
  graph: GraphId,
  registry: Registry,
  nodes: readonly NodeId[],
): readonly Command[] {
  const { connections, nodes: records } = document.graphs[graph]!;
  let left: readonly ConnectionRecord[] = connections;
  for (const node of nodes) {
    const definition = registry.definition(records[node]!.type);
    left = without(left, node, definition === undefined || !isStrip(definition));
  }
  const healed = left.filter((connection) => !connections.includes(connection));
  return [
    ...nodes.map((node): Command => ({ kind: "removeNode", graph, node })),
    ...healed.map((connection): Command => ({ kind: "connect", graph, ...connection })),
  ];
}

function without(
  connections: readonly ConnectionRecord[],
  node: NodeId,
  isHealed: boolean,
): readonly ConnectionRecord[] {
  const rest = connections.filter(
    ({ from, to }) => splitEndpoint(from).node !== node && splitEndpoint(to).node !== node,
  );
  if (!isHealed) return rest;
  const arriving = connections.filter(({ to }) => to === `${node}.main`);
  const leaving = connections.filter(({ from }) => from === `${node}.main`);
  const joined = [...rest];
  for (const first of arriving) {
    for (const second of leaving) {
      const isThere = joined.some(({ from, to }) => from === first.from && to === second.to);
      if (!isThere) joined.push(throughBoth(first, second));
    }
  }
  return joined;
}

/** One connection that does what two did in a row: the last says where the sound stands. */
function throughBoth(first: ConnectionRecord, second: ConnectionRecord): ConnectionRecord {
  const gainDb = (first.gainDb ?? 0) + (second.gainDb ?? 0);
  const panPercent = second.panPercent ?? first.panPercent;
  return {
    from: first.from,
    to: second.to,
    ...(gainDb !== 0 && { gainDb }),
    ...(panPercent !== undefined && { panPercent }),
    ...((first.muted === true || second.muted === true) && { muted: true }),
  };
}
