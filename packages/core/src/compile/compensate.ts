import type { FlatEdge, FlatGraph } from "./flat-graph.ts";

/** When sound arrives where, in samples after it entered the mix. */
export interface Timing {
  /** At each node's inputs, by address. */
  readonly arrival: ReadonlyMap<string, number>;
  /** At the mix. */
  readonly latencySamples: number;
  readonly tailSamples: number;
  readonly memorySamples: number;
  /** How long an edge has to wait so that everything meets in time at the node (or at the output, without address). */
  delayOf(edge: FlatEdge, into?: string): number;
}

/** Latency compensation: every input of a node, key inputs included, waits for the latest one. */
export function compensate(graph: FlatGraph, sorted: readonly string[]): Timing {
  const arrival = new Map<string, number>();
  const tail = new Map<string, number>();
  const memory = new Map<string, number>();
  const departure = (edge: FlatEdge): number => arrival.get(edge.from)! + graph.nodes.get(edge.from)!.latencySamples;
  const latest = (edges: readonly FlatEdge[]): number =>
    edges.reduce((most, edge) => Math.max(most, departure(edge)), 0);
  const longest = (edges: readonly FlatEdge[], lasting: ReadonlyMap<string, number>): number =>
    edges.reduce((most, edge) => (edge.audible ? Math.max(most, lasting.get(edge.from)!) : most), 0);
  for (const address of sorted) {
    const edges = [...graph.edgesInto.get(address)!.values()].flat();
    arrival.set(address, latest(edges));
    const { tailSamples, memorySamples } = graph.nodes.get(address)!;
    tail.set(address, longest(edges, tail) + tailSamples);
    memory.set(address, longest(edges, memory) + memorySamples);
  }
  const latencySamples = latest(graph.output);
  return {
    arrival,
    latencySamples,
    tailSamples: longest(graph.output, tail),
    memorySamples: longest(graph.output, memory),
    delayOf: (edge, into) => (into === undefined ? latencySamples : arrival.get(into)!) - departure(edge),
  };
}
