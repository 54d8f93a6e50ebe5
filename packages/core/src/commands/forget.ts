import { parameterAddress, splitEndpoint, splitParameterAddress, type NodePlace } from "../document/address.ts";
import { own } from "../document/names.ts";
import {
  CHAIN_TYPE,
  type GraphId,
  type MixDocument,
  type NodeId,
  type NodeRecord,
  type SavedValue,
} from "../document/types.ts";
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

/** Tells that the value and the automation of a parameter have no place any more. */
export function tellLost({ document, lost }: Edit, at: string, value: SavedValue | undefined, keepsLane = false): void {
  if (value !== undefined) {
    const message = `its value ${JSON.stringify(value)} has no place any more: it was taken away`;
    lost.push({ code: "lost-value", at, message });
  }
  if (!keepsLane && Object.hasOwn(document.automation, at)) {
    lost.push({ code: "lost-automation", at, message: "its automation has no place any more: it was taken away" });
  }
}

const nodeOf = ({ graphs }: MixDocument, { graph, node }: NodePlace): NodeRecord => graphs[graph]!.nodes[node]!;

/** Takes away what chain nodes of a graph do with a parameter that it no longer shows. */
function forgetShown(edit: Edit, graph: GraphId, name: string): void {
  for (const user of chainNodesOf(edit.document, graph)) {
    tellLost(edit, parameterAddress(user.graph, user.node, name), own(nodeOf(edit.document, user).params, name));
    delete edit.draft.graphs[user.graph]?.nodes[user.node]?.params[name];
    forgetParameters(edit, user.graph, user.node, (param) => param === name);
  }
}

/** The nodes that contain a graph. */
export function usersOf({ graphs }: MixDocument, inner: GraphId): NodePlace[] {
  return Object.entries(graphs).flatMap(([graph, { nodes }]) =>
    Object.entries(nodes).flatMap(([node, record]) => (record.graph === inner ? [{ graph, node }] : [])),
  );
}

/** The chain nodes among them. */
export function chainNodesOf(document: MixDocument, inner: GraphId): NodePlace[] {
  return usersOf(document, inner).filter((user) => nodeOf(document, user).type === CHAIN_TYPE);
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
