import { chainHash } from "../document/chain-hash.ts";
import type { ChainDocument } from "../document/chain-types.ts";
import { components } from "../document/loops.ts";
import { isPlainValue, type PlainValue } from "../definition/parameters.ts";
import { parameterAddress, type NodePlace } from "../document/address.ts";
import { own } from "../document/names.ts";
import {
  CHAIN_TYPE,
  type ChainDefinition,
  type GraphId,
  type GraphRecord,
  type MixDocument,
  type NodeId,
} from "../document/types.ts";
import type { Problem } from "../problem.ts";
import type { Applied, Command } from "./apply.ts";
import { withGraphsRenamed } from "./copy-graphs.ts";
import { chainIn } from "./edit.ts";

/** Does a command, as `History.do` does; put a gesture around several to undo them at once. */
export type PerformCommand = (command: Command) => Pick<Applied, "created" | "lost">;
/** The same, where nothing that is there already can be lost. */
type AddingCommand = (command: Command) => Pick<Applied, "created">;

/** Where a chain goes, and what its node is called. */
export interface PlaceChainOptions {
  readonly graph: GraphId;
  readonly id: NodeId;
  readonly label?: string;
}

/**
 * Places a chain as a node: each of its graphs by `addGraph`, innermost first, then the node by `addNode`. The node has no values of
 * its own: it stands as the chain stands inside. Graph ids that are taken are changed. Returns the node's id.
 */
export function placeChain(
  chain: ChainDocument,
  { graph, id, label = chain.name }: PlaceChainOptions,
  perform: AddingCommand,
): NodeId {
  const content = placeInside(chain, id, perform);
  const nodeGraph = perform({ kind: "addGraph", id, content }).created!;
  placeLayout(chain, chain.root, nodeGraph, perform);
  return perform({ kind: "addNode", graph, id, type: CHAIN_TYPE, label, nodeGraph }).created!;
}

/**
 * Brings all nodes that contain a graph to another version of their chain, or to another chain. Returns what they had been given
 * and could not keep. Pinned nodes stay as they are.
 */
export function updateChain(chain: ChainDocument, graph: GraphId, perform: PerformCommand): readonly Problem[] {
  const content = placeInside(chain, graph, perform);
  return perform({ kind: "replaceGraph", id: graph, content }).lost;
}

/** Adds a chain node that shares its content with another one, and begins with its values and automation. Returns its id. */
export function duplicateLinked(document: MixDocument, { graph, node: id }: NodePlace, perform: AddingCommand): NodeId {
  const { params, label, colour, bypassed, muted, graph: nodeGraph } = chainIn(document, graph, id);
  const values = Object.entries(params).filter((entry): entry is [string, PlainValue] => isPlainValue(entry[1]));
  const node = perform({
    kind: "addNode",
    graph,
    id,
    type: CHAIN_TYPE,
    nodeGraph,
    params: Object.fromEntries(values),
    ...(label !== undefined && { label }),
    ...(colour !== undefined && { colour }),
  }).created!;
  if (bypassed === true) perform({ kind: "setBypassed", graph, node, bypassed });
  if (muted === true) perform({ kind: "setMuted", graph, node, muted });
  for (const param of Object.keys(document.graphs[nodeGraph]!.interface.params)) {
    const lane = own(document.automation, parameterAddress(graph, id, param));
    if (lane !== undefined) perform({ kind: "setAutomation", graph, node, param, points: lane.points });
  }
  return node;
}

/** Adds the graphs inside a chain, and returns its own, which names them as they are called here. */
function placeInside(chain: ChainDocument, id: string, perform: AddingCommand): GraphRecord {
  const { root, graphs } = chain;
  const nested = (outer: GraphId): GraphId[] => Object.values(graphs[outer]!.nodes).flatMap((node) => node.graph ?? []);
  const placed = new Map<GraphId, GraphId>();
  for (const inner of components([root], nested).flat()) {
    if (inner === root) continue;
    const content = withGraphsRenamed(graphs[inner]!, placed);
    const created = perform({ kind: "addGraph", id: `${id}-${inner}`, content }).created!;
    placed.set(inner, created);
    placeLayout(chain, inner, created, perform);
  }
  return { ...withGraphsRenamed(graphs[root]!, placed), definition: definitionOf(chain) };
}

function placeLayout(
  { graphs, layout = {} }: ChainDocument,
  from: GraphId,
  graph: GraphId,
  perform: AddingCommand,
): void {
  const places = Object.entries(own(layout, from) ?? {});
  const isThere = (node: NodeId): boolean =>
    node === "in" || node === "out" || Object.hasOwn(graphs[from]!.nodes, node);
  const positions = Object.fromEntries(places.filter(([node]) => isThere(node)));
  if (Object.keys(positions).length > 0) perform({ kind: "setLayout", graph, positions });
}

/** What a placed chain remembers of the file that it comes from. */
export function definitionOf(chain: ChainDocument): ChainDefinition {
  const { name, version, author, licence, derivedFrom } = chain;
  return {
    name,
    sha256: chainHash(chain),
    ...(version !== undefined && { version }),
    ...(author !== undefined && { author }),
    ...(licence !== undefined && { licence }),
    ...(derivedFrom !== undefined && { derivedFrom }),
  };
}
