import type { FlatEdge, FlatGraph, FlatNode } from "./flat-graph.ts";
import type { Timing } from "./compensate.ts";

/** Part of a mix: what remains of it when only these tracks sound, through the mix as all tracks together make it. */
export interface StemPart {
  readonly name: string;
  /** Addresses of track strips. */
  readonly tracks: readonly string[];
}

/** A mix and its parts as one graph. */
export interface SplitGraph {
  readonly graph: FlatGraph;
  /** What runs, in order: each node of the mix, then the copies of it that carry parts. */
  readonly sorted: readonly string[];
  readonly timing: Timing;
  /** The edges that each part is made of, as `graph.output` is for the mix. */
  readonly outputs: readonly (readonly FlatEdge[])[];
}

/**
 * Adds to a graph what its parts need. Where all that a node hears belongs to one part, the part is what the mix has there;
 * from where parts meet, each goes through a copy of the node. Copies of linear nodes process, all others follow what their
 * original does to the mix. Keys steer the originals alone. What belongs to no part (the rest) needs no copies: it is what
 * the parts leave of the mix.
 */
export function splitStems(
  graph: FlatGraph,
  sorted: readonly string[],
  timing: Timing,
  parts: readonly StemPart[],
): SplitGraph {
  const partOfTrack = new Map(parts.flatMap(({ tracks }, index) => tracks.map((track) => [track, index] as const)));
  const rest = parts.length;
  const nodes = new Map(graph.nodes);
  const edgesInto = new Map(graph.edgesInto);
  const heard = new Map<string, ReadonlySet<number>>();
  const order: string[] = [];

  const isHeard = (part: number) => (edge: FlatEdge) => edge.audible && heard.get(edge.from)!.has(part);
  const carrierOf = (address: string, part: number): string =>
    heard.get(address)!.size > 1 ? partAddress(address, part) : address;
  const edgesOf = (edges: readonly FlatEdge[], part: number): FlatEdge[] =>
    edges.filter(isHeard(part)).map((edge) => ({ ...edge, from: carrierOf(edge.from, part) }));

  for (const address of sorted) {
    const node = graph.nodes.get(address)!;
    const audioEdges = node.inputs
      .filter(({ isKey }) => !isKey)
      .map(({ port }) => [port, graph.edgesInto.get(address)!.get(port) ?? []] as const);
    heard.set(address, node.source === undefined ? partsIn(audioEdges, heard) : new Set([partOf(node)]));
    order.push(address);
    if (heard.get(address)!.size < 2) continue;
    for (const part of heard.get(address)!) {
      if (part === rest) continue;
      const copy = partAddress(address, part);
      nodes.set(copy, { ...node, address: copy, partOf: address });
      edgesInto.set(copy, new Map(audioEdges.map(([port, edges]) => [port, edgesOf(edges, part)])));
      order.push(copy);
    }
  }

  function partOf(head: FlatNode): number {
    return partOfTrack.get(head.address.replace(/\/in$/, "")) ?? rest;
  }

  return {
    graph: { ...graph, nodes, edgesInto },
    sorted: order,
    timing: timingOf(nodes, timing),
    outputs: parts.map((_, part) => edgesOf(graph.output, part)),
  };
}

/** `@` is in no id, so a copy's address collides with nothing. */
const partAddress = (address: string, part: number): string => `${address}@${part}`;

function partsIn(
  inputs: readonly (readonly [string, readonly FlatEdge[]])[],
  heard: ReadonlyMap<string, ReadonlySet<number>>,
): ReadonlySet<number> {
  const parts = inputs.flatMap(([, edges]) =>
    edges.flatMap((edge) => (edge.audible ? [...(heard.get(edge.from) ?? [])] : [])),
  );
  return new Set(parts.toSorted((a, b) => a - b));
}

/** A copy is where and when its original is. */
function timingOf(nodes: ReadonlyMap<string, FlatNode>, timing: Timing): Timing {
  const originalOf = (address: string): string => nodes.get(address)?.partOf ?? address;
  const copies = [...nodes.values()].flatMap(({ address, partOf }) =>
    partOf === undefined ? [] : [[address, timing.arrival.get(partOf)!] as const],
  );
  return {
    ...timing,
    arrival: new Map([...timing.arrival, ...copies]),
    delayOf: (edge, into) =>
      timing.delayOf({ ...edge, from: originalOf(edge.from) }, into === undefined ? undefined : originalOf(into)),
  };
}
