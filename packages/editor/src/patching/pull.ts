import {
  freeId,
  isStrip,
  portsOf,
  splitEndpoint,
  type Command,
  type ConnectionRecord,
  type GraphId,
  type MixDocument,
  type NodeId,
  type Registry,
} from "@twobus/core";
import { rounded, type Position } from "./add-node.ts";
import { openEnds } from "./open-ends.ts";

/** A strip that can be pulled into a bus. */
export interface Pullable {
  readonly node: NodeId;
  readonly label: string;
  /** Whether it plays into this bus already: a new submix can stand between. */
  readonly isHere: boolean;
}

/** The strips that play into an input, and after them those that could. */
export function pullable(document: MixDocument, graph: GraphId, registry: Registry, to: string): readonly Pullable[] {
  const { nodes, connections } = document.graphs[graph]!;
  const here = new Set(connections.flatMap(({ from, to: end }) => (end === to ? splitEndpoint(from).node : [])));
  const open = openEnds(document, graph, registry, { side: "input", endpoint: to });
  const others = open.flatMap(({ endpoint }) => {
    const { node, port } = splitEndpoint(endpoint);
    return port === "main" ? node : [];
  });
  return [...new Set([...here, ...others])].flatMap((node) => {
    const record = nodes[node];
    const definition = record && registry.definition(record.type);
    if (record === undefined || definition === undefined || !isStrip(definition)) return [];
    return { node, label: record.label ?? node, isHere: here.has(node) };
  });
}

interface Pull {
  readonly to: string;
  readonly picked: readonly NodeId[];
  /** Whether what is picked also goes on playing into where it played. */
  readonly isKept: boolean;
}

/** Leads strips into a bus. */
export function pullCommands(
  document: MixDocument,
  graph: GraphId,
  registry: Registry,
  { to, picked, isKept }: Pull,
): readonly Command[] {
  return picked.flatMap((node) => movedCommands(document, graph, registry, { node, to, isKept }));
}

/** Makes a bus that plays into the one pulled from, and leads what is picked through it. */
export function submixCommands(
  document: MixDocument,
  graph: GraphId,
  registry: Registry,
  { to, picked, isKept, label, type, position }: Pull & { label: string; type: string; position: Position },
): { readonly commands: readonly Command[]; readonly node: NodeId } {
  const node = freeId(document.graphs[graph]!.nodes, label, "bus");
  return {
    node,
    commands: [
      { kind: "addNode", graph, type, id: node, label },
      { kind: "setLayout", graph, positions: { [node]: rounded(position) } },
      { kind: "connect", graph, from: `${node}.main`, to },
      ...picked.flatMap((strip) => {
        const here = document.graphs[graph]!.connections.find(
          (cable) => cable.from === `${strip}.main` && cable.to === to,
        );
        // What plays here already must not be heard twice.
        const moved = { node: strip, to: `${node}.main`, isKept: isKept && here === undefined };
        return movedCommands(document, graph, registry, moved, here);
      }),
    ],
  };
}

function movedCommands(
  document: MixDocument,
  graph: GraphId,
  registry: Registry,
  { node, to, isKept }: { node: NodeId; to: string; isKept: boolean },
  home: ConnectionRecord | undefined = homeOf(document, graph, registry, node),
): readonly Command[] {
  const from = `${node}.main`;
  if (home?.to === to) return [];
  if (home === undefined || isKept) return [{ kind: "connect", graph, from, to }];
  return [
    { kind: "disconnect", graph, from, to: home.to },
    { kind: "connect", graph, ...home, to },
  ];
}

/** Where a strip plays first of all: the first of its connections that is no key. */
function homeOf(document: MixDocument, graph: GraphId, registry: Registry, node: NodeId): ConnectionRecord | undefined {
  const { connections, nodes } = document.graphs[graph]!;
  return connections.find(({ from, to }) => {
    const end = splitEndpoint(to);
    const record = nodes[end.node];
    const isKey = record !== undefined && portsOf(record, document, registry)?.inputs[end.port]?.role === "key";
    return from === `${node}.main` && !isKey;
  });
}
