import { nodeAddress, parameterAddress, splitEndpoint, splitParameterAddress } from "../document/address.ts";
import { freeId, orderText, own } from "../document/names.ts";
import { connectionSchema } from "../document/schema.ts";
import { checkShape } from "../document/shape.ts";
import type { FrameRecord, GraphId, GraphRecord, NodeId } from "../document/types.ts";
import { fault } from "../problem.ts";
import { chainIn, graphIn, type Edit } from "./edit.ts";
import { forgetAutomation } from "./forget.ts";
import { framesOf, putFrames } from "./frames.ts";
import { middleOf } from "./group-nodes.ts";
import { joinCables } from "./join-cables.ts";
import { ledOn } from "./lead-on.ts";
import { settle } from "./settle.ts";
import { retargetMeters } from "./targets.ts";
import { graphsOf, removeGraphs, unusedGraphs, withGraph, without } from "./unused-graphs.ts";

/** A chain node gives way to what it contains. */
export interface UngroupNode {
  readonly kind: "ungroupNode";
  readonly graph: GraphId;
  readonly node: NodeId;
}

/**
 * Expands a chain node in place: its nodes with the values and automation that it gave them, under their own ids where these
 * are free. Other nodes of the same graph stay as they are.
 */
export function ungroupNode(edit: Edit, { graph, node: chain }: UngroupNode): void {
  const { document, draft } = edit;
  const { inner: innerId, content } = expandable(edit, graph, chain);
  const outer = graphIn(document, graph);
  const ids = newIds(outer, content, chain);
  const rename = (endpoint: string): string => {
    const { node, port } = splitEndpoint(endpoint);
    return ids.has(node) ? `${ids.get(node)!}.${port}` : endpoint;
  };
  const settled = settle(document, graph, chain, content);
  const cables = joinCables(outer, content, chain, rename);
  for (const joined of cables) checkShape(connectionSchema, joined, `${graph}/${joined.from} → ${joined.to}`);

  const record = draft.graphs[graph]!;
  delete record.nodes[chain];
  const nodes = placedNodes(settled.nodes, ids, outer.nodes[chain]!.order ?? chain);
  Object.assign(record.nodes, nodes);
  record.connections = cables;
  leadOn(edit, graph, chain, content, rename);
  moveLanes(edit, { graph, chain, innerId }, settled.lanes, rename);
  moveLayout(edit, { graph, chain, innerId }, ids);
  const after = withGraph(document, graph, { ...outer, nodes: { ...without(outer.nodes, chain), ...nodes } });
  removeGraphs(edit, unusedGraphs(after, graphsOf(outer.nodes[chain]!)));
}

function expandable({ document }: Edit, graph: GraphId, id: NodeId): { inner: GraphId; content: GraphRecord } {
  const node = chainIn(document, graph, id);
  if (node.bypassed === true) {
    const message = "a bypassed chain cannot be expanded: switch it on, or take it away";
    throw fault("bypassed", nodeAddress(graph, id), message);
  }
  return { inner: node.graph, content: graphIn(document, node.graph) };
}

/** Nodes under their new ids; in sums they stand where they stood inside. */
function placedNodes(
  nodes: GraphRecord["nodes"],
  ids: ReadonlyMap<NodeId, NodeId>,
  stood: string,
): GraphRecord["nodes"] {
  const placed = Object.entries(nodes).map(([inner, { order: before = inner, ...node }]) => {
    const id = ids.get(inner)!;
    const order = orderText([...stood.split("/"), ...before.split("/")]);
    return [id, order === id ? node : { ...node, order }] as const;
  });
  return Object.fromEntries(placed);
}

/** Ids that are free once the chain has gone. */
function newIds(outer: GraphRecord, inner: GraphRecord, chain: NodeId): ReadonlyMap<NodeId, NodeId> {
  const taken: Record<NodeId, unknown> = without(outer.nodes, chain);
  const ids = new Map<NodeId, NodeId>();
  for (const id of Object.keys(inner.nodes).toSorted()) {
    const free = Object.hasOwn(taken, id) ? freeId({ ...taken, ...inner.nodes }, id, "node") : id;
    taken[free] = true;
    ids.set(id, free);
  }
  return ids;
}

/** What the outer graph showed of the chain, it shows of what the chain showed. */
function leadOn(
  { document, draft }: Edit,
  graph: GraphId,
  chain: NodeId,
  content: GraphRecord,
  rename: (endpoint: string) => string,
): void {
  const { params: shown, meters = {} } = content.interface;
  const record = document.graphs[graph]!.nodes[chain]!;
  const outer = draft.graphs[graph]!.interface;
  for (const [name, exposed] of Object.entries(document.graphs[graph]!.interface.params)) {
    if (exposed.targets.every((target) => splitEndpoint(target).node !== chain)) continue;
    const led = ledOn(exposed, `${graph}.${name}`, { chain, record, shown, rename });
    if (led !== undefined) outer.params[name] = led;
  }
  retargetMeters(outer, (target) => {
    const { node, port } = splitEndpoint(target);
    if (node !== chain) return [target];
    const further = own(meters, port);
    return further === undefined ? [] : [rename(further)];
  });
}

interface Place {
  readonly graph: GraphId;
  readonly chain: NodeId;
  readonly innerId: GraphId;
}

function moveLanes(
  edit: Edit,
  { graph, chain, innerId }: Place,
  fromOutside: ReturnType<typeof settle>["lanes"],
  rename: (endpoint: string) => string,
): void {
  const { document, draft } = edit;
  forgetAutomation(edit, (lane, node) => lane === graph && node === chain);
  const put = (target: string, lane: (typeof document.automation)[string]): void => {
    const { node, port } = splitEndpoint(rename(target));
    draft.automation[parameterAddress(graph, node, port)] = lane;
  };
  for (const [address, lane] of Object.entries(document.automation)) {
    const { graph: of, node, param } = splitParameterAddress(address);
    if (of === innerId && !fromOutside.has(`${node}.${param}`)) put(`${node}.${param}`, lane);
  }
  for (const [target, lane] of fromOutside) if (lane !== undefined) put(target, lane);
}

/** Boxes and frames of the chain stand around where it stood. */
function moveLayout(edit: Edit, { graph, chain, innerId }: Place, ids: ReadonlyMap<NodeId, NodeId>): void {
  const { document, draft } = edit;
  const stood = own(own(document.layout, graph) ?? {}, chain);
  delete own(draft.layout, graph)?.[chain];
  const boxes = Object.entries(own(document.layout, innerId) ?? {}).filter(([node]) => ids.has(node));
  const middle = middleOf(boxes.map(([, place]) => place));
  const moved = <T extends { x: number; y: number }>(place: T): T =>
    stood === undefined || boxes.length === 0
      ? place
      : { ...place, x: place.x - middle.x + stood.x, y: place.y - middle.y + stood.y };
  if (boxes.length > 0) draft.layout[graph] ??= {};
  for (const [node, place] of boxes) draft.layout[graph]![ids.get(node)!] = moved(place);

  const frames: Record<string, FrameRecord> = { ...framesOf(document, graph) };
  for (const [id, frame] of Object.entries(framesOf(document, innerId))) {
    frames[freeId(frames, id, "frame")] = moved(frame);
  }
  putFrames(edit, graph, frames);
}
