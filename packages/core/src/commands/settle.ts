import { parameterAddress, splitEndpoint, type NodePlace } from "../document/address.ts";
import { drivingParameters } from "../document/exposed.ts";
import { throughRange } from "../document/macro-range.ts";
import { own } from "../document/names.ts";
import {
  CHAIN_TYPE,
  type AutomationLane,
  type GraphId,
  type GraphRecord,
  type MacroRange,
  type MixDocument,
  type NodeId,
  type NodeRecord,
  type SavedValue,
} from "../document/types.ts";
import { fault } from "../problem.ts";

/** What stands inside a chain once what its node says from outside has been written there. */
export interface Settled {
  readonly nodes: Readonly<Record<NodeId, NodeRecord>>;
  /** Automation that came from outside, by `node.param`; `undefined` where a value from outside holds it still. */
  readonly lanes: ReadonlyMap<string, AutomationLane | undefined>;
}

/** Writes the values and automation of a chain node to the parameters that they drive. */
export function settle(document: MixDocument, graph: GraphId, id: NodeId, inner: GraphRecord): Settled {
  const { type, params } = document.graphs[graph]!.nodes[id]!;
  const isChain = type === CHAIN_TYPE;
  const nodes: Record<NodeId, NodeRecord> = { ...inner.nodes };
  const lanes = new Map<string, AutomationLane | undefined>();
  for (const [name, exposed] of drivingParameters(inner.interface)) {
    const at = parameterAddress(graph, id, name);
    const lane = isChain ? own(document.automation, at) : undefined;
    const value = (isChain ? own(params, name) : undefined) ?? (exposed.ranges && (exposed.percent ?? 0));
    if (value === undefined && lane === undefined) continue;
    for (const target of exposed.targets) {
      const range = exposed.ranges?.[target];
      if (value !== undefined) setTarget(nodes, target, driven(value, range));
      lanes.set(target, lane && drivenLane(at, lane, range));
    }
  }
  return { nodes, lanes };
}

/** What a node contains, with the values that the node gives written inside; what drives them there stands where the node has it. */
export function settledContent(document: MixDocument, { graph, node: id }: NodePlace): GraphRecord {
  const node = document.graphs[graph]!.nodes[id]!;
  const content = document.graphs[node.graph!]!;
  const given = node.type === CHAIN_TYPE ? node.params : {};
  const params = Object.entries(content.interface.params).map(([name, exposed]) => {
    const percent = own(given, name);
    return [name, exposed.ranges !== undefined && typeof percent === "number" ? { ...exposed, percent } : exposed];
  });
  return {
    ...content,
    interface: { ...content.interface, params: Object.fromEntries(params) as GraphRecord["interface"]["params"] },
    nodes: settle({ ...document, automation: {} }, graph, id, content).nodes,
  };
}

function setTarget(nodes: Record<NodeId, NodeRecord>, target: string, value: SavedValue): void {
  const { node: id, port: name } = splitEndpoint(target);
  const node = own(nodes, id);
  if (node !== undefined) nodes[id] = { ...node, params: { ...node.params, [name]: value } };
}

function driven(value: SavedValue, range: MacroRange | undefined): SavedValue {
  return range === undefined ? value : throughRange(range, Number(value));
}

/** A way that bends cannot be written as points. */
function drivenLane(at: string, lane: AutomationLane, range: MacroRange | undefined): AutomationLane {
  if (range === undefined) return lane;
  if (!isStraight(range) && lane.points.some(({ curve }) => curve !== "hold")) {
    throw fault(
      "bent-automation",
      at,
      "its automation goes through a curve: make the macro linear, or clear the automation",
    );
  }
  return { ...lane, points: lane.points.map((point) => ({ ...point, value: throughRange(range, point.value) })) };
}

export const isStraight = ({ curve = "linear" }: MacroRange): boolean => curve === "linear";
