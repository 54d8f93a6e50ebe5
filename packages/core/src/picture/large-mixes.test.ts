import { expect, test } from "vitest";
import { emptyMix, type MixDocument } from "../document/types.ts";
import { drawMix } from "./draw-mix.ts";

/** Nodes of one type with the cables between them, as pairs of their numbers; `-1` is the mix's output. */
function mixOf(type: string, count: number, cables: readonly (readonly [from: number, to: number])[]): MixDocument {
  const mix = emptyMix("Large", 48000);
  const graph = mix.graphs["mix"]!;
  for (let n = 0; n < count; n++) graph.nodes[`n${n}`] = { type, version: 1, params: {} };
  graph.connections = cables.map(([from, to]) => ({ from: `n${from}.main`, to: to < 0 ? "out.main" : `n${to}.main` }));
  return mix;
}

const line = (count: number) => Array.from({ length: count }, (_, n) => [n, n - 1] as const);

test("the deepest mix is drawn", () => {
  expect(drawMix(mixOf("twobus.bus", 10_000, line(10_000)))).toContain("10000 buses");
});

test("the widest mix is drawn", () => {
  const star = Array.from({ length: 10_000 }, (_, n) => [n, n === 0 ? -1 : 0] as const);
  expect(drawMix(mixOf("twobus.track", 10_000, star))).toContain("9999 tracks");
});

test("the longest chain is drawn", () => {
  const mix = mixOf("twobus.bus", 1, line(1));
  const chain = mixOf("twobus.gain", 9999, line(9999)).graphs["mix"]!;
  mix.graphs["chain"] = chain;
  mix.graphs["mix"]!.nodes["n0"]!.graph = "chain";
  expect(drawMix(mix)).toMatch(/gain \+99\d\d</);
});

test("a tangle that no drawing explains is refused", () => {
  const shortcuts = Array.from({ length: 200 }, (_, n) => [999 - n, n] as const);
  expect(() => drawMix(mixOf("twobus.bus", 1000, [...line(1000), ...shortcuts]))).toThrow(/gather them on fewer buses/);
});
