import {
  fault,
  FORMAT,
  freeId,
  parseMix,
  splitEndpoint,
  splitParameterAddress,
  upgradeNodes,
  type Command,
  type GraphId,
  type GraphRecord,
  type MixDocument,
  type NodeId,
  type NodeRecord,
  type PlainValue,
  type Registry,
  type SourceId,
} from "@twobus/core";
import { rounded, type Position } from "./add-node.ts";
import { graphsWithin } from "./copy.ts";

export interface Pasted {
  readonly commands: readonly Command[];
  /** The new nodes. */
  readonly nodes: readonly NodeId[];
}

/** Reads what `copyText` wrote, or any mix. Throws a TwobusError for anything else. */
export function readCopied(text: string, registry: Registry): MixDocument {
  if (!/^\s*\{/.test(text) || !text.includes(`"${FORMAT}"`)) {
    const message =
      "this is neither nodes of a mix nor a chain; copy nodes, the whole line that begins with twobus-chain:, a link, or all that is in a .chain.json";
    throw fault("nothing-to-paste", "clipboard", message);
  }
  return upgradeNodes(parseMix(text, "clipboard").document, registry).document;
}

/** Puts the nodes of a copied mix's root graph into a graph, the upper left one at `position`, all under free ids. */
export function pasteCommands(document: MixDocument, graph: GraphId, copy: MixDocument, position: Position): Pasted {
  const root = copy.graphs[copy.root]!;
  const sources = sourceCommands(document, copy);
  const inner = graphCommands(document, copy, sources.ids);
  const nodes = freeIds(document.graphs[graph]!.nodes, Object.keys(root.nodes), "node");
  const moved = (end: string): string => nodes.get(splitEndpoint(end).node)! + end.slice(end.indexOf("."));
  const isInside = (end: string): boolean => nodes.has(splitEndpoint(end).node);
  return {
    nodes: [...nodes.values()],
    commands: [
      ...sources.commands,
      ...inner.commands,
      ...Object.entries(root.nodes).flatMap(([id, record]) =>
        nodeCommands(graph, nodes.get(id)!, renamedWithin(record, sources.ids, inner.ids)),
      ),
      ...root.connections
        .filter(({ from, to }) => isInside(from) && isInside(to))
        .map((cable): Command => ({ kind: "connect", graph, ...cable, from: moved(cable.from), to: moved(cable.to) })),
      ...automationCommands(copy, graph, nodes, inner.ids),
      { kind: "setLayout", graph, positions: placesAt(position, copy.layout[copy.root] ?? {}, nodes) },
    ],
  };
}

function nodeCommands(graph: GraphId, node: NodeId, record: NodeRecord): readonly Command[] {
  const { type, params, label, colour, source, graph: nodeGraph, bypassed, muted } = record;
  return [
    {
      kind: "addNode",
      graph,
      type,
      id: node,
      params: params as Record<string, PlainValue>,
      ...(label !== undefined && { label }),
      ...(colour !== undefined && { colour }),
      ...(source !== undefined && { source }),
      ...(nodeGraph !== undefined && { nodeGraph }),
    },
    ...(bypassed === true ? [{ kind: "setBypassed", graph, node, bypassed } as const] : []),
    ...(muted === true ? [{ kind: "setMuted", graph, node, muted } as const] : []),
  ];
}

type Renamed = ReadonlyMap<string, string>;

/** Recordings that the mix has already are shared, others are added. */
function sourceCommands(document: MixDocument, copy: MixDocument): { commands: Command[]; ids: Renamed } {
  const known = (id: SourceId): boolean =>
    Object.hasOwn(document.sources, id) && document.sources[id]!.file === copy.sources[id]!.file;
  const added = freeIds(
    document.sources,
    Object.keys(copy.sources).filter((id) => !known(id)),
    "source",
  );
  const commands = [...added].map(([id, free]): Command => ({
    kind: "addSource",
    id: free,
    source: copy.sources[id]!,
  }));
  return { commands, ids: added };
}

/** What lies inside the nodes becomes theirs alone. */
function graphCommands(
  document: MixDocument,
  copy: MixDocument,
  sources: Renamed,
): { commands: Command[]; ids: Renamed } {
  const nested = Object.values(copy.graphs[copy.root]!.nodes).flatMap((record) => record.graph ?? []);
  const entries = graphsWithin(copy, nested);
  const ids = freeIds(
    document.graphs,
    entries.map(([id]) => id),
    "graph",
  );
  const commands = entries.map(([id, content]): Command => {
    const nodes = Object.entries(content.nodes).map(([node, record]) => [node, renamedWithin(record, sources, ids)]);
    return {
      kind: "addGraph",
      id: ids.get(id)!,
      content: { ...content, nodes: Object.fromEntries(nodes) } as GraphRecord,
    };
  });
  return { commands, ids };
}

function renamedWithin(record: NodeRecord, sources: Renamed, graphs: Renamed): NodeRecord {
  const { source, graph } = record;
  return {
    ...record,
    ...(source !== undefined && { source: sources.get(source) ?? source }),
    ...(graph !== undefined && { graph: graphs.get(graph)! }),
  };
}

function automationCommands(copy: MixDocument, graph: GraphId, nodes: Renamed, graphs: Renamed): readonly Command[] {
  return Object.entries(copy.automation).flatMap(([address, { points }]): Command[] => {
    const { graph: lane, node, param } = splitParameterAddress(address);
    const place = lane === copy.root ? { graph, node: nodes.get(node) } : { graph: graphs.get(lane), node };
    if (place.graph === undefined || place.node === undefined) return [];
    return [{ kind: "setAutomation", graph: place.graph, node: place.node, param, points }];
  });
}

/** Free ids that do not take one another either. */
function freeIds(taken: Readonly<Record<string, unknown>>, wishes: readonly string[], kind: string): Renamed {
  const all: Record<string, unknown> = { ...taken };
  return new Map(
    wishes.map((wish) => {
      const id = freeId(all, wish, kind);
      all[id] = true;
      return [wish, id];
    }),
  );
}

function placesAt(
  { x, y }: Position,
  places: Readonly<Record<NodeId, Position>>,
  nodes: Renamed,
): Record<NodeId, Position> {
  const placed = [...nodes].map(([old, node]) => [node, places[old] ?? { x: 0, y: 0 }] as const);
  const left = Math.min(...placed.map(([, place]) => place.x));
  const top = Math.min(...placed.map(([, place]) => place.y));
  return Object.fromEntries(
    placed.map(([node, place]) => [node, rounded({ x: x + place.x - left, y: y + place.y - top })]),
  );
}
