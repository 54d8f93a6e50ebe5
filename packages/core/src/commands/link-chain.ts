import { canonical, chainHash } from "../document/chain-hash.ts";
import type { ChainDocument } from "../document/chain-types.ts";
import { own } from "../document/names.ts";
import { CHAIN_TYPE, type MixDocument } from "../document/types.ts";
import type { Problem } from "../problem.ts";
import type { ExtractedNodes } from "./extract-chain.ts";
import { usersOf } from "./forget.ts";
import { placeText } from "./keep-what-fits.ts";
import { definitionOf, type PerformCommand } from "./place-chain.ts";
import { settledContent } from "./settle.ts";

/**
 * Lets a chain node stand as if it had been placed from the chain that was made of it, so that the next version reaches it: its own
 * values go inside, as in the chain, and the sound stays. Strips, and nodes that are no chain node, have nothing to follow. Returns why
 * a chain node was not linked.
 */
export function linkChain(
  document: MixDocument,
  { graph, nodes }: ExtractedNodes,
  chain: ChainDocument,
  perform: PerformCommand,
): readonly Problem[] {
  const id = nodes.length === 1 ? nodes[0]! : "";
  const node = own(own(document.graphs, graph)?.nodes ?? {}, id);
  const inner = node?.type === CHAIN_TYPE ? own(document.graphs, node.graph ?? "") : undefined;
  if (node?.graph === undefined || inner === undefined) return [];
  const place = { graph, node: id };
  const values = Object.keys(node.params);
  const notLinked = (message: string): Problem[] => [{ code: "not-linked", at: placeText(place), message }];
  if (values.length > 0 && usersOf(document, node.graph).length > 1) {
    return notLinked(
      "the chain has this node's own values inside, and other nodes are linked with it: it does not follow the chain; make it unique first, or give up its own values",
    );
  }
  const content = { ...settledContent(document, place), definition: definitionOf(chain) };
  const graphs = { ...document.graphs, [node.graph]: content };
  if (chainHash({ root: node.graph, graphs }) !== content.definition.sha256) {
    return notLinked("was changed since the chain was made of it: it does not follow the chain; make it again");
  }
  if (values.length === 0 && canonical(content) === canonical(inner)) return [];
  for (const param of values) perform({ kind: "setParameter", ...place, param, value: null });
  perform({ kind: "replaceGraph", id: node.graph, content });
  return [];
}
