import { splitParameterAddress, type NodePlace } from "../document/address.ts";
import { parametersOf } from "../document/exposed.ts";
import { freeId, own } from "../document/names.ts";
import { graphSchema } from "../document/schema.ts";
import { checkShape } from "../document/shape.ts";
import type { GraphId, GraphRecord, MixDocument, NodeId, NodeRecord } from "../document/types.ts";
import { sizeProblem } from "../document/size.ts";
import { upgradeNodes } from "../document/upgrade-nodes.ts";
import { graphProblems } from "../document/validate.ts";
import { automationFault } from "../document/validation/automation.ts";
import { nestedGraphFault } from "../document/validation/nodes.ts";
import { TwobusError } from "../problem.ts";
import { copyGraphs } from "./copy-graphs.ts";
import { chainIn, draftOf, graphIn, nodeIn, refuse, type Edit, type Performers } from "./edit.ts";
import { tellLost, usersOf } from "./forget.ts";
import { keepWhatFits, placeText } from "./keep-what-fits.ts";
import { graphsOf, removeGraphs, unusedGraphs, withGraph } from "./unused-graphs.ts";

/**
 * `addGraph` makes a free id from the wish `id` and returns it; without `content` sound goes straight through. Nodes
 * of older versions are brought to the present ones. `setNodeGraph` gives a strip its insert chain, or a chain node
 * what it contains; `null` takes a strip's chain off. `replaceGraph` changes what all nodes with that graph contain.
 * `makeUnique` gives a chain node a copy that no other node has. `setPinned` does so until the node is let go to follow again
 * what it followed. Connections to ports and values of parameters that are no longer there go, and are told as lost.
 */
export type GraphCommand =
  | { readonly kind: "addGraph"; readonly id: string; readonly content?: GraphRecord }
  | {
      readonly kind: "setNodeGraph";
      readonly graph: GraphId;
      readonly node: NodeId;
      readonly nodeGraph: GraphId | null;
    }
  | { readonly kind: "replaceGraph"; readonly id: GraphId; readonly content: GraphRecord }
  | ({ readonly kind: "makeUnique" } & NodePlace)
  | ({ readonly kind: "setPinned"; readonly pinned: boolean } & NodePlace);

export const graphCommands: Performers<GraphCommand> = {
  addGraph(edit, { id: wish, content }) {
    const { document, draft } = edit;
    const id = freeId(document.graphs, wish, "graph");
    draft.graphs[id] = checkedGraph(edit, id, content ?? straightThrough());
    return id;
  },

  setNodeGraph(edit, { graph, node: id, nodeGraph }) {
    const { graph: _before, pinned: _pinned, ...rest } = nodeIn(edit.document, graph, id);
    contain(edit, { graph, node: id }, nodeGraph === null ? rest : { ...rest, graph: nodeGraph });
  },

  replaceGraph(edit, { id, content }) {
    const { document, draft, registry } = edit;
    const before = graphIn(document, id);
    const next = checkedGraph(edit, id, content);
    const after = withGraph(document, id, next);
    const users = usersOf(document, id);
    for (const user of users) {
      refuse(placeText(user), nestedGraphFault(document.graphs[user.graph]!.nodes[user.node]!, after, registry));
    }
    keepWhatFits(edit, users, after);
    keepInside(edit, id, after);
    draft.graphs[id] = next;
    removeGraphs(edit, unusedGraphs(after, Object.values(before.nodes).flatMap(graphsOf)));
  },

  makeUnique(edit, { graph, node: id }) {
    const node = chainIn(edit.document, graph, id);
    const isShared = usersOf(edit.document, node.graph).length > 1;
    if (isShared) draftOf(edit, graph, id).graph = copyGraphs(edit, node.graph);
    release(edit, { graph, node: id }, node);
  },

  setPinned(edit, { graph, node: id, pinned }) {
    const node = chainIn(edit.document, graph, id);
    if (pinned === (node.pinned !== undefined)) return;
    if (pinned) {
      draftOf(edit, graph, id).graph = copyGraphs(edit, node.graph);
      draftOf(edit, graph, id).pinned = node.graph;
      return;
    }
    const { pinned: followed, ...rest } = node;
    contain(edit, { graph, node: id }, { ...rest, graph: followed! });
    removeGraphs(
      edit,
      unusedGraphs(withNode(edit.document, { graph, node: id }, { ...rest, graph: followed! }), [node.graph]),
    );
  },
};

/** A node that gets other content, or none, keeps of what it was given whatever has a place there. */
function contain(edit: Edit, place: NodePlace, next: NodeRecord): void {
  const { document, registry } = edit;
  refuse(placeText(place), nestedGraphFault(next, document, registry));
  keepWhatFits(edit, [place], withNode(document, place, next));
  const draft = draftOf(edit, place.graph, place.node);
  delete draft.pinned;
  if (next.graph === undefined) delete draft.graph;
  else draft.graph = next.graph;
}

/** A chain node follows nothing any more. */
function release(edit: Edit, place: NodePlace, { pinned, ...rest }: NodeRecord): void {
  if (pinned === undefined) return;
  delete draftOf(edit, place.graph, place.node).pinned;
  removeGraphs(edit, unusedGraphs(withNode(edit.document, place, rest), [pinned]));
}

function withNode(document: MixDocument, { graph, node }: NodePlace, record: NodeRecord): MixDocument {
  const { nodes, ...rest } = document.graphs[graph]!;
  return withGraph(document, graph, { ...rest, nodes: { ...nodes, [node]: record } });
}

/** A graph in its right shape, its nodes brought up to date, in place of the one that has its id. */
function checkedGraph({ document, registry }: Edit, id: GraphId, content: GraphRecord): GraphRecord {
  const graph = checkShape(graphSchema, content, id);
  const { document: next } = upgradeNodes(withGraph(document, id, graph), registry);
  const oversize = sizeProblem(next, id);
  const problems = oversize === undefined ? graphProblems(next, registry, id) : [oversize];
  if (problems.length > 0) throw new TwobusError(problems);
  return next.graphs[id]!;
}

/** Automation and places of nodes that are not in the graph any more, or not the same. */
function keepInside(edit: Edit, id: GraphId, after: MixDocument): void {
  const { document, draft, registry } = edit;
  const { nodes } = after.graphs[id]!;
  for (const [address, { points }] of Object.entries(document.automation)) {
    const { graph, node, param } = splitParameterAddress(address);
    if (graph !== id) continue;
    const record = own(nodes, node);
    const parameters = record && parametersOf(record, after, registry);
    const fits =
      parameters === undefined ? record !== undefined : automationFault(parameters, param, points) === undefined;
    if (fits) continue;
    tellLost(edit, address, undefined);
    delete draft.automation[address];
  }
  for (const node of Object.keys(own(document.layout, id) ?? {})) {
    if (node !== "in" && node !== "out" && !Object.hasOwn(nodes, node)) delete draft.layout[id]![node];
  }
}

function straightThrough(): GraphRecord {
  return {
    interface: { inputs: { main: { role: "audio" } }, outputs: { main: { role: "audio" } }, params: {} },
    nodes: {},
    connections: [{ from: "in.main", to: "out.main" }],
  };
}
