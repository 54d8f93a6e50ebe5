import { defaultValues } from "../definition/node.ts";
import type { Registry } from "../definition/pack.ts";
import type { PlainValue } from "../definition/parameters.ts";
import {
  nodeAddress,
  parameterAddress,
  splitEndpoint,
  splitParameterAddress,
  type NodePlace,
} from "../document/address.ts";
import { parametersOf } from "../document/exposed.ts";
import { freeId, own } from "../document/names.ts";
import { colourSchema, labelSchema, nodeIdSchema, sourceSchema } from "../document/schema.ts";
import { checkShape } from "../document/shape.ts";
import {
  CHAIN_TYPE,
  CHAIN_VERSION,
  type GraphId,
  type NodeId,
  type NodeRecord,
  type SourceId,
  type SourceRecord,
} from "../document/types.ts";
import { nestedGraphFault, parameterFault, sourceFault } from "../document/validation/nodes.ts";
import { fault } from "../problem.ts";
import { draftOf, graphIn, moveKey, nodeIn, refuse, type Performers } from "./edit.ts";
import { forgetConnections, forgetParameters } from "./forget.ts";
import { groupNodes, type GroupNodes } from "./group-nodes.ts";
import { retarget, retargetMeters } from "./targets.ts";
import { ungroupNode, type UngroupNode } from "./ungroup-node.ts";
import { graphsOf, removeGraphs, unusedGraphs, withGraph, without } from "./unused-graphs.ts";

/**
 * `addNode` makes a free id from the wish `id`, or from its type, and returns it; parameters that are not given are
 * written out from their defaults. `removeNode` takes everything with it that names the node, and its nested graphs
 * when no other node uses them. `renameNode` changes the id and whatever names it. `groupNodes` makes one chain node of
 * several nodes and returns its id, `ungroupNode` expands one in place. `null` takes a field away. `replaceSource` gives
 * a track another recording, under a free id from the wish `id`, which it returns: it starts when the one before did, and
 * that leaves the mix where nothing else plays it.
 */
export type NodeCommand =
  | {
      readonly kind: "addNode";
      readonly graph: GraphId;
      readonly type: string;
      readonly id?: string;
      readonly params?: Readonly<Record<string, PlainValue>>;
      readonly label?: string;
      readonly colour?: string;
      readonly source?: SourceId;
      readonly nodeGraph?: GraphId;
    }
  | ({ readonly kind: "removeNode" } & NodePlace)
  | ({ readonly kind: "renameNode"; readonly id: NodeId } & NodePlace)
  | ({ readonly kind: "setBypassed"; readonly bypassed: boolean } & NodePlace)
  | ({ readonly kind: "setMuted"; readonly muted: boolean } & NodePlace)
  | ({ readonly kind: "setLabel"; readonly label: string | null } & NodePlace)
  | ({ readonly kind: "setColour"; readonly colour: string | null } & NodePlace)
  | ({ readonly kind: "setSource"; readonly source: SourceId | null } & NodePlace)
  | ({ readonly kind: "replaceSource"; readonly id: string; readonly source: SourceRecord } & NodePlace)
  | GroupNodes
  | UngroupNode;
type AddNode = Extract<NodeCommand, { readonly kind: "addNode" }>;

export const nodeCommands: Performers<NodeCommand> = {
  addNode({ document, draft, registry }, command) {
    const id = freeId(graphIn(document, command.graph).nodes, command.id ?? command.type.split(".").at(-1)!, "node");
    const at = nodeAddress(command.graph, id);
    const node = newNode(registry, command, at);
    refuse(at, nestedGraphFault(node, document, registry));
    refuse(at, sourceFault(node, document, registry));
    const parameters = parametersOf(node, document, registry)!;
    for (const [name, value] of Object.entries(node.params)) {
      refuse(parameterAddress(command.graph, id, name), parameterFault(parameters, name, value));
    }
    draft.graphs[command.graph]!.nodes[id] = node;
    return id;
  },

  removeNode(edit, { graph, node: id }) {
    const { document, draft } = edit;
    const node = nodeIn(document, graph, id);
    forgetParameters(edit, graph, id, () => true);
    retargetMeters(draft.graphs[graph]!.interface, (target) => (splitEndpoint(target).node === id ? [] : [target]));
    forgetConnections(edit, graph, (from, to) => [from, to].some((end) => splitEndpoint(end).node === id));
    delete own(draft.layout, graph)?.[id];
    delete draft.graphs[graph]!.nodes[id];
    const record = document.graphs[graph]!;
    const after = withGraph(document, graph, { ...record, nodes: without(record.nodes, id) });
    removeGraphs(edit, unusedGraphs(after, graphsOf(node)));
  },

  renameNode({ document, draft }, { graph: graphId, node: id, id: wanted }) {
    nodeIn(document, graphId, id);
    const graph = draft.graphs[graphId]!;
    const at = nodeAddress(graphId, id);
    const name = checkShape(nodeIdSchema, wanted, at);
    if (name === id) return;
    if (own(graph.nodes, name) !== undefined) throw fault("taken-id", at, `there is a node ${name} already`);
    const renamed = (text: string): string => (splitEndpoint(text).node === id ? name + text.slice(id.length) : text);
    moveKey(graph.nodes, id, name);
    moveKey(own(draft.layout, graphId) ?? {}, id, name);
    for (const connection of graph.connections) {
      connection.from = renamed(connection.from);
      connection.to = renamed(connection.to);
    }
    retarget(graph.interface, (target) => [renamed(target)]);
    retargetMeters(graph.interface, (target) => [renamed(target)]);
    for (const address of Object.keys(document.automation)) {
      const { graph: lane, node, param } = splitParameterAddress(address);
      if (lane === graphId && node === id) moveKey(draft.automation, address, parameterAddress(lane, name, param));
    }
  },

  groupNodes,

  ungroupNode,

  setBypassed(edit, { graph, node, bypassed }) {
    nodeIn(edit.document, graph, node);
    setFlag(draftOf(edit, graph, node), "bypassed", bypassed);
  },

  setMuted(edit, { graph, node, muted }) {
    nodeIn(edit.document, graph, node);
    setFlag(draftOf(edit, graph, node), "muted", muted);
  },

  setLabel(edit, { graph, node, label }) {
    nodeIn(edit.document, graph, node);
    if (label === null) delete draftOf(edit, graph, node).label;
    else draftOf(edit, graph, node).label = checkShape(labelSchema, label, nodeAddress(graph, node));
  },

  setColour(edit, { graph, node, colour }) {
    nodeIn(edit.document, graph, node);
    if (colour === null) delete draftOf(edit, graph, node).colour;
    else draftOf(edit, graph, node).colour = checkShape(colourSchema, colour, nodeAddress(graph, node));
  },

  setSource(edit, { graph, node: id, source }) {
    const node = nodeIn(edit.document, graph, id);
    if (source === null) delete draftOf(edit, graph, id).source;
    else {
      refuse(nodeAddress(graph, id), sourceFault({ ...node, source }, edit.document, edit.registry));
      draftOf(edit, graph, id).source = source;
    }
  },

  replaceSource(edit, { graph, node: place, id: wish, source }) {
    const { document, draft, registry } = edit;
    const node = nodeIn(document, graph, place);
    const before = node.source;
    const startSeconds = before === undefined ? undefined : own(document.sources, before)?.startSeconds;
    const id = freeId(document.sources, wish, "source");
    const record = checkShape(sourceSchema, source, `sources.${id}`);
    const sources = { ...document.sources, [id]: { ...(startSeconds !== undefined && { startSeconds }), ...record } };
    refuse(nodeAddress(graph, place), sourceFault({ ...node, source: id }, { ...document, sources }, registry));
    draft.sources[id] = sources[id]!;
    draftOf(edit, graph, place).source = id;
    const isPlayed = Object.values(draft.graphs).some(({ nodes }) =>
      Object.values(nodes).some((other) => other.source === before),
    );
    if (before !== undefined && !isPlayed) delete draft.sources[before];
    return id;
  },
};

function newNode(registry: Registry, command: AddNode, at: string): NodeRecord {
  const { type, params, label, colour, source, nodeGraph: graph } = command;
  const definition = registry.definition(type);
  if (definition === undefined && type !== CHAIN_TYPE) {
    throw fault("unknown-node-type", at, `no pack here has the node ${type}; install its pack, or choose another`);
  }
  return {
    type,
    version: definition?.version ?? CHAIN_VERSION,
    params: { ...(definition && defaultValues(definition)), ...params },
    ...(label !== undefined && { label: checkShape(labelSchema, label, at) }),
    ...(colour !== undefined && { colour: checkShape(colourSchema, colour, at) }),
    ...(source !== undefined && { source }),
    ...(graph !== undefined && { graph }),
  };
}

function setFlag(node: NodeRecord, flag: "bypassed" | "muted", value: boolean): void {
  if (value) node[flag] = true;
  else delete node[flag];
}
