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
import { endName } from "./describe-change.ts";
import { openEnds } from "./open-ends.ts";
import { nextHue } from "./submix-place.ts";

/** A strip that can be pulled into a bus. */
export interface Pullable {
  readonly node: NodeId;
  readonly label: string;
  /** What it is, and where it plays first of all: tells apart what has the same name. */
  readonly kind: string;
  readonly into: string | undefined;
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
    const home = homeOf(document, graph, registry, node);
    const into = home && endName(document.graphs[graph]!, home.to);
    return { node, label: record.label ?? node, kind: definition.name, into, isHere: here.has(node) };
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

interface Submix {
  readonly label: string;
  readonly type: string;
  /** Where the new bus will stand, and what makes room for it. */
  readonly placesFor: (node: NodeId) => Readonly<Record<NodeId, Position>>;
}

/** Makes a bus that plays into the one pulled from, and leads what is picked through it. */
export function submixCommands(
  document: MixDocument,
  graph: GraphId,
  registry: Registry,
  { to, picked, isKept, label, type, placesFor }: Pull & Submix,
): { readonly commands: readonly Command[]; readonly node: NodeId } {
  const record = document.graphs[graph]!;
  const node = freeId(record.nodes, label, "bus");
  // Between nodes that nobody has moved, the layout makes room by itself.
  const placed = document.layout[graph] ?? {};
  const isMoved = [splitEndpoint(to).node, ...picked].some((id) => Object.hasOwn(placed, id));
  const positions = Object.entries(placesFor(node)).map(([id, place]) => [id, rounded(place)] as const);
  return {
    node,
    commands: [
      { kind: "addNode", graph, type, id: node, label, colour: nextHue(record) },
      ...(isMoved ? [{ kind: "setLayout", graph, positions: Object.fromEntries(positions) } as const] : []),
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

/**
 * Where a strip plays first of all, beside its keys and its sends: at the highest level, since a send is turned down; of those that
 * are as loud, where something plays that plays nowhere else, since into a return all only send. The order of cables says nothing.
 */
function homeOf(document: MixDocument, graph: GraphId, registry: Registry, node: NodeId): ConnectionRecord | undefined {
  const { connections, nodes } = document.graphs[graph]!;
  const heard = connections.filter(({ to }) => {
    const end = splitEndpoint(to);
    const record = nodes[end.node];
    return record === undefined || portsOf(record, document, registry)?.inputs[end.port]?.role !== "key";
  });
  const playsOnce = ({ from }: ConnectionRecord): boolean => heard.filter((other) => other.from === from).length === 1;
  const isReturn = ({ to }: ConnectionRecord): boolean => !heard.some((other) => other.to === to && playsOnce(other));
  const [home] = heard
    .filter(({ from }) => from === `${node}.main`)
    .toSorted((a, b) => (b.gainDb ?? 0) - (a.gainDb ?? 0) || Number(isReturn(a)) - Number(isReturn(b)));
  return home;
}
