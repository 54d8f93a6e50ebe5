import type { FlatGraph } from "./flat-graph.ts";

/** Addresses that can be heard: what feeds the output only through muted or bypassed ways need not run. */
export function audible(graph: FlatGraph): ReadonlySet<string> {
  const heard = new Set<string>();
  const open = graph.output.filter((edge) => edge.audible).map((edge) => edge.from);
  for (let address = open.pop(); address !== undefined; address = open.pop()) {
    if (heard.has(address)) continue;
    heard.add(address);
    for (const edges of graph.edgesInto.get(address)!.values()) {
      for (const edge of edges) if (edge.audible) open.push(edge.from);
    }
  }
  return heard;
}
