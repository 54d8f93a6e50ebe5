import type { Registry } from "../definition/pack.ts";
import type { MixDocument } from "../document/types.ts";
import { compensate } from "./compensate.ts";
import { flatten } from "./flatten.ts";
import { headOf } from "./instances.ts";
import { sort } from "./sort.ts";
import { wholeOf } from "./summing.ts";

/**
 * How many samples later what a node is given leaves it, by the node's address: for strips and chains with all that stands inside,
 * on the longest way through. Undefined for what no mix is made of. Throws a `TwobusError` where a mix has a cycle.
 */
export function nodeLatencies(document: MixDocument, registry: Registry): (address: string) => number | undefined {
  const graph = flatten(document, registry);
  const { arrival } = compensate(graph, sort(graph));
  const departure = (address: string): number => arrival.get(address)! + graph.nodes.get(address)!.latencySamples;
  const latencyOf = (address: string): number => {
    const head = headOf(address);
    return departure(address) - arrival.get([wholeOf(head), head, address].find((place) => arrival.has(place))!)!;
  };
  /** A chain is dissolved: what was in it is left. */
  const chainLatency = (address: string): number | undefined => {
    const inside = [...arrival.keys()].filter((place) => place.startsWith(`${address}/`));
    if (inside.length === 0) return undefined;
    const earliest = Math.min(...inside.map((place) => arrival.get(place)!));
    return Math.max(...inside.map(departure)) - earliest;
  };
  return (address) => (arrival.has(address) ? latencyOf(address) : chainLatency(address));
}
