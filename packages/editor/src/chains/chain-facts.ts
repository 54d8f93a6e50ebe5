import {
  chainHash,
  chainOverrides,
  chainUses,
  counted,
  nestedGraphs,
  type ChainDefinition,
  type ChainPlace,
  type ChainUse,
  type GraphId,
  type GraphRecord,
  type MixDocument,
  type Registry,
} from "@twobus/core";

/** What a chain node is, of what it was made, and how far it has gone from there. */
export interface ChainFacts {
  readonly definition: ChainDefinition | undefined;
  /** First digits of the hash of what is inside now. */
  readonly shortHash: string;
  /** Whether what is inside is no longer what its definition was. */
  readonly isChanged: boolean;
  /** Nodes that follow the same graph, itself among them. */
  readonly linkedCount: number;
  readonly isPinned: boolean;
  /** Values that the node has of its own. */
  readonly ownCount: number;
}

const HASH_DIGITS = 8;

/** Nothing for a node that contains nothing. */
export function chainFacts(document: MixDocument, registry: Registry, place: ChainPlace): ChainFacts | undefined {
  const record = document.graphs[place.graph]?.nodes[place.node];
  if (record?.graph === undefined || !Object.hasOwn(document.graphs, record.graph)) return undefined;
  const { definition } = document.graphs[record.graph]!;
  const sha256 = hashOf(document, record.graph);
  return {
    definition,
    shortHash: sha256.slice(0, HASH_DIGITS),
    isChanged: definition !== undefined && definition.sha256 !== sha256,
    linkedCount: usesOf(document).get(record.graph)?.linked.length ?? 1,
    isPinned: record.pinned !== undefined,
    ownCount: chainOverrides(document, registry, place).length,
  };
}

/** `Crunch@1.2.0`, or what can be said of a chain that nobody named. */
export function chainTitle(definition: ChainDefinition | undefined): string {
  if (definition === undefined) return "Chain";
  return definition.version === undefined ? definition.name : `${definition.name}@${definition.version}`;
}

/** In a few words where a node is not what its definition says. */
export function differences({ isChanged, isPinned, ownCount }: ChainFacts): readonly string[] {
  return [
    ...(isChanged ? ["changed inside"] : []),
    ...(ownCount === 0 ? [] : [`${counted(ownCount, "value")} of its own`]),
    ...(isPinned ? ["pinned"] : []),
  ];
}

const uses = new WeakMap<MixDocument, ReadonlyMap<GraphId, ChainUse>>();

function usesOf(document: MixDocument): ReadonlyMap<GraphId, ChainUse> {
  const found = uses.get(document) ?? chainUses(document);
  uses.set(document, found);
  return found;
}

const hashes = new WeakMap<GraphRecord, { readonly graphs: readonly GraphRecord[]; readonly sha256: string }>();

/** Worked out anew only where the graph, or one inside it, is another record. */
function hashOf(document: MixDocument, root: GraphId): string {
  const nested = nestedGraphs(document);
  const ids = new Set([root]);
  // A set's iteration also visits what is added on the way.
  for (const id of ids) for (const inner of nested(id)) ids.add(inner);
  const graphs = [...ids].map((id) => document.graphs[id]!);
  const known = hashes.get(graphs[0]!);
  const isSame =
    known?.graphs.length === graphs.length && graphs.every((graph, index) => graph === known.graphs[index]);
  if (isSame) return known.sha256;
  const sha256 = chainHash({ root, graphs: document.graphs });
  hashes.set(graphs[0]!, { graphs, sha256 });
  return sha256;
}
