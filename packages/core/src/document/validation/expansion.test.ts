import { expect, test } from "vitest";
import { toyRegistry } from "../../../test/toy-pack.ts";
import { LIMITS } from "../limits.ts";
import { CHAIN_TYPE, emptyMix, type GraphRecord, type MixDocument, type NodeRecord } from "../types.ts";
import { validateMix } from "../validate.ts";

const gain: NodeRecord = { type: "toy.gain", version: 1, params: { gainDb: 0, polarity: false } };
const main = (mix: MixDocument): GraphRecord => mix.graphs["mix"]!;

function chainGraph(nodes: Record<string, NodeRecord>): GraphRecord {
  return {
    interface: { inputs: { main: { role: "audio" } }, outputs: { main: { role: "audio" } }, params: {} },
    nodes,
    connections: [],
  };
}

/** `levels` graphs, each holding `copies` of the next. */
function bomb(levels: number, copies: number): MixDocument {
  const mix = emptyMix("Bomb", 48000);
  const holding = (graph: string): Record<string, NodeRecord> =>
    Object.fromEntries(
      Array.from({ length: copies }, (_, i) => [`n${i}`, { type: CHAIN_TYPE, version: 1, params: {}, graph }]),
    );
  main(mix).nodes = holding("level1");
  for (let level = 1; level < levels; level++) mix.graphs[`level${level}`] = chainGraph(holding(`level${level + 1}`));
  mix.graphs[`level${levels}`] = chainGraph({ gain });
  return mix;
}

test("a nested bomb is refused without being expanded", () => {
  const { problems } = validateMix(bomb(10, 10), toyRegistry);
  expect(problems).toEqual([
    {
      code: "nested-too-deep",
      at: "mix",
      message: `graphs stand 10 deep in one another, and 8 is the most: ${["mix", ...Array.from({ length: 10 }, (_, i) => `level${i + 1}`)].join(", ")}`,
    },
    {
      code: "too-many-nodes",
      at: "mix",
      message: expect.stringMatching(
        /^the mix comes to 21111111110 nodes, and 50000 are the most; they are in the graphs level9 \(10 × 1000000000\), level10 \(1 × 10000000000\)/,
      ),
    },
  ]);
  expect(validateMix(bomb(8, 2), toyRegistry).problems).toEqual([]);
});

/** A ceiling for a busy machine, not a measurement. */
function ringOf(count: number): MixDocument {
  const ids = Array.from({ length: count }, (_, i) => `n${i}`);
  const ring = emptyMix("Ring", 48000);
  main(ring).nodes = Object.fromEntries(ids.map((id) => [id, gain]));
  main(ring).connections = ids.map((id, i) => ({ from: `${id}.main`, to: `${ids[(i + 1) % count]}.main` }));
  return ring;
}

test("the longest loop is named without overflow", () => {
  const [loop, ...others] = validateMix(ringOf(LIMITS.nodes), toyRegistry).problems;
  expect(loop).toMatchObject({ code: "loop", message: expect.stringContaining("n49999 → n0") });
  expect(others).toEqual([]);
});

test("what is too large as written is told in one sentence", () => {
  expect(validateMix(ringOf(100_000), toyRegistry)).toEqual({
    problems: [
      {
        code: "too-many-nodes",
        at: "mix",
        message: "the document holds 100000 nodes, and 50000 are the most; part it into several mixes",
      },
    ],
    warnings: [],
  });
});

test("5 000 graphs in one another are refused without overflow", () => {
  const { problems } = validateMix(bomb(5000, 1), toyRegistry);
  expect(problems.map(({ code }) => code)).toEqual(["nested-too-deep"]);
});

test("connections and automation points count as often as their graph is used", () => {
  const mix = bomb(3, 10);
  const innermost = mix.graphs["level3"]!;
  innermost.connections = Array.from({ length: 120 }, () => ({ from: "in.main", to: "gain.main" }));
  mix.automation["level3/gain.gainDb"] = {
    points: Array.from({ length: LIMITS.automationPoints / 1000 + 1 }, () => ({
      atSeconds: 0,
      value: 0,
      curve: "hold",
    })),
  };
  const told = validateMix(mix, toyRegistry).problems.map(({ code }) => code);
  expect(told).toContain("too-many-connections");
  expect(told).toContain("too-many-automation-points");
  expect(told).not.toContain("too-many-nodes");
});
