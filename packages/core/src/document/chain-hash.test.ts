import { expect, test } from "vitest";
import { toyMix, toyRegistry } from "../../test/toy-pack.ts";
import { History } from "../commands/history.ts";
import { placeChain } from "../commands/place-chain.ts";
import { chainHash } from "./chain-hash.ts";
import type { ChainDocument } from "./chain-types.ts";
import { CHAIN_TYPE, type GraphRecord, type NodeRecord } from "./types.ts";

const main = { main: { role: "audio" as const } };
const gain = (gainDb: number): NodeRecord => ({ type: "toy.gain", version: 1, params: { gainDb, polarity: false } });
const nesting = (graph: string): NodeRecord => ({ type: CHAIN_TYPE, version: 1, params: {}, graph });

function series(nodes: GraphRecord["nodes"]): GraphRecord {
  const way = ["in", ...Object.keys(nodes), "out"];
  const connections = way.slice(1).map((node, index) => ({ from: `${way[index]}.main`, to: `${node}.main` }));
  return { interface: { inputs: main, outputs: main, params: {} }, nodes, connections };
}

const chain = (): ChainDocument => ({
  format: "twobus-chain",
  formatVersion: 1,
  name: "Two in one",
  summary: "Twice.",
  tags: [],
  root: "chain",
  graphs: {
    chain: series({ a: nesting("one"), b: nesting("two") }),
    one: series({ x: gain(-1) }),
    two: series({ x: gain(-2) }),
  },
});

/** Everything in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.toReversed().map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, item]) => [name, reversed(item)]),
  );
}

test("a chain has one hash, in its file in any order and wherever it has been placed", () => {
  const hash = chainHash(chain());
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(chainHash(reversed(chain()) as ChainDocument)).toBe(hash);
  const history = new History(toyMix(), toyRegistry);
  const perform = history.do.bind(history);
  for (const id of ["zz", "zz", "aa"]) {
    const node = placeChain(chain(), { graph: "mix", id }, perform);
    history.do({ kind: "setLayout", graph: "mix", positions: { [node]: { x: 1, y: 2 } } });
    const { graphs } = history.document;
    expect(chainHash({ root: graphs["mix"]!.nodes[node]!.graph!, graphs })).toBe(hash);
  }
});

test("another value, cable, node or order of inner chains is another hash", () => {
  const changed = (change: (chain: ChainDocument) => void): string => {
    const copy = chain();
    change(copy);
    return chainHash(copy);
  };
  const hashes = [
    changed(() => undefined),
    changed(({ graphs }) => (graphs["two"]!.nodes["x"]!.params["gainDb"] = -3)),
    changed(({ graphs }) => (graphs["chain"]!.connections[0]!.gainDb = -3)),
    changed(({ graphs }) => (graphs["chain"]!.nodes["c"] = gain(0))),
    changed(({ graphs }) => (graphs["chain"]!.nodes["b"]!.graph = "one")),
    changed(({ graphs }) => ([graphs["one"], graphs["two"]] = [graphs["two"]!, graphs["one"]!])),
  ];
  expect(new Set(hashes).size).toBe(hashes.length);
});

test("words about the chain are no part of it, nor is what it does not use", () => {
  const other = chain();
  other.graphs["unused"] = series({});
  other.graphs["chain"]!.definition = { name: "x", sha256: "0".repeat(64) };
  expect(chainHash({ ...other, name: "Other", tags: ["x"] } as ChainDocument)).toBe(chainHash(chain()));
});
