import { connectionAddress, nodeAddress, splitEndpoint } from "../document/address.ts";
import { loopText, reached } from "../document/loops.ts";
import { own } from "../document/names.ts";
import { portsOf } from "../document/ports.ts";
import { connectionSchema } from "../document/schema.ts";
import { checkShape } from "../document/shape.ts";
import type { ConnectionRecord, GraphId, GraphRecord, NodeId } from "../document/types.ts";
import { duplicateFault, endFault } from "../document/validation/connections.ts";
import type { Fault } from "../document/validation/findings.ts";
import { routesOf } from "../document/validation/routes.ts";
import { fault } from "../problem.ts";
import { graphIn, nodeIn, refuse, takeOut, type Edit, type Performers } from "./edit.ts";
import { leadKeyOut } from "./keys.ts";

interface ConnectionPlace {
  readonly graph: GraphId;
  readonly from: string;
  readonly to: string;
}

interface ConnectionSettings {
  readonly gainDb?: number;
  readonly panPercent?: number;
  readonly muted?: boolean;
}

/**
 * `connect` may end at a key inside a node, as `bass/comp.key`: the nodes around it are given the ports it takes. `setConnection` changes the settings it names. `insertOnConnection` leads a connection through a node: what comes
 * in is unchanged, what goes on keeps the connection's level, place and mute.
 */
export type ConnectionCommand =
  | ({ readonly kind: "connect" } & ConnectionPlace & ConnectionSettings)
  | ({ readonly kind: "disconnect" } & ConnectionPlace)
  | ({ readonly kind: "setConnection" } & ConnectionPlace & ConnectionSettings)
  | ({ readonly kind: "insertOnConnection"; readonly node: NodeId } & ConnectionPlace);

export const connectionCommands: Performers<ConnectionCommand> = {
  connect(edit, { graph, from, to, ...settings }) {
    addConnection(edit, graph, { from, to, ...given(settings) });
  },

  disconnect(edit, { graph, from, to }) {
    takeOut(edit.draft.graphs[graph]!.connections, indexOf(edit, { graph, from, to }));
  },

  setConnection(edit, { graph, from, to, ...settings }) {
    const index = indexOf(edit, { graph, from, to });
    const changed = { ...graphIn(edit.document, graph).connections[index]!, ...given(settings) };
    if (changed.muted === false) delete changed.muted;
    checkShape(connectionSchema, changed, connectionAddress(graph, changed));
    edit.draft.graphs[graph]!.connections[index] = changed;
  },

  insertOnConnection(edit, { graph, from, to, node }) {
    const index = indexOf(edit, { graph, from, to });
    const { input, output } = through(edit, graph, node);
    const replaced = graphIn(edit.document, graph).connections[index]!;
    takeOut(edit.draft.graphs[graph]!.connections, index);
    addConnection(edit, graph, { from, to: `${node}.${input}` });
    addConnection(edit, graph, { ...replaced, from: `${node}.${output}` });
  },
};

function given({ gainDb, panPercent, muted }: ConnectionSettings): ConnectionSettings {
  return {
    ...(gainDb !== undefined && { gainDb }),
    ...(panPercent !== undefined && { panPercent }),
    ...(muted !== undefined && { muted }),
  };
}

function addConnection(edit: Edit, id: GraphId, wanted: ConnectionRecord): void {
  const { draft, registry } = edit;
  const { document, endpoint: to } = wanted.to.includes("/")
    ? leadKeyOut(edit, id, wanted.to)
    : { document: edit.document, endpoint: wanted.to };
  const graph = graphIn(document, id);
  const connection = { ...wanted, to };
  const { from } = connection;
  const at = connectionAddress(id, connection);
  const checked = checkShape(connectionSchema, connection, at);
  if (checked.muted === false) delete checked.muted;
  const portsAt = (node: NodeId) => portsOf(graph.nodes[node]!, document, registry);
  refuse(at, endFault("from", from, graph, portsAt));
  refuse(at, endFault("to", to, graph, portsAt));
  if (graph.connections.some((other) => other.from === from && other.to === to)) refuse(at, duplicateFault(connection));
  refuse(at, loopFault(graph, splitEndpoint(from).node, splitEndpoint(to).node));
  draft.graphs[id]!.connections.push(checked);
}

/** Why a connection from one node to another would close a loop. */
function loopFault(graph: GraphRecord, from: NodeId, to: NodeId): Fault | undefined {
  const cameFrom = reached([to], routesOf(graph.connections).after);
  if (!cameFrom.has(from)) return undefined;
  const back: NodeId[] = [];
  for (let node: NodeId | undefined = from; node !== undefined; node = cameFrom.get(node)) back.push(node);
  const loop = [from, ...back.slice(1).toReversed()];
  return { code: "loop", message: `sound would run in a circle: ${loopText(loop)}; take another way` };
}

function indexOf({ document }: Edit, { graph, from, to }: ConnectionPlace): number {
  const index = graphIn(document, graph).connections.findIndex((other) => other.from === from && other.to === to);
  if (index >= 0) return index;
  throw fault("unknown-connection", connectionAddress(graph, { from, to }), `${from} is not connected to ${to}`);
}

/** The ports by which sound goes through a node. */
function through({ document, registry }: Edit, graph: GraphId, id: NodeId): { input: string; output: string } {
  const ports = portsOf(nodeIn(document, graph, id), document, registry);
  if (ports === undefined) return { input: "main", output: "main" };
  const [input, output] = [ports.inputs, ports.outputs].map((side) =>
    own(side, "main") === undefined ? Object.keys(side)[0] : "main",
  );
  if (input !== undefined && output !== undefined) return { input, output };
  throw fault("no-way-through", nodeAddress(graph, id), `${id} has no input and output to lead sound through it`);
}
