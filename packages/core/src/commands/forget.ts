import { splitEndpoint, splitParameterAddress } from "../document/address.ts";
import { CHAIN_TYPE, type GraphId, type MixDocument, type NodeId } from "../document/types.ts";
import { takeOut, type Edit } from "./edit.ts";

/** Takes away the automation of addresses that are going. */
export function forgetAutomation(
  { document, draft }: Edit,
  isGone: (graph: GraphId, node: NodeId, param: string) => boolean,
): void {
  for (const address of Object.keys(document.automation)) {
    const { graph, node, param } = splitParameterAddress(address);
    if (isGone(graph, node, param)) delete draft.automation[address];
  }
}

/**
 * Takes away what names parameters of a node that are going: their automation, and their place in what the graph
 * shows. What is then shown of nothing is a parameter that goes from every chain node of that graph, and so on.
 */
export function forgetParameters(edit: Edit, graph: GraphId, node: NodeId, isGone: (param: string) => boolean): void {
  forgetAutomation(edit, (lane, owner, param) => lane === graph && owner === node && isGone(param));
  const shown = edit.draft.graphs[graph]!.interface.params;
  for (const [name, { targets }] of Object.entries(shown)) {
    const remaining = targets.filter((target) => {
      const { node: owner, port: param } = splitEndpoint(target);
      return owner !== node || !isGone(param);
    });
    if (remaining.length === targets.length) continue;
    if (remaining.length > 0) shown[name]!.targets = remaining;
    else {
      delete shown[name];
      for (const user of chainNodesOf(edit.document, graph)) {
        delete edit.draft.graphs[user.graph]?.nodes[user.node]?.params[name];
        forgetParameters(edit, user.graph, user.node, (param) => param === name);
      }
    }
  }
}

function chainNodesOf({ graphs }: MixDocument, inner: GraphId): { graph: GraphId; node: NodeId }[] {
  return Object.entries(graphs).flatMap(([graph, { nodes }]) =>
    Object.entries(nodes)
      .filter(([, node]) => node.type === CHAIN_TYPE && node.graph === inner)
      .map(([node]) => ({ graph, node })),
  );
}

/** Takes away the connections of a graph whose ends are going. */
export function forgetConnections(
  { document, draft }: Edit,
  graph: GraphId,
  isGone: (from: string, to: string) => boolean,
): void {
  const { connections } = document.graphs[graph]!;
  for (let index = connections.length - 1; index >= 0; index--) {
    const { from, to } = connections[index]!;
    if (isGone(from, to)) takeOut(draft.graphs[graph]!.connections, index);
  }
}
