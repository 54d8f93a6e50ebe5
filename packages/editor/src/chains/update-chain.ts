import {
  chainDifferences,
  chainHash,
  chainUses,
  isChanged,
  isVersionOf,
  keepDifferences,
  placedContent,
  updateChain,
  type ChainDifference,
  type ChainDocument,
  type ChainPlace,
  type GraphId,
  type MixDocument,
  type Problem,
  type Registry,
} from "@twobus/core";
import { recordCommands, type Recorded } from "./record-commands.ts";

/** Graphs that were placed from another version of a chain, or changed since, with the nodes that would follow. */
export function outdatedUses(document: MixDocument, chain: ChainDocument): ReadonlyMap<GraphId, readonly ChainPlace[]> {
  const sha256 = chainHash(chain);
  const isPinned = ({ graph, node }: ChainPlace): boolean => document.graphs[graph]!.nodes[node]!.pinned !== undefined;
  const outdated = new Map<GraphId, readonly ChainPlace[]>();
  for (const { graph, definition, linked } of chainUses(document).values()) {
    const followers = linked.filter((place) => !isPinned(place));
    if (!isVersionOf(definition, chain) || followers.length === 0) continue;
    const isSame =
      definition?.version === chain.version && chainHash({ root: graph, graphs: document.graphs }) === sha256;
    if (!isSame) outdated.set(graph, followers);
  }
  return outdated;
}

/** A chain of the mix that was changed inside since it was placed: an update would replace that. */
export interface ChangedUse {
  readonly graph: GraphId;
  readonly nodes: readonly ChainPlace[];
  /** What was changed; nothing where the version that it was placed from is not at hand. */
  readonly differences: readonly ChainDifference[] | undefined;
}

/** Which of the chains that an update would reach were changed inside. `known` finds the version of a chain by its hash. */
export function changedUses(
  document: MixDocument,
  registry: Registry,
  chain: ChainDocument,
  known: (sha256: string) => ChainDocument | undefined,
  only?: ChainPlace,
): readonly ChangedUse[] {
  return [...outdatedUses(document, chain)].flatMap(([graph, linked]): ChangedUse[] => {
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
  /** The one node that is meant; without it all that are not pinned. */
  readonly only?: ChainPlace | undefined;
  readonly changed: readonly ChangedUse[];
  /** What becomes of chains that were changed inside: replaced, brought up with their changes, or left. */
  readonly deal: "replace" | "keep" | "leave";
}

/** Brings nodes of a chain to the version that is given; pinned ones stay. One gesture. */
export function updateCommands(
  document: MixDocument,
  registry: Registry,
  chain: ChainDocument,
  { only, changed, deal }: UpdateOptions,
): Recorded {
  const unkept: Problem[] = [];
  const recorded = recordCommands(document, registry, (perform, now) => {
    for (const [graph, places] of outdatedUses(document, chain)) {
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
