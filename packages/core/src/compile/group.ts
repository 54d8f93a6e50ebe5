import type { FlatGraph } from "./flat-graph.ts";

/** Nodes that run as one job, in order, and the groups that must have run before. */
export interface Group {
  readonly name: string;
  readonly members: string[];
  readonly after: number[];
}

/**
 * One group per strip or node of the root graph. Where two owners feed each other in turns (through a chain's second
 * output, say), no order of whole groups exists, and everything becomes a single one.
 */
export function group(graph: FlatGraph, addresses: readonly string[]): Group[] {
  const ownerOf = (address: string): string => graph.nodes.get(address)!.owner;
  const members = Map.groupBy(addresses, ownerOf);
  const needs = new Map<string, Set<string>>();
  for (const address of addresses) {
    const own = ownerOf(address);
    const needed = needs.get(own) ?? new Set();
    needs.set(own, needed);
    for (const edges of graph.edgesInto.get(address)!.values()) {
      for (const edge of edges) if (edge.audible && ownerOf(edge.from) !== own) needed.add(ownerOf(edge.from));
    }
  }
  const order = inOrder(needs);
  if (order === undefined) return [{ name: "mix", members: [...addresses], after: [] }];
  const index = new Map(order.map((name, i) => [name, i]));
  return order.map((name) => ({
    name,
    members: members.get(name)!,
    after: [...needs.get(name)!].map((needed) => index.get(needed)!).toSorted((a, b) => a - b),
  }));
}

/** Depth-first order in which each name follows all it needs; `undefined` when there is none. */
function inOrder(needs: ReadonlyMap<string, ReadonlySet<string>>): string[] | undefined {
  const order: string[] = [];
  const open = new Set<string>();
  const done = new Set<string>();
  for (const start of needs.keys()) {
    const path = [{ name: start, rest: [...needs.get(start)!] }];
    if (done.has(start)) continue;
    open.add(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.rest.shift();
      if (next === undefined) {
        done.add(top.name);
        open.delete(top.name);
        order.push(top.name);
        path.pop();
      } else if (open.has(next)) {
        return undefined;
      } else if (!done.has(next)) {
        open.add(next);
        path.push({ name: next, rest: [...needs.get(next)!] });
      }
    }
  }
  return order;
}
