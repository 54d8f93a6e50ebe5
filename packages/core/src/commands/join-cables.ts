import { splitEndpoint } from "../document/address.ts";
import type { ConnectionRecord, GraphRecord, NodeId } from "../document/types.ts";
import { fault } from "../problem.ts";

/**
 * The cables of a graph once a chain node in it has given way to its content: each path through a port of the chain
 * becomes one cable. `rename` gives what an inner endpoint is called outside. Throws where a path needs more than one
 * cable can do.
 */
export function joinCables(
  outer: GraphRecord,
  inner: GraphRecord,
  chain: NodeId,
  rename: (endpoint: string) => string,
): ConnectionRecord[] {
  const isMuted = outer.nodes[chain]!.muted === true;
  const arriving = byPort(outer.connections, "to", chain);
  const leaving = byPort(outer.connections, "from", chain);
  const onwards = (cable: ConnectionRecord): ConnectionRecord[] => {
    const { node, port } = splitEndpoint(cable.to);
    if (node !== "out") return [{ ...cable, to: rename(cable.to) }];
    return (leaving.get(port) ?? []).map((next) => joined(cable, isMuted ? { ...next, muted: true } : next));
  };
  const cables = outer.connections.filter(
    ({ from, to }) => ![from, to].some((end) => splitEndpoint(end).node === chain),
  );
  for (const cable of inner.connections) {
    const { node, port } = splitEndpoint(cable.from);
    const starts =
      node === "in"
        ? (arriving.get(port) ?? []).map((before) => joined(before, cable))
        : [{ ...cable, from: rename(cable.from) }];
    cables.push(...starts.flatMap(onwards));
  }
  refuseDoubled(cables);
  return cables;
}

/** Cables by the port of a node at which they start or end. */
function byPort(
  cables: readonly ConnectionRecord[],
  end: "from" | "to",
  id: NodeId,
): ReadonlyMap<string, readonly ConnectionRecord[]> {
  return Map.groupBy(
    cables.filter((cable) => splitEndpoint(cable[end]).node === id),
    (cable) => splitEndpoint(cable[end]).port,
  );
}

/** One cable that does what two in a row do. */
function joined(first: ConnectionRecord, second: ConnectionRecord): ConnectionRecord {
  const { from, to: port, ...before } = first;
  const { from: _port, to, ...after } = second;
  if ((before.panPercent ?? 0) !== 0 && (after.panPercent ?? 0) !== 0) {
    throw fault(
      "cables-do-not-join",
      port,
      `the cables ${from} → ${port} and on to ${to} are both panned: centre one of them`,
    );
  }
  const gainDb = (before.gainDb ?? 0) + (after.gainDb ?? 0);
  const panPercent = (before.panPercent ?? 0) + (after.panPercent ?? 0);
  const hasGain = before.gainDb !== undefined || after.gainDb !== undefined;
  const hasPan = before.panPercent !== undefined || after.panPercent !== undefined;
  return {
    ...before,
    ...after,
    from,
    to,
    ...(hasGain && { gainDb }),
    ...(hasPan && { panPercent }),
    ...((before.muted === true || after.muted === true) && { muted: true }),
  };
}

function refuseDoubled(cables: readonly ConnectionRecord[]): void {
  const seen = new Set<string>();
  for (const { from, to } of cables) {
    const ends = `${from} ${to}`;
    if (seen.has(ends)) {
      const message = `${from} would be connected to ${to} twice: take one of the ways through the chain away`;
      throw fault("cables-do-not-join", `${from} → ${to}`, message);
    }
    seen.add(ends);
  }
}
