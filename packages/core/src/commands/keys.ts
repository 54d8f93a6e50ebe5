import { splitEndpoint, splitInnerEndpoint, type NodePlace } from "../document/address.ts";
import { freeId, own } from "../document/names.ts";
import { portsOf } from "../document/ports.ts";
import type { GraphId, GraphRecord, MixDocument, NodeId } from "../document/types.ts";
import { fault } from "../problem.ts";
import { graphIn, nodeIn, type Edit, type Performers } from "./edit.ts";
import { forgetConnections, usersOf } from "./forget.ts";
import { withGraph } from "./unused-graphs.ts";

/** Takes a key input off a graph, with the cables that lead to it and on from it. */
export interface KeyCommand {
  readonly kind: "removeKey";
  readonly graph: GraphId;
  readonly port: string;
}

export const keyCommands: Performers<KeyCommand> = {
  removeKey(edit, { graph, port }) {
    const { inputs } = graphIn(edit.document, graph).interface;
    if (own(inputs, port)?.role !== "key") {
      throw fault("no-key", `${graph}.${port}`, `${graph} has no key input ${port}`);
    }
    forgetConnections(edit, graph, (from) => from === `in.${port}`);
    for (const [outer, users] of Map.groupBy(usersOf(edit.document, graph), (user) => user.graph)) {
      const ends = new Set(users.map(({ node }) => `${node}.${port}`));
      forgetConnections(edit, outer, (_, to) => ends.has(to));
    }
    delete edit.draft.graphs[graph]!.interface.inputs[port];
  },
};

/**
 * Leads a key of a node that lies inside another one out to where it can be connected: `bass/comp.key` becomes `bass.key`.
 * Returns the port's endpoint and the document that has the port; ports that lead there already are used again.
 */
export function leadKeyOut(edit: Edit, graph: GraphId, inner: string): { document: MixDocument; endpoint: string } {
  const { steps, port } = splitInnerEndpoint(inner);
  return led(edit, edit.document, { graph, steps, port });
}

interface InnerKey {
  readonly graph: GraphId;
  /** From the outermost node to the one that has the key. */
  readonly steps: readonly NodeId[];
  readonly port: string;
}

function led(edit: Edit, before: MixDocument, { graph, steps, port }: InnerKey): ReturnType<typeof leadKeyOut> {
  const [node = "", ...rest] = steps;
  const record = nodeIn(before, graph, node);
  if (rest.length === 0) {
    refuseNoKey(edit, graph, node, port);
    return { document: before, endpoint: `${node}.${port}` };
  }
  if (record.graph === undefined) {
    throw fault(
      "no-chain",
      `${graph}/${node}`,
      `there is nothing inside ${node}: choose a strip with inserts, or a chain`,
    );
  }
  const { document, endpoint } = led(edit, before, { graph: record.graph, steps: rest, port });
  const content = graphIn(document, record.graph);
  const known = keyTo(content, endpoint);
  if (known !== undefined) return { document, endpoint: `${node}.${known}` };
  const made = freePort(edit, document, record.graph, endpoint);
  const cable = { from: `in.${made}`, to: endpoint };
  const draft = edit.draft.graphs[record.graph]!;
  draft.interface.inputs[made] = { role: "key" };
  draft.connections.push(cable);
  const inputs = { ...content.interface.inputs, [made]: { role: "key" as const } };
  const next = {
    ...content,
    interface: { ...content.interface, inputs },
    connections: [...content.connections, cable],
  };
  return { document: withGraph(document, record.graph, next), endpoint: `${node}.${made}` };
}

function refuseNoKey({ document, registry }: Edit, graph: GraphId, node: NodeId, port: string): void {
  const inputs = portsOf(nodeIn(document, graph, node), document, registry)?.inputs ?? {};
  if (own(inputs, port)?.role === "key") return;
  const message = `${node} has no key input ${port}: only keys are led out of what they lie in; open it to connect there`;
  throw fault("no-key", `${graph}/${node}.${port}`, message);
}

/** The key input of a graph that leads to an endpoint in it. */
function keyTo({ interface: { inputs }, connections }: GraphRecord, endpoint: string): string | undefined {
  const starts = connections.filter(({ to }) => to === endpoint).map(({ from }) => splitEndpoint(from));
  return starts.find(({ node, port }) => node === "in" && own(inputs, port)?.role === "key")?.port;
}

/** Called after the key that it leads to; where that is taken, after its node too. */
function freePort({ registry }: Edit, document: MixDocument, graph: GraphId, endpoint: string): string {
  const types = usersOf(document, graph).map((user) => document.graphs[user.graph]!.nodes[user.node]!.type);
  const ofStrips = types.map((type) => registry.definition(type)?.inputs ?? {});
  const taken = Object.assign({}, document.graphs[graph]!.interface.inputs, ...ofStrips) as Record<string, unknown>;
  const { node, port } = splitEndpoint(endpoint);
  return freeId(taken, Object.hasOwn(taken, port) ? `${node}-${port}` : port, "key");
}

/**
 * Key inputs that a gesture has made useless: their last cable from outside is gone, or the nodes that they led to. Those that a
 * placed chain declares are its author's and stay.
 */
export function forsakenKeys(before: MixDocument, after: MixDocument): KeyCommand[] {
  if (before.graphs === after.graphs) return [];
  return Object.entries(after.graphs).flatMap(([graph, now]) => {
    const then = own(before.graphs, graph);
    if (then === undefined || now.definition !== undefined) return [];
    const keys = Object.keys(now.interface.inputs).filter(
      (port) => now.interface.inputs[port]!.role === "key" && own(then.interface.inputs, port) !== undefined,
    );
    const isForsaken = (port: string): boolean =>
      hasLostNodes(then, now, port) || (wasFed(before, after, graph, port) && !isFed(after, graph, port));
    return keys.filter(isForsaken).map((port): KeyCommand => ({ kind: "removeKey", graph, port }));
  });
}

function hasLostNodes(then: GraphRecord, now: GraphRecord, port: string): boolean {
  const ends = ({ connections }: GraphRecord): NodeId[] =>
    connections.flatMap(({ from, to }) => (from === `in.${port}` ? splitEndpoint(to).node : []));
  const before = ends(then);
  const isOther = (node: NodeId): boolean => own(now.nodes, node)?.type !== then.nodes[node]!.type;
  return before.length > 0 && ends(now).length === 0 && before.every(isOther);
}

const isFed = (document: MixDocument, graph: GraphId, port: string): boolean =>
  hasCable(document, usersOf(document, graph), port);

/** By a node that contains the graph as before: one that has let go of it has its cable elsewhere. */
function wasFed(before: MixDocument, after: MixDocument, graph: GraphId, port: string): boolean {
  const containsAsBefore = ({ graph: outer, node }: NodePlace): boolean =>
    after.graphs[outer]?.nodes[node]?.graph === graph;
  return hasCable(before, usersOf(before, graph).filter(containsAsBefore), port);
}

function hasCable({ graphs }: MixDocument, users: readonly NodePlace[], port: string): boolean {
  return [...Map.groupBy(users, ({ graph }) => graph)].some(([graph, places]) => {
    const ends = new Set(places.map(({ node }) => `${node}.${port}`));
    return graphs[graph]!.connections.some(({ to }) => ends.has(to));
  });
}
