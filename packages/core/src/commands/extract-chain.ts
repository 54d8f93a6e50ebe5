import type { Registry } from "../definition/pack.ts";
import { parameterAddress, splitParameterAddress, type NodePlace } from "../document/address.ts";
import { checkChain } from "../document/chain-file.ts";
import { chainHash } from "../document/chain-hash.ts";
import { CHAIN_FORMAT, CHAIN_FORMAT_VERSION, CHAIN_SCHEMA_URL, type ChainDocument } from "../document/chain-types.ts";
import { nestedGraphs } from "../document/exposed.ts";
import { reached } from "../document/loops.ts";
import { freeId, own } from "../document/names.ts";
import type { ChainDefinition, GraphId, GraphRecord, MixDocument, NodeId } from "../document/types.ts";
import { fault, type Problem } from "../problem.ts";
import { apply } from "./apply.ts";
import { chainWords, type ChainWords } from "./chain-words.ts";
import { withGraphsRenamed } from "./copy-graphs.ts";
import { nodeIn } from "./edit.ts";
import { settledContent } from "./settle.ts";

/** What becomes a chain: one chain node, one strip with inserts, or any nodes that could be grouped. */
export interface ExtractedNodes {
  readonly graph: GraphId;
  readonly nodes: readonly NodeId[];
}

/**
 * A chain of its own made of part of a mix, which sounds in another place as it does here: values that a chain node gives are
 * written inside. What is not `given` it says as the chain `before` it did, and the one that it was placed from: where something was
 * changed it is their next version, and names its ancestors. Automation belongs to the song: it is left out, and told in `left`.
 * Throws a TwobusError where the nodes make no chain: no way in and out, a recording inside, more than four parameters shown.
 */
export function extractChain(
  document: MixDocument,
  registry: Registry,
  { graph, nodes }: ExtractedNodes,
  given: Partial<ChainWords>,
  before?: ChainDocument,
): { readonly chain: ChainDocument; readonly left: readonly Problem[] } {
  const { document: whole, place } = asOneNode(document, registry, { graph, nodes });
  const inner = nodeIn(whole, place.graph, place.node).graph!;
  const { content, definition } = standingAlone(withSettled(whole, place, inner), inner);
  const fromMix = { name: labelOf(document, graph, nodes), summary: `From ${document.name}.` };
  const chain: ChainDocument = {
    $schema: CHAIN_SCHEMA_URL,
    format: CHAIN_FORMAT,
    formatVersion: CHAIN_FORMAT_VERSION,
    ...chainWords(given, fromMix, chainHash(content), before, definition),
    ...content,
  };
  checkChain(chain);
  return { chain, left: automationLeft(whole, place, inner) };
}

/** Nodes that are not one with a content are made so. */
function asOneNode(
  document: MixDocument,
  registry: Registry,
  { graph, nodes }: ExtractedNodes,
): { readonly document: MixDocument; readonly place: NodePlace } {
  const [first] = nodes;
  if (nodes.length === 1 && first !== undefined && nodeIn(document, graph, first).graph !== undefined) {
    return { document, place: { graph, node: first } };
  }
  const grouped = apply(document, { kind: "groupNodes", graph, nodes }, registry);
  return { document: grouped.document, place: { graph, node: grouped.created! } };
}

const labelOf = ({ graphs }: MixDocument, graph: GraphId, nodes: readonly NodeId[]): string =>
  own(graphs[graph]?.nodes ?? {}, nodes[0] ?? "")?.label ?? nodes.join(" ");

function withSettled(document: MixDocument, place: NodePlace, inner: GraphId): MixDocument {
  if (!Object.hasOwn(document.graphs, inner)) throw fault("unknown-graph", inner, `there is no graph ${inner}`);
  return { ...document, graphs: { ...document.graphs, [inner]: settledContent(document, place) } };
}

/** A graph with those inside it, and the chain that it was placed from. */
function standingAlone(
  document: MixDocument,
  start: GraphId,
): {
  readonly content: Pick<ChainDocument, "root" | "graphs" | "layout">;
  readonly definition: ChainDefinition | undefined;
} {
  const ids = [...reached([start], nestedGraphs(document)).keys()];
  const root = freeId(Object.fromEntries(ids.slice(1).map((id) => [id, true])), "chain", "chain");
  const names = new Map(ids.map((id) => [id, id === start ? root : id]));
  const graphs: Record<GraphId, GraphRecord> = {};
  const layout: MixDocument["layout"] = {};
  for (const [id, name] of names) {
    graphs[name] = following(withGraphsRenamed(document.graphs[id]!, names));
    const places = own(document.layout, id);
    if (places !== undefined) layout[name] = places;
  }
  const { definition, ...outer } = graphs[root]!;
  graphs[root] = outer;
  return { content: { root, graphs, ...(Object.keys(layout).length > 0 && { layout }) }, definition };
}

/** What a pinned node followed is not in the chain. */
function following({ nodes, ...graph }: GraphRecord): GraphRecord {
  const entries = Object.entries(nodes).map(([id, { pinned: _pinned, ...node }]) => [id, node] as const);
  return { ...graph, nodes: Object.fromEntries(entries) };
}

function automationLeft(document: MixDocument, { graph, node }: NodePlace, inner: GraphId): Problem[] {
  const inside = reached([inner], nestedGraphs(document));
  const shown = document.graphs[inner]!.interface.params;
  const driven = new Set(Object.keys(shown).map((name) => parameterAddress(graph, node, name)));
  return Object.keys(document.automation)
    .filter((address) => driven.has(address) || inside.has(splitParameterAddress(address).graph))
    .map((at) => ({
      code: "automation-left-out",
      at,
      message: "automation belongs to the song and is not in the chain: the chain stands at the set value",
    }));
}
