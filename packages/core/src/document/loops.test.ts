import fc from "fast-check";
import { expect, test } from "vitest";
import { components, loops, reached } from "./loops.ts";

/** Up to eight items, each with the items that it leads to. */
const graphs = fc.array(fc.array(fc.nat({ max: 7 }), { maxLength: 3 }), { minLength: 8, maxLength: 8 });
const items = Array.from({ length: 8 }, (_, i) => i);

/** Whether a way of at least one step leads from one item to another, by trying every length (Warshall 1962). */
function ways(graph: readonly number[][]): boolean[][] {
  const way = items.map((from) => items.map((to) => graph[from]!.includes(to)));
  for (const via of items) {
    for (const from of items) for (const to of items) way[from]![to] ||= way[from]![via]! && way[via]![to]!;
  }
  return way;
}

test("components are the items that reach one another, after all that they lead to", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const way = ways(graph);
      const groups = components(items, (item) => graph[item]!);
      expect(groups.flat().toSorted((a, b) => a - b)).toEqual(items);
      groups.forEach((group, index) => {
        for (const a of group) for (const b of group) expect(a === b || way[a]![b]).toBe(true);
        for (const a of group) for (const b of groups.slice(index + 1).flat()) expect(way[a]![b]).toBe(false);
      });
    }),
    { numRuns: 200, seed: 5 },
  );
});

test("there is one loop for every component that has any, and its steps exist", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const way = ways(graph);
      const found = loops(items, (item) => graph[item]!);
      for (const loop of found) {
        expect(new Set(loop).size).toBe(loop.length);
        loop.forEach((item, index) => expect(graph[item]).toContain(loop[(index + 1) % loop.length]));
      }
      for (const item of items.filter((each) => way[each]![each])) {
        expect(found.filter(([first]) => first === item || (way[first!]![item] && way[item]![first!]))).toHaveLength(1);
      }
      expect(found.length > 0).toBe(items.some((item) => way[item]![item]));
    }),
    { numRuns: 200, seed: 6 },
  );
});

test("what is reached, and from where", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const way = ways(graph);
      const from = reached([0], (item) => graph[item]!);
      expect([...from.keys()].toSorted((a, b) => a - b)).toEqual(items.filter((item) => item === 0 || way[0]![item]));
      for (const [item, before] of from) if (before !== undefined) expect(graph[before]).toContain(item);
    }),
    { numRuns: 200, seed: 7 },
  );
});
