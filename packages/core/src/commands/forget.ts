import { splitEndpoint, splitParameterAddress } from "../document/address.ts";
import { CHAIN_TYPE, type GraphId, type MixDocument, type NodeId } from "../document/types.ts";
import { takeOut, type Edit } from "./edit.ts";
import { retarget, type Retarget } from "./targets.ts";

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
export function forgetParameters(
  edit: Edit,
  graph: GraphId,
  node: NodeId,
  isGone: (param: string) => boolean,
  keepsAutomation = false,
): void {
  if (!keepsAutomation)
    forgetAutomation(edit, (lane, owner, param) => lane === graph && owner === node && isGone(param));
  const keep: Retarget = (target) => {
    const { node: owner, port: param } = splitEndpoint(target);
    return owner === node && isGone(param) ? [] : [target];
  };
  for (const name of retarget(edit.draft.graphs[graph]!.interface, keep)) forgetShown(edit, graph, name);
}

/** Takes away what chain nodes of a graph do with a parameter that it no longer shows. */
export function forgetShown(edit: Edit, graph: GraphId, name: string): void {
  for (const user of chainNodesOf(edit.document, graph)) {
    delete edit.draft.graphs[user.graph]?.nodes[user.node]?.params[name];
    forgetParameters(edit, user.graph, user.node, (param) => param === name);
  }
}

/** The nodes that contain a graph. */
export function usersOf({ graphs }: MixDocument, inner: GraphId): { graph: GraphId; node: NodeId }[] {
  return Object.entries(graphs).flatMap(([graph, { nodes }]) =>
    Object.entries(nodes).flatMap(([node, record]) => (record.graph === inner ? [{ graph, node }] : [])),
  );
}

/** The chain nodes among them. */
export function chainNodesOf(document: MixDocument, inner: GraphId): { graph: GraphId; node: NodeId }[] {
  return usersOf(document, inner).filter(({ graph, node }) => document.graphs[graph]!.nodes[node]!.type === CHAIN_TYPE);
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
