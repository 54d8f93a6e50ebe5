import {
  chainDifferences,
  chainHash,
  chainUses,
  isChanged,
  isVersionOf,
  keepDifferences,
  placedContent,
  updateChain,
  type ChainDefinition,
  type ChainDifference,
  type ChainDocument,
  type ChainPlace,
  type ChainUse,
  type GraphId,
  type MixDocument,
  type Problem,
  type Registry,
} from "@twobus/core";
import { recordCommands, type Recorded } from "./record-commands.ts";

/** Graphs that were placed from a chain, with the nodes that follow them and are not pinned. */
export type PlacedUses = ReadonlyMap<GraphId, readonly ChainPlace[]>;

/** Those that were placed from another version of a chain, and are not what it is already. */
export function outdatedUses(document: MixDocument, chain: ChainDocument): PlacedUses {
  const sha256 = chainHash(chain);
  return usesWhere(document, chain, ({ graph, definition }) => {
    const isOther = definition.sha256 !== sha256;
    return isOther && (definition.version !== chain.version || hashIn(document, graph) !== sha256);
  });
}

/** Those that were placed from this very version of a chain, and were changed inside since. */
export function divergedUses(document: MixDocument, registry: Registry, chain: ChainDocument): PlacedUses {
  const sha256 = chainHash(chain);
  const placedSha256 = chainHash(placedContent(chain, registry));
  return usesWhere(document, chain, ({ graph, definition }) => {
    return definition.sha256 === sha256 && ![sha256, placedSha256].includes(hashIn(document, graph));
  });
}

const hashIn = ({ graphs }: MixDocument, root: GraphId): string => chainHash({ root, graphs });

function usesWhere(
  document: MixDocument,
  chain: ChainDocument,
  isMeant: (use: ChainUse & { readonly definition: ChainDefinition }) => boolean,
): PlacedUses {
  const isPinned = ({ graph, node }: ChainPlace): boolean => document.graphs[graph]!.nodes[node]!.pinned !== undefined;
  const uses = new Map<GraphId, readonly ChainPlace[]>();
  for (const use of chainUses(document).values()) {
    const { definition } = use;
    const followers = use.linked.filter((place) => !isPinned(place));
    if (definition === undefined || !isVersionOf(definition, chain) || followers.length === 0) continue;
    if (isMeant({ ...use, definition })) uses.set(use.graph, followers);
  }
  return uses;
}

/** A chain of the mix that was changed inside since it was placed: an update would replace that. */
export interface ChangedUse {
  readonly graph: GraphId;
  readonly nodes: readonly ChainPlace[];
  /** What was changed; nothing where the version that it was placed from is not at hand. */
  readonly differences: readonly ChainDifference[] | undefined;
}

/** Which of some graphs were changed inside since they were placed. `known` finds the version of a chain by its hash. */
export function changedUses(
  document: MixDocument,
  registry: Registry,
  uses: PlacedUses,
  known: (sha256: string) => ChainDocument | undefined,
  only?: ChainPlace,
): readonly ChangedUse[] {
  return [...uses].flatMap(([graph, linked]): ChangedUse[] => {
    const nodes = linked.filter((place) => only === undefined || isSamePlace(place, only));
    if (nodes.length === 0 || !isChanged(document, graph)) return [];
    const placed = known(document.graphs[graph]!.definition!.sha256);
    if (placed === undefined) return [{ graph, nodes, differences: undefined }];
    const now = { root: graph, graphs: document.graphs };
    const differences = chainDifferences(placedContent(placed, registry), now);
    return differences.length === 0 ? [] : [{ graph, nodes, differences }];
  });
}

export interface UpdateOptions {
  readonly uses: PlacedUses;
  /** The one node that is meant; without it all of them. */
  readonly only?: ChainPlace | undefined;
  readonly changed: readonly ChangedUse[];
  /** What becomes of chains that were changed inside: replaced, brought up with their changes, or left. */
  readonly deal: "replace" | "keep" | "leave";
}

/** Brings nodes of a chain to the version that is given. One gesture. */
export function updateCommands(
  document: MixDocument,
  registry: Registry,
  chain: ChainDocument,
  { uses, only, changed, deal }: UpdateOptions,
): Recorded {
  const unkept: Problem[] = [];
  const recorded = recordCommands(document, registry, (perform, now) => {
    for (const [graph, places] of uses) {
      const differences = changed.find((use) => use.graph === graph)?.differences ?? [];
      const isLeft = deal === "leave" && changed.some((use) => use.graph === graph);
      if (isLeft || (only !== undefined && !places.some((place) => isSamePlace(place, only)))) continue;
      if (only !== undefined) perform({ kind: "makeUnique", ...only });
      const content = only === undefined ? graph : now().graphs[only.graph]!.nodes[only.node]!.graph!;
      updateChain(chain, content, perform);
      if (deal === "keep") unkept.push(...keepDifferences(differences, content, now, perform));
    }
  });
  return { ...recorded, lost: [...recorded.lost, ...unkept] };
}

const isSamePlace = (a: ChainPlace, b: ChainPlace): boolean => a.graph === b.graph && a.node === b.node;
