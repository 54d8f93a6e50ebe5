import {
  freeKeys,
  isStrip,
  outermostNode,
  portsOf,
  splitEndpoint,
  type Command,
  type GraphId,
  type GraphRecord,
  type MixDocument,
  type NodeId,
  type Registry,
} from "@twobus/core";
import { endName } from "./describe-change.ts";
import { openEnds } from "./open-ends.ts";

/** A key input, seen from where a strip can be led to it. */
export interface KeyInput {
  /** `key`, or `Glue key` where it lies inside. */
  readonly name: string;
  /** Where cables to it are drawn. */
  readonly graph: GraphId;
  /** What they lead to, as `connect` takes it. */
  readonly to: string;
  /** What leads to it now, wherever that begins. */
  readonly cables: readonly KeyCable[];
}

/** The first cable of the way to a key. */
export interface KeyCable {
  readonly graph: GraphId;
  readonly from: string;
  readonly to: string;
}

/** What a key can hear. */
export interface KeySource {
  readonly from: string;
  readonly name: string;
}

/**
 * All keys of a node, and of what lies inside it. `path` names the nodes that are open around it: for what stands in the inserts of a
 * strip, the keys are led to from beside that strip.
 */
export function keyInputs(
  document: MixDocument,
  registry: Registry,
  path: readonly NodeId[],
  node: NodeId,
): readonly KeyInput[] {
  const graphs = openGraphs(document, path);
  const here = graphs.at(-1)!;
  const record = document.graphs[here]!;
  const level = stripLevel(document, registry, graphs, path);
  const inputs = Object.entries(portsOf(record.nodes[node]!, document, registry)?.inputs ?? {});
  const own = inputs.flatMap(([port, { role }]) => (role === "key" ? `${node}.${port}` : []));
  return [...own, ...freeKeys(document, registry, here, node)].map((endpoint): KeyInput => ({
    name: keyName(document, record, endpoint),
    graph: graphs[level]!,
    to: [...path.slice(level), endpoint].join("/"),
    cables: waysTo(document, graphs, path, endpoint),
  }));
}

/** The graphs along a path, the root first. */
function openGraphs(document: MixDocument, path: readonly NodeId[]): readonly GraphId[] {
  const graphs = [document.root];
  for (const node of path) graphs.push(document.graphs[graphs.at(-1)!]!.nodes[node]!.graph!);
  return graphs;
}

/** How deep the graph lies that has the innermost strip around a node, or else the outermost chain. */
function stripLevel(
  document: MixDocument,
  registry: Registry,
  graphs: readonly GraphId[],
  path: readonly NodeId[],
): number {
  const isStripAt = (id: NodeId, level: number): boolean => {
    const definition = registry.definition(document.graphs[graphs[level]!]!.nodes[id]!.type);
    return definition !== undefined && isStrip(definition);
  };
  return Math.max(0, path.findLastIndex(isStripAt));
}

/** Cables to a key, followed outwards through the key inputs of the graphs around it. */
function waysTo(
  document: MixDocument,
  graphs: readonly GraphId[],
  path: readonly NodeId[],
  endpoint: string,
): readonly KeyCable[] {
  const graph = graphs.at(-1)!;
  return document.graphs[graph]!.connections.flatMap(({ from, to }): readonly KeyCable[] => {
    if (to !== endpoint) return [];
    const { node, port } = splitEndpoint(from);
    if (node !== "in" || path.length === 0) return [{ graph, from, to }];
    return waysTo(document, graphs.slice(0, -1), path.slice(0, -1), `${path.at(-1)!}.${port}`);
  });
}

/** A port is called after the one key inside that it leads to. */
function keyName({ graphs }: MixDocument, record: GraphRecord, endpoint: string): string {
  const node = outermostNode(endpoint);
  const inner = graphs[record.nodes[node]?.graph ?? ""];
  const { port } = splitEndpoint(endpoint);
  const ends = inner?.connections.filter(({ from }) => from === `in.${port}`) ?? [];
  if (inner !== undefined && ends.length === 1) return endName(inner, ends[0]!.to, graphs);
  return endName(record, endpoint, graphs).slice(endName(record, `${node}.main`).length + 1);
}

/** What a key can hear: what leads to it already, and the strips and processors beside it whose sound does not come from it. */
export function keySources(document: MixDocument, registry: Registry, key: KeyInput): readonly KeySource[] {
  const open = openEnds(document, key.graph, registry, { side: "input", endpoint: key.to });
  const taken = key.cables.map(({ graph, from }) => ({ from, name: endName(document.graphs[graph]!, from) }));
  const names = new Set(taken.map(({ from }) => from));
  const record = document.graphs[key.graph]!;
  const others = open.filter(({ endpoint }) => !names.has(endpoint));
  return [...taken, ...others.map(({ endpoint: from }) => ({ from, name: endName(record, from) }))].toSorted((a, b) =>
    a.name.localeCompare(b.name),
  );
}

/** Leads a key to one source alone, or to none: then the node listens to its own input. */
export function chooseKeyCommands(key: KeyInput, from: string | undefined): readonly Command[] {
  const kept = key.cables.find((cable) => cable.from === from);
  return [
    ...key.cables.flatMap((cable): Command[] => (cable === kept ? [] : [{ kind: "disconnect", ...cable }])),
    ...(from === undefined || kept !== undefined
      ? []
      : [{ kind: "connect", graph: key.graph, from, to: key.to } as const]),
  ];
}
