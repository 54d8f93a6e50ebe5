import { expect, test } from "vitest";
import type { GraphRecord, NodeRecord } from "../document/types.ts";
import { listChain } from "./chain.ts";

/** A chain through the nodes in the order in which `cables` name them; each node with its type or its record. */
const chainOf = (nodes: Record<string, string | Partial<NodeRecord>>, cables: readonly string[]): GraphRecord => ({
  interface: { inputs: {}, outputs: {}, params: {} },
  nodes: Object.fromEntries(
    Object.entries(nodes).map(([id, node]) => {
      const record = typeof node === "string" ? { type: node } : node;
      return [id, { type: "toy.any", version: 1, params: {}, ...record }];
    }),
  ),
  connections: cables.map((cable) => {
    const [from, to] = cable.split(" ");
    return { from: `${from}.main`, to: `${to}.main` };
  }),
});

const namesIn = (chain: GraphRecord | undefined): string[] => listChain(chain).map(({ name }) => name);

test("processors stand in the order of the signal, not of their ids", () => {
  const chain = chainOf({ a: "toy.limiter", z: "toy.gate", m: "toy.clipper" }, ["in z", "z m", "m a", "a out"]);
  expect(namesIn(chain)).toEqual(["gate", "clipper", "limiter"]);
});

test("types become words: what is generic goes, what names the kind stays", () => {
  const nodes = {
    a: "twobus.glueCompressor",
    b: "twobus.tubeSaturator",
    c: "twobus.parametricEq",
    d: "twobus.truePeakLimiter",
    e: "twobus.deEsser",
    f: "twobus.gain",
    g: "twobus.compressor",
    h: { type: "else.where", label: "Magic" },
  };
  expect(namesIn(chainOf(nodes, []))).toEqual([
    "glue",
    "tube",
    "eq",
    "limiter",
    "de-esser",
    "gain",
    "compressor",
    "Magic",
  ]);
});

test("parallel paths, loops and loose processors are listed once each", () => {
  const parallel = chainOf({ a: "x.gain", b: "x.left", c: "x.right", d: "x.sum", e: "x.loose" }, [
    "in a",
    "a b",
    "a c",
    "b d",
    "c d",
    "d a",
    "d out",
  ]);
  expect(namesIn(parallel)).toEqual(["gain", "left", "right", "sum", "loose"]);
});

test("a chain that is not there is empty", () => {
  expect(namesIn(undefined)).toEqual([]);
});
