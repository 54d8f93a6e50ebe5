import {
  CHAIN_TYPE,
  emptyMix,
  type AutomationLane,
  type ConnectionRecord,
  type ExposedParameter,
  type GraphRecord,
  type MixDocument,
  type NodeRecord,
} from "../src/document/types.ts";

/** Whole numbers from 0 to below `count`, the same for the same seed (Numerical Recipes, chapter 7.1). */
export type Dice = (count: number) => number;

export function dice(seed: number): Dice {
  let state = (seed * 2654435761 + 1) >>> 0;
  return (count) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * count);
  };
}

const main = { main: { role: "audio" as const } };
const ramp = (from: number, to: number): AutomationLane => ({
  points: [
    { atSeconds: 0, value: from, curve: "linear" },
    { atSeconds: 3, value: to, curve: "hold" },
  ],
});

const gain = (gainDb: number): NodeRecord => ({ type: "toy.gain", version: 1, params: { gainDb, polarity: false } });
const compressor = (thresholdDb: number): NodeRecord => ({
  type: "toy.compressor",
  version: 3,
  params: { thresholdDb, lookAheadMs: 0, character: "warm" },
});
export const chainNode = (graph: string, params: NodeRecord["params"] = {}): NodeRecord => ({
  type: CHAIN_TYPE,
  version: 1,
  params,
  graph,
});

function settings(roll: Dice): Partial<ConnectionRecord> {
  return [{}, {}, { gainDb: -roll(20) }, { panPercent: roll(100) - 50, gainDb: -3 }, { muted: true }][roll(5)]!;
}

/** Processors that lead forwards to one another at random, from `in.main` to `out.main`. */
function graphOf(
  roll: Dice,
  nodes: Record<string, NodeRecord>,
  keys: Record<string, { role: "key" }> = {},
): GraphRecord {
  const ids = Object.keys(nodes);
  const connections: ConnectionRecord[] = [];
  const connect = (from: string, to: string): void => {
    if (!connections.some((other) => other.from === from && other.to === to)) {
      connections.push({ from, to, ...settings(roll) });
    }
  };
  ids.forEach((id, index) => {
    for (let n = roll(3); n >= 0; n--) {
      const before = roll(index + 1) - 1;
      connect(before < 0 ? "in.main" : `${ids[before]}.main`, `${id}.main`);
    }
    if (nodes[id]!.type === "toy.compressor" && roll(2) === 0 && index > 0)
      connect(`${ids[roll(index)]}.main`, `${id}.key`);
    if (roll(2) === 0) connect(`${id}.main`, "out.main");
  });
  for (const key of Object.keys(keys)) {
    const listener = ids.find((id) => nodes[id]!.type === "toy.compressor");
    if (listener !== undefined) connect(`in.${key}`, `${listener}.key`);
  }
  connect(`${ids.at(-1)}.main`, "out.main");
  return {
    interface: { inputs: { ...main, ...keys }, outputs: main, params: {} },
    nodes,
    connections,
  };
}

function shown(roll: Dice): Record<string, ExposedParameter> {
  return {
    trimDb: { targets: ["a.gainDb"], min: -60, max: 12 },
    both: { targets: ["a.gainDb", "d.gainDb"] },
    squashDb: { targets: ["b.thresholdDb"] },
    ...(roll(2) === 0 && {
      amount: {
        targets: ["c.thresholdDb", "d.gainDb"],
        percent: roll(101),
        ranges: { "c.thresholdDb": { from: -6, to: -30, curve: "smooth" }, "d.gainDb": { from: 0, to: -12 } },
      },
    }),
  };
}

/** A track through two linked chains, each with a chain inside, values of their own and automation, into a bus with inserts. */
export function nestedMix(roll: Dice): MixDocument {
  const mix = emptyMix("Nested", 48000);
  mix.sources = { a: { file: "a.wav", channels: 2, sampleRate: 48000, frames: 48000 } };
  const innermost = graphOf(roll, { a: gain(-1), b: compressor(-9), c: compressor(-20), d: gain(-2) });
  innermost.interface.params = shown(roll);
  const outer = graphOf(
    roll,
    {
      a: gain(-3),
      b: compressor(-12),
      c: compressor(-30),
      d: gain(1),
      inner: chainNode("innermost", { squashDb: -7 }),
    },
    { duck: { role: "key" } },
  );
  outer.interface.params = {
    ...shown(roll),
    deepDb: { targets: ["inner.squashDb"] },
    trim2Db: { targets: ["inner.trimDb"] },
  };
  const strip = { faderDb: 0, panPercent: 0 };
  mix.graphs = {
    innermost,
    outer,
    inserts: graphOf(roll, { a: gain(2), fx: chainNode("innermost"), b: compressor(-10) }),
    mix: {
      ...mix.graphs["mix"]!,
      nodes: {
        track: { type: "toy.track", version: 1, params: strip, source: "a" },
        one: chainNode("outer", { trimDb: -8 }),
        two: chainNode("outer", { deepDb: -33 }),
        pad: gain(-6),
        bus: { type: "toy.bus", version: 1, params: strip, graph: "inserts" },
      },
      connections: [
        { from: "track.main", to: "one.main" },
        { from: "track.main", to: "two.main", gainDb: -3 },
        { from: "track.main", to: "two.duck" },
        { from: "one.main", to: "pad.main", panPercent: 30 },
        { from: "pad.main", to: "bus.main" },
        { from: "two.main", to: "bus.main", gainDb: -1 },
        { from: "one.main", to: "bus.main", gainDb: -9 },
        { from: "bus.main", to: "out.main" },
      ],
    },
  };
  mix.automation = {
    "mix/one.squashDb": ramp(-5, -15),
    "innermost/b.thresholdDb": ramp(-40, -50),
    "outer/d.gainDb": ramp(-4, 4),
    "inserts/fx.trimDb": ramp(-2, -20),
  };
  mix.layout = { mix: { one: { x: 10, y: 0 }, pad: { x: 30, y: 8 } }, outer: { a: { x: 1, y: 2 }, b: { x: 3, y: 4 } } };
  return mix;
}
