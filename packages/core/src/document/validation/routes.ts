import { isStrip } from "../../definition/node.ts";
import { nodeAddress, splitEndpoint } from "../address.ts";
import { loops, loopText, reached } from "../loops.ts";
import { own } from "../names.ts";
import { isTrack } from "../ports.ts";
import type { ConnectionRecord, GraphId, GraphRecord, NodeId } from "../types.ts";
import type { Findings, Subject } from "./findings.ts";

/** Which nodes lead to which, `in` and `out` included. */
export interface Routes {
  readonly after: (node: NodeId) => readonly NodeId[];
  readonly before: (node: NodeId) => readonly NodeId[];
}

export function routesOf(connections: readonly ConnectionRecord[]): Routes {
  const after = new Map<NodeId, NodeId[]>();
  const before = new Map<NodeId, NodeId[]>();
  for (const connection of connections) {
    const from = splitEndpoint(connection.from).node;
    const to = splitEndpoint(connection.to).node;
    entryOf(after, from).push(to);
    entryOf(before, to).push(from);
  }
  return { after: (node) => after.get(node) ?? [], before: (node) => before.get(node) ?? [] };
}

function entryOf(map: Map<NodeId, NodeId[]>, key: NodeId): NodeId[] {
  const entry = map.get(key) ?? [];
  map.set(key, entry);
  return entry;
}

/** Sound that would come back to where it was: loops, each by its nodes. */
export function checkLoops(id: GraphId, graph: GraphRecord, routes: Routes, findings: Findings): void {
  // What wrongly starts at `out` or ends at `in` is told as such.
  const inside = (node: NodeId): readonly NodeId[] => (node === "out" ? [] : routes.after(node));
  for (const loop of loops(Object.keys(graph.nodes), inside)) {
    const message = `sound runs in a circle: ${loopText(loop)}; take one of these connections away`;
    findings.problem(nodeAddress(id, loop[0]!), { code: "loop", message });
  }
}

/** Nodes from which nothing leads out of their graph. */
export function checkHeard(id: GraphId, graph: GraphRecord, routes: Routes, findings: Findings): void {
  const heard = reached(["out"], routes.before);
  for (const node of Object.keys(graph.nodes)) {
    if (heard.has(node)) continue;
    const message = "nothing leads from here to the mix; connect it or take it away";
    findings.warning(nodeAddress(id, node), { code: "not-heard", message });
  }
}

/**
 * Tracks connected to the stereo bus, or to the mix itself, without a bus of their family between. The stereo bus is
 * the only bus that feeds the mix, directly or through processors.
 */
export function checkDirectTracks(subject: Subject, graph: GraphRecord, routes: Routes, findings: Findings): void {
  const stripKind = (id: NodeId): "track" | "bus" | undefined => {
    const definition = subject.registry.definition(own(graph.nodes, id)?.type ?? "");
    if (definition === undefined || !isStrip(definition)) return undefined;
    return isTrack(definition) ? "track" : "bus";
  };
  const upToStrips = (id: NodeId): readonly NodeId[] => (stripKind(id) === undefined ? routes.before(id) : []);
  const last = [...reached(["out"], upToStrips).keys()];
  const buses = last.filter((id) => stripKind(id) === "bus");
  const feeders = graph.connections
    .filter(({ to }) => buses.length === 1 && to === `${buses[0]}.main`)
    .map(({ from }) => splitEndpoint(from).node);
  for (const id of new Set([...last, ...feeders])) {
    if (stripKind(id) !== "track") continue;
    const message = "goes straight to the stereo bus; give its family a bus and send it there";
    findings.warning(nodeAddress(subject.document.root, id), { code: "track-direct-to-stereo-bus", message });
  }
}
