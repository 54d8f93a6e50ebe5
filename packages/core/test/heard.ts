import type { FlatEdge, FlatGraph } from "../src/compile/flat-graph.ts";
import { flatten } from "../src/compile/flatten.ts";
import { sort } from "../src/compile/sort.ts";
import type { MixDocument } from "../src/document/types.ts";
import { toyRegistry } from "./toy-pack.ts";

/**
 * What a mix computes, whatever its nodes are called and wherever they stand: processors that do the same to the same have
 * the same number, and the mix is the text of its sum. Equal texts are equal sounds, bit for bit.
 */
function heard(document: MixDocument, numbers: Map<string, number>): string {
  const graph: FlatGraph = flatten(document, toyRegistry);
  const known = new Map<string, number>();
  const sumText = (edges: readonly FlatEdge[]): string =>
    edges
      .map(({ from, fromPort, gainLeft, gainRight, audible }) =>
        [known.get(from), fromPort, gainLeft, gainRight, audible].join(" "),
      )
      .join(" + ");
  for (const address of sort(graph)) {
    const { type, kernel, values, automation, source } = graph.nodes.get(address)!;
    const inputs = [...graph.edgesInto.get(address)!].map(([port, edges]) => `${port}: ${sumText(edges)}`);
    const text = JSON.stringify([type, kernel, values, automation, source, inputs]);
    if (!numbers.has(text)) numbers.set(text, numbers.size);
    known.set(address, numbers.get(text)!);
  }
  return sumText(graph.output);
}

/** Whether two mixes compute the same. */
export function soundsAlike(a: MixDocument, b: MixDocument): boolean {
  const numbers = new Map<string, number>();
  return heard(a, numbers) === heard(b, numbers);
}
