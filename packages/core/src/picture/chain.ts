import type { GraphRecord, NodeId } from "../document/types.ts";
import { compareNaturally } from "../natural-order.ts";

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
  const listed = new Set<NodeId>();
  const entered = new Set<NodeId>();
  const visit = (id: NodeId): void => {
    if (entered.has(id) || !Object.hasOwn(nodes, id)) return;
    entered.add(id);
    for (const feeder of feedersOf(id)) visit(feeder);
    listed.add(id);
  };
  const feedersOf = (id: NodeId): NodeId[] =>
    connections
      .filter(({ to }) => nodeOf(to) === id)
      .map(({ from }) => nodeOf(from))
      .toSorted(compareNaturally);
  for (const id of [...feedersOf("out"), ...Object.keys(nodes).toSorted(compareNaturally)]) visit(id);
  return [...listed];
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
