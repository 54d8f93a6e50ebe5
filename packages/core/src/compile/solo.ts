import type { FlatEdge, FlatGraph } from "./flat-graph.ts";

/**
 * What remains when only some strips or nodes of the root graph are listened to: what feeds them, they themselves, and the way of
 * their sound to the mix. Keys go on steering, from wherever they come. Nothing gets earlier or later.
 */
export function soloed(graph: FlatGraph, ids: readonly string[]): FlatGraph {
  if (ids.length === 0) return graph;
  const chosen = [...graph.nodes.values()].filter(({ owner }) => ids.includes(owner)).map(({ address }) => address);
  const audioInto = (address: string): FlatEdge[] => {
    const edges = graph.edgesInto.get(address)!;
    return graph.nodes.get(address)!.inputs.flatMap(({ port, isKey }) => (isKey ? [] : (edges.get(port) ?? [])));
  };
  const before = reached(chosen, (address) => audioInto(address).map(({ from }) => from));
  const readers = new Map<string, string[]>();
  for (const address of graph.nodes.keys()) {
    for (const { from } of audioInto(address)) readers.set(from, [...(readers.get(from) ?? []), address]);
  }
  const after = reached(chosen, (address) => readers.get(address) ?? []);

  const listened = (edge: FlatEdge, into?: string): FlatEdge =>
    after.has(edge.from) || (into !== undefined && before.has(into)) ? edge : { ...edge, audible: false };
  const edgesInto = new Map(
    [...graph.edgesInto].map(([address, ports]) => {
      const keys = new Set(graph.nodes.get(address)!.inputs.flatMap(({ port, isKey }) => (isKey ? [port] : [])));
      const row = [...ports].map(
        ([port, edges]) => [port, keys.has(port) ? edges : edges.map((edge) => listened(edge, address))] as const,
      );
      return [address, new Map(row)] as const;
    }),
  );
  return { ...graph, edgesInto, output: graph.output.map((edge) => listened(edge)) };
}

/** Everything that can be reached, the starts included. */
function reached(starts: readonly string[], next: (address: string) => readonly string[]): ReadonlySet<string> {
  const found = new Set(starts);
  const open = [...starts];
  for (let address = open.pop(); address !== undefined; address = open.pop()) {
    for (const other of next(address)) {
      if (found.has(other)) continue;
      found.add(other);
      open.push(other);
    }
  }
  return found;
}
