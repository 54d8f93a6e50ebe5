import {
  CHAIN_TYPE,
  type ConnectionRecord,
  type GraphRecord,
  type MacroRange,
  type MixDocument,
  type NodeRecord,
} from "../document/types.ts";
import { drivingParameters } from "../document/exposed.ts";
import { LIMITS } from "../document/limits.ts";
import { throughRange } from "../document/macro-range.ts";
import { isPlainValue, type PlainValue } from "../definition/parameters.ts";
import { fault } from "../problem.ts";

/** One use of a graph: the root, a strip's insert chain, or the inside of a chain node. */
export interface GraphInstance {
  readonly graphId: string;
  readonly graph: GraphRecord;
  /** Address of the node that contains it; empty for the root. */
  readonly address: string;
  /** The same as sums are ordered by it. */
  readonly order: string;
  readonly parent?: GraphInstance;
  /** Id of the containing node in the parent. */
  readonly ownerId: string;
  /** Values and lanes that the containing node sets from outside, keyed `node.param`. */
  readonly overrides: ReadonlyMap<string, Override>;
  /** Whether any lane moves something in this graph. */
  readonly hasLanes: boolean;
  /** Instances of the graphs inside, by node id. */
  readonly children: Map<string, GraphInstance>;
  readonly connectionsTo: ReadonlyMap<string, readonly ConnectionRecord[]>;
}

export interface Override {
  /** Absent where only a lane drives it. */
  readonly value?: PlainValue;
  /** Address of the automation lane that drives it, where there is one. */
  readonly lane?: string;
  /** Macros that the lane's values go through, outermost first. */
  readonly ranges: readonly MacroRange[];
}

export const addressOf = (instance: GraphInstance, id: string): string =>
  instance.address === "" ? id : `${instance.address}/${id}`;

/** What stands for the address of a node where sums are ordered: grouping nodes does not change it. */
export const orderOf = (instance: GraphInstance, id: string): string =>
  joined(instance.order, instance.graph.nodes[id]!.order ?? id);

const joined = (outer: string, inner: string): string =>
  outer === "" || inner === "" ? outer + inner : `${outer}/${inner}`;

/** Address of a strip's head. `in` is no legal node id, so it can never collide. */
export const headOf = (stripAddress: string): string => `${stripAddress}/in`;

export const sortedNodes = (graph: GraphRecord): [string, NodeRecord][] =>
  Object.entries(graph.nodes).toSorted(([a], [b]) => (a < b ? -1 : 1));

/** Unfolds the root graph and everything nested in it. */
export function instantiate(document: MixDocument): GraphInstance {
  const moved = new Set(Object.keys(document.automation).map((lane) => lane.split("/", 1)[0]));
  const open = (
    graphId: string,
    rest: Pick<GraphInstance, "address" | "order" | "ownerId" | "overrides"> & { parent?: GraphInstance },
    depth: number,
  ): GraphInstance => {
    const graph = document.graphs[graphId];
    if (graph === undefined)
      throw fault("unknown-graph", rest.address || document.name, `there is no graph "${graphId}"`);
    if (depth > LIMITS.nesting)
      throw fault("nesting-too-deep", rest.address, `graphs may be nested ${LIMITS.nesting} deep`);
    const instance: GraphInstance = {
      graphId,
      graph,
      ...rest,
      hasLanes: moved.has(graphId),
      children: new Map(),
      connectionsTo: groupByTarget(graph),
    };
    for (const [id, node] of sortedNodes(graph)) {
      if (node.graph === undefined) continue;
      const child = {
        parent: instance,
        address: addressOf(instance, id),
        order: orderOf(instance, id),
        ownerId: id,
        overrides: overridesFor(document, instance, id, node),
      };
      instance.children.set(id, open(node.graph, child, depth + 1));
    }
    return instance;
  };
  return open(document.root, { address: "", order: "", ownerId: "", overrides: new Map() }, 0);
}

function groupByTarget(graph: GraphRecord): Map<string, ConnectionRecord[]> {
  const groups = new Map<string, ConnectionRecord[]>();
  for (const connection of graph.connections) {
    const group = groups.get(connection.to);
    if (group === undefined) groups.set(connection.to, [connection]);
    else group.push(connection);
  }
  return groups;
}

/** What a chain node's own parameters set inside it, and where macros stand: value and automation reach every target. */
function overridesFor(
  document: MixDocument,
  parent: GraphInstance,
  id: string,
  node: NodeRecord,
): Map<string, Override> {
  const overrides = new Map<string, Override>();
  const inner = node.graph === undefined ? undefined : document.graphs[node.graph];
  if (inner === undefined) return overrides;
  for (const [name, { targets, ranges, percent = 0 }] of drivingParameters(inner.interface)) {
    const given = node.type === CHAIN_TYPE ? parameterOf(document, parent, id, node, name) : undefined;
    if (given === undefined && ranges === undefined) continue;
    const { value = ranges && percent, ...rest } = given ?? { ranges: [] };
    for (const target of targets) {
      const range = ranges?.[target];
      if (range === undefined) overrides.set(target, { ...rest, ...(value !== undefined && { value }) });
      else
        overrides.set(target, { ...rest, value: throughRange(range, Number(value)), ranges: [...rest.ranges, range] });
    }
  }
  return overrides;
}

/** Whether parameters in a graph may stand elsewhere than they were saved. */
export const isDriven = ({ overrides, hasLanes }: GraphInstance): boolean => overrides.size > 0 || hasLanes;

export function savedValue(node: NodeRecord, name: string): PlainValue | undefined {
  const saved = Object.hasOwn(node.params, name) ? node.params[name] : undefined;
  return isPlainValue(saved) ? saved : undefined;
}

/** The value that a parameter stands at, and the lane that moves it: from outside where the graph's interface says so. */
export function parameterOf(
  document: MixDocument,
  instance: GraphInstance,
  id: string,
  node: NodeRecord,
  name: string,
): Override | undefined {
  const saved = savedValue(node, name);
  const value = saved === undefined ? {} : { value: saved };
  // A mix has thousands of parameters, of which few are driven: names are put together for those alone
  if (instance.overrides.size > 0) {
    const outer = instance.overrides.get(`${id}.${name}`);
    if (outer !== undefined) return { ...value, ...outer };
  }
  if (instance.hasLanes) {
    const lane = `${instance.graphId}/${id}.${name}`;
    if (Object.hasOwn(document.automation, lane)) return { ...value, lane, ranges: [] };
  }
  return "value" in value ? { ...value, ranges: [] } : undefined;
}
