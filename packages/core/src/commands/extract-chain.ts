import type { Registry } from "../definition/pack.ts";
import { parameterAddress, splitParameterAddress } from "../document/address.ts";
import { checkChain } from "../document/chain-file.ts";
import { chainHash } from "../document/chain-hash.ts";
import { CHAIN_FORMAT, CHAIN_FORMAT_VERSION, CHAIN_SCHEMA_URL, type ChainDocument } from "../document/chain-types.ts";
import { nestedGraphs } from "../document/exposed.ts";
import { reached } from "../document/loops.ts";
import { freeId, own } from "../document/names.ts";
import type { ChainDefinition, ChainOrigin, GraphId, GraphRecord, MixDocument, NodeId } from "../document/types.ts";
import { fault, type Problem } from "../problem.ts";
import { apply } from "./apply.ts";
import { withGraphsRenamed } from "./copy-graphs.ts";
import { nodeIn } from "./edit.ts";
import { settle } from "./settle.ts";

/** What becomes a chain: one chain node, one strip with inserts, or any nodes that could be grouped. */
export interface ExtractedNodes {
  readonly graph: GraphId;
  readonly nodes: readonly NodeId[];
}

/** What a chain says of itself. */
export type ChainWords = Pick<ChainDocument, "name" | "summary" | "tags"> &
  Partial<Pick<ChainDocument, "version" | "description" | "author" | "licence">>;

/**
 * A chain of its own made of part of a mix, which sounds in another place as it does here: values that a chain node gives are
 * written inside. Automation belongs to the song: it is left out, and told in `left`. Throws a TwobusError where the nodes make no
 * chain: no way in and out, a recording inside, more than four parameters shown.
 */
export function extractChain(
  document: MixDocument,
  registry: Registry,
  { graph, nodes }: ExtractedNodes,
  words: ChainWords,
): { readonly chain: ChainDocument; readonly left: readonly Problem[] } {
  const [first] = nodes;
  if (nodes.length !== 1 || first === undefined || nodeIn(document, graph, first).graph === undefined) {
    const grouped = apply(document, { kind: "groupNodes", graph, nodes }, registry);
    return extractChain(grouped.document, registry, { graph, nodes: [grouped.created!] }, words);
  }
  const inner = nodeIn(document, graph, first).graph!;
  const content = own(document.graphs, inner);
  if (content === undefined) throw fault("unknown-graph", inner, `there is no graph ${inner}`);
  const withoutLanes = { ...document, automation: {} };
  const settled = { ...content, nodes: settle(withoutLanes, graph, first, content).nodes };
  const chain = standingAlone({ ...document, graphs: { ...document.graphs, [inner]: settled } }, inner, words);
  checkChain(chain);
  return { chain, left: automationLeft(document, graph, first, inner) };
}

function standingAlone(document: MixDocument, start: GraphId, words: ChainWords): ChainDocument {
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
  const { definition, ...content } = graphs[root]!;
  graphs[root] = content;
  const sha256 = chainHash({ root, graphs });
  return {
    $schema: CHAIN_SCHEMA_URL,
    format: CHAIN_FORMAT,
    formatVersion: CHAIN_FORMAT_VERSION,
    ...words,
    ...(definition !== undefined && ancestry(definition, sha256)),
    root,
    graphs,
    ...(Object.keys(layout).length > 0 && { layout }),
  };
}

/** What a pinned node followed is not in the chain. */
function following({ nodes, ...graph }: GraphRecord): GraphRecord {
  const entries = Object.entries(nodes).map(([id, { pinned: _pinned, ...node }]) => [id, node] as const);
  return { ...graph, nodes: Object.fromEntries(entries) };
}

/** A chain that has not been changed keeps its ancestors; a changed one has one more. */
function ancestry(definition: ChainDefinition, sha256: string): Pick<ChainDocument, "derivedFrom"> {
  const { name, version, derivedFrom = [] } = definition;
  const origin: ChainOrigin = { name, sha256: definition.sha256, ...(version !== undefined && { version }) };
  const ancestors = definition.sha256 === sha256 ? derivedFrom : [origin, ...derivedFrom];
  return ancestors.length === 0 ? {} : { derivedFrom: ancestors.slice(0, MOST_ANCESTORS) };
}

const MOST_ANCESTORS = 64;

function automationLeft(document: MixDocument, graph: GraphId, node: NodeId, inner: GraphId): Problem[] {
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
