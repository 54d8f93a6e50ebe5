import type { FlatEdge, FlatGraph } from "./flat-graph.ts";

/** When sound arrives where, in samples after it entered the mix. */
export interface Timing {
  /** At each node's inputs, by address. */
  readonly arrival: ReadonlyMap<string, number>;
  /** At the mix. */
  readonly latencySamples: number;
  readonly tailSamples: number;
  /** How long an edge has to wait so that everything meets in time at the node (or at the output, without address). */
  delayOf(edge: FlatEdge, into?: string): number;
}

/** Latency compensation: every input of a node, key inputs included, waits for the latest one. */
export function compensate(graph: FlatGraph, sorted: readonly string[]): Timing {
  const arrival = new Map<string, number>();
  const tail = new Map<string, number>();
  const departure = (edge: FlatEdge): number => arrival.get(edge.from)! + graph.nodes.get(edge.from)!.latencySamples;
  const latest = (edges: readonly FlatEdge[]): number =>
    edges.reduce((most, edge) => Math.max(most, departure(edge)), 0);
  const longest = (edges: readonly FlatEdge[]): number =>
    edges.reduce((most, edge) => (edge.audible ? Math.max(most, tail.get(edge.from)!) : most), 0);
  for (const address of sorted) {
    const edges = [...graph.edgesInto.get(address)!.values()].flat();
    arrival.set(address, latest(edges));
    tail.set(address, longest(edges) + graph.nodes.get(address)!.tailSamples);
  }
  const latencySamples = latest(graph.output);
  return {
    arrival,
    latencySamples,
    tailSamples: longest(graph.output),
    delayOf: (edge, into) => (into === undefined ? latencySamples : arrival.get(into)!) - departure(edge),
  };
}
