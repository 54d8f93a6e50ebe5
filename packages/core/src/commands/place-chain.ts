import type { PlainValue } from "../definition/parameters.ts";
import { macroValue } from "../document/chain-file.ts";
import { chainHash } from "../document/chain-hash.ts";
import type { ChainDocument } from "../document/chain-types.ts";
import { components } from "../document/loops.ts";
import { CHAIN_TYPE, type ChainDefinition, type GraphId, type GraphRecord, type NodeId } from "../document/types.ts";
import type { Applied, Command } from "./apply.ts";

/** Where a chain goes, and what its node is called. */
export interface PlaceChainOptions {
  readonly graph: GraphId;
  readonly id: NodeId;
  readonly label?: string;
}

/**
 * Places a chain as a node: each of its graphs by `addGraph`, innermost first, then the node by `addNode`, its macro
 * parameters written out as they stand inside. `perform` does a command, as `History.do` does; put a gesture around
 * it to undo the whole at once. Graph ids that are taken are changed. Returns the node's id.
 */
export function placeChain(
  chain: ChainDocument,
  { graph, id, label = chain.name }: PlaceChainOptions,
  perform: (command: Command) => Pick<Applied, "created">,
): NodeId {
  const { root, graphs } = chain;
  const nested = (outer: GraphId): GraphId[] => Object.values(graphs[outer]!.nodes).flatMap((node) => node.graph ?? []);
  const placed = new Map<GraphId, GraphId>();
  for (const inner of components([root], nested).flat()) {
    const content = withGraphsRenamed(graphs[inner]!, placed);
    const wish = inner === root ? id : `${id}-${inner}`;
    const definition = inner === root ? { definition: definitionOf(chain) } : {};
    placed.set(inner, perform({ kind: "addGraph", id: wish, content: { ...content, ...definition } }).created!);
  }
  const params = macroValues(graphs[root]!);
  const nodeGraph = placed.get(root)!;
  return perform({ kind: "addNode", graph, id, type: CHAIN_TYPE, label, nodeGraph, params }).created!;
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

function withGraphsRenamed(graph: GraphRecord, placed: ReadonlyMap<GraphId, GraphId>): GraphRecord {
  const nodes = Object.entries(graph.nodes).map(([id, node]) => [
    id,
    node.graph === undefined ? node : { ...node, graph: placed.get(node.graph)! },
  ]);
  return { ...graph, nodes: Object.fromEntries(nodes) };
}

function macroValues(root: GraphRecord): Record<string, PlainValue> {
  const values: Record<string, PlainValue> = {};
  for (const [name, shown] of Object.entries(root.interface.params)) {
    const value = macroValue(root, shown);
    if (value !== undefined) values[name] = value;
  }
  return values;
}
