import type { MixDocument, NodeRecord } from "@twobus/core";

/** The node of an address, `drums/glue`: what it lies in, from the root graph on, and its id. */
export function nodeAt({ graphs, root }: MixDocument, address: string): NodeRecord | undefined {
  let graph = graphs[root];
  let node: NodeRecord | undefined;
  for (const id of address.split("/")) {
    node = graph?.nodes[id];
    graph = graphs[node?.graph ?? ""];
  }
  return node;
}
