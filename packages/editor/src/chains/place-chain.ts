import {
  CHAIN_TYPE,
  connectionParameters,
  freeId,
  isStrip,
  placeChain,
  type ChainDocument,
  type Command,
  type ConnectionRecord,
  type GraphId,
  type MixDocument,
  type NodeId,
  type PerformCommand,
  type Registry,
} from "@twobus/core";
import { rounded, type Position } from "../patching/add-node.ts";
import { recordCommands, type Recorded } from "./record-commands.ts";

/** Where a chain goes: on its own, into cables that begin or end at one place, or at the end of a strip's inserts. */
export type ChainWhere =
  | { readonly kind: "free"; readonly graph: GraphId; readonly position: Position }
  | { readonly kind: "through"; readonly graph: GraphId; readonly cables: readonly ConnectionRecord[] }
  | { readonly kind: "inserts"; readonly graph: GraphId; readonly node: NodeId };

export interface PlacedChain extends Recorded {
  /** Of the new node. */
  readonly graph: GraphId;
  readonly node: NodeId;
}

/**
 * Places a chain as a node and leads the signal through it, `gainDb` louder behind it. Throws a TwobusError where it cannot stand
 * there.
 */
export function placeChainCommands(
  document: MixDocument,
  registry: Registry,
  chain: ChainDocument,
  where: ChainWhere,
  gainDb = 0,
): PlacedChain {
  let [graph, node] = [where.graph, ""];
  const recorded = recordCommands(document, registry, (perform, now) => {
    if (where.kind === "inserts") graph = insertsOf(now(), where, perform);
    const id = freeId(document.graphs[graph]?.nodes ?? {}, chain.name, "chain");
    node = placeChain(chain, { graph, id }, perform);
    if (where.kind === "free") {
      perform({ kind: "setLayout", graph, positions: { [node]: rounded(where.position) } });
      return;
    }
    const cables = where.kind === "through" ? where.cables : cablesTo(now(), graph, "out.main");
    for (const command of leadThrough(graph, cables, node, gainDb)) perform(command);
  });
  return { ...recorded, graph, node };
}

/** The graph of a strip's inserts, made where there is none. */
function insertsOf(
  document: MixDocument,
  { graph, node }: { readonly graph: GraphId; readonly node: NodeId },
  perform: PerformCommand,
): GraphId {
  const existing = document.graphs[graph]!.nodes[node]!.graph;
  if (existing !== undefined) return existing;
  const nodeGraph = perform({ kind: "addGraph", id: `${node}-chain` }).created!;
  perform({ kind: "setNodeGraph", graph, node, nodeGraph });
  return nodeGraph;
}

/** Cables with one end in common go through a node, with their settings. */
function leadThrough(
  graph: GraphId,
  cables: readonly ConnectionRecord[],
  node: NodeId,
  gainDb: number,
): readonly Command[] {
  const [first] = cables;
  if (first === undefined) return [];
  const [into, outOf] = [`${node}.main`, `${node}.main`];
  const without = cables.map(({ from, to }): Command => ({ kind: "disconnect", graph, from, to }));
  if (cables.every(({ from }) => from === first.from)) {
    return [
      ...without,
      { kind: "connect", graph, from: first.from, to: into },
      ...cables.map((cable): Command => ({ kind: "connect", graph, ...louder(cable, gainDb), from: outOf })),
    ];
  }
  return [
    ...without,
    ...cables.map((cable): Command => ({ kind: "connect", graph, ...cable, to: into })),
    { kind: "connect", graph, ...louder({ from: outOf, to: first.to }, gainDb) },
  ];
}

const { min: LEAST_DB, max: MOST_DB } = connectionParameters.gainDb;

function louder(cable: ConnectionRecord, byDb: number): ConnectionRecord {
  const gainDb = Math.min(MOST_DB, Math.max(LEAST_DB, (cable.gainDb ?? 0) + byDb));
  return gainDb === 0 ? cable : { ...cable, gainDb };
}

const cablesTo = (document: MixDocument, graph: GraphId, end: string): readonly ConnectionRecord[] =>
  document.graphs[graph]!.connections.filter(({ to }) => to === end);

/** What is chosen on a canvas. */
export interface Chosen {
  readonly document: MixDocument;
  readonly path: readonly NodeId[];
  readonly graph: GraphId;
  readonly selection: ReadonlySet<NodeId>;
  readonly cables?: readonly ConnectionRecord[];
}

/**
 * Where a chain is heard that is meant for what is chosen: in a cable, behind a processor, at the end of a strip's inserts; and where
 * nothing is chosen at the end of what is open, in the root graph of the strip that plays the mix. Nothing where no signal is.
 */
export function placeFor(
  { document, graph, selection, cables = [] }: Chosen,
  registry: Registry,
): Exclude<ChainWhere, { readonly kind: "free" }> | undefined {
  const record = document.graphs[graph]!;
  const [cable] = cables;
  if (cable !== undefined && cables.length === 1) return { kind: "through", graph, cables };
  const node = selection.size === 1 ? [...selection][0]! : undefined;
  const isStripNode = (id: NodeId): boolean => {
    const definition = registry.definition(record.nodes[id]?.type ?? CHAIN_TYPE);
    return definition !== undefined && isStrip(definition);
  };
  if (node !== undefined) {
    if (isStripNode(node)) return { kind: "inserts", graph, node };
    const leaving = record.connections.filter(({ from }) => from === `${node}.main`);
    return leaving.length === 0 ? undefined : { kind: "through", graph, cables: leaving };
  }
  const ending = cablesTo(document, graph, "out.main");
  const last = ending.length === 1 ? ending[0]!.from.split(".")[0]! : undefined;
  if (graph === document.root && last !== undefined && isStripNode(last)) return { kind: "inserts", graph, node: last };
  return ending.length === 0 ? undefined : { kind: "through", graph, cables: ending };
}
