import {
  chainHash,
  chainUses,
  isVersionOf,
  updateChain,
  type ChainDocument,
  type ChainPlace,
  type GraphId,
  type MixDocument,
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

/** Brings every node of a chain, or one alone, to the chain that is given; pinned ones stay. One gesture. */
export function updateCommands(
  document: MixDocument,
  registry: Registry,
  chain: ChainDocument,
  only?: ChainPlace,
): Recorded {
  return recordCommands(document, registry, (perform, now) => {
    if (only === undefined) {
      for (const graph of outdatedUses(document, chain).keys()) updateChain(chain, graph, perform);
      return;
    }
    perform({ kind: "makeUnique", ...only });
    updateChain(chain, now().graphs[only.graph]!.nodes[only.node]!.graph!, perform);
  });
}
