import { fault } from "../problem.ts";
import type { FlatGraph } from "./flat-graph.ts";

/** Addresses of everything that reaches the output, each after all that feeds it. Depth first, so that a bus follows its tracks. */
export function sort(graph: FlatGraph): string[] {
  const sorted: string[] = [];
  const state = new Map<string, "open" | "done">();
  const predecessors = (address: string): string[] =>
    [...graph.edgesInto.get(address)!.values()].flatMap((edges) => edges.map((edge) => edge.from));

  for (const start of graph.output.map((edge) => edge.from)) {
    const path = state.has(start) ? [] : [{ address: start, rest: predecessors(start) }];
    if (path.length > 0) state.set(start, "open");
    while (path.length > 0) {
      const top = path.at(-1)!;
      const next = top.rest.shift();
      if (next === undefined) {
        state.set(top.address, "done");
        sorted.push(top.address);
        path.pop();
      } else if (state.get(next) === "open") {
        throw cycle([...path.slice(path.findIndex((step) => step.address === next)).map((step) => step.address), next]);
      } else if (!state.has(next)) {
        state.set(next, "open");
        path.push({ address: next, rest: predecessors(next) });
      }
    }
  }
  return sorted;
}

function cycle(backwards: string[]): Error {
  const names = backwards.toReversed().map((address) => address.replace(/\/in(\/[^/]+)?$/, ""));
  const loop = names.filter((name, index) => name !== names[index - 1]).join(" → ");
  return fault("cycle", backwards[0]!, `these feed each other in a circle: ${loop}. Take one of the connections away.`);
}
