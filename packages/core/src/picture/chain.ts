import type { GraphRecord, NodeId } from "../document/types.ts";
import { compareNaturally } from "../natural-order.ts";
import { groupBy } from "./group-by.ts";

/** A processor of an insert chain, as a word beside others. */
export interface Processor {
  readonly name: string;
  readonly bypassed: boolean;
}

/** A chain's processors in the order of the signal. */
export function listChain(graph: GraphRecord | undefined): Processor[] {
  if (!graph) return [];
  return inSignalOrder(graph).map((id) => {
    const { label, type, bypassed = false } = graph.nodes[id]!;
    return { name: label ?? shortName(type), bypassed };
  });
}

/** Every node after all that feed it; nodes that nothing parts, by id. Loops are cut where they are met. */
function inSignalOrder({ nodes, connections }: GraphRecord): NodeId[] {
  const into = groupBy(connections, ({ to }) => nodeOf(to));
  const feedersOf = (id: NodeId): NodeId[] =>
    (into.get(id) ?? []).map(({ from }) => nodeOf(from)).toSorted(compareNaturally);
  const entered = new Set<NodeId>();
  const listed: NodeId[] = [];
  const path: { readonly id: NodeId; readonly feeders: Iterator<NodeId> }[] = [];
  const enter = (id: NodeId): void => {
    if (entered.has(id) || !Object.hasOwn(nodes, id)) return;
    entered.add(id);
    path.push({ id, feeders: feedersOf(id).values() });
  };
  for (const start of [...feedersOf("out"), ...Object.keys(nodes).toSorted(compareNaturally)]) {
    enter(start);
    for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
      const { value: feeder, done } = last.feeders.next();
      if (done !== true) enter(feeder);
      else listed.push(path.pop()!.id);
    }
  }
  return listed;
}

/** The node of an endpoint `<node>.<port>`. */
export const nodeOf = (endpoint: string): NodeId => endpoint.slice(0, endpoint.lastIndexOf("."));

/** The port of an endpoint `<node>.<port>`. */
export const portOf = (endpoint: string): string => endpoint.slice(endpoint.lastIndexOf(".") + 1);

/** Kinds that say less than the word before them: a "glue compressor" is "glue". */
const GENERIC = new Set(["compressor", "saturator", "saturation"]);

/** A processor's type in a word: `twobus.glueCompressor` is "glue", `twobus.parametricEq` "eq", `twobus.deEsser` "de-esser". */
function shortName(type: string): string {
  const words = type.slice(type.indexOf(".") + 1).match(/[A-Z]*[a-z0-9]+|[A-Z]+/g) ?? [type];
  const [last, ...before] = words.map((word) => word.toLowerCase()).toReversed();
  if (before.length > 0 && GENERIC.has(last!)) return before.toReversed().join(" ");
  return before[0] === "de" ? `de-${last}` : last!;
}
