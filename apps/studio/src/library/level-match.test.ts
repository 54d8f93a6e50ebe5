import { createRegistry, emptyMix, validateMix, type MixDocument } from "@twobus/core";
import { builtInPack } from "@twobus/nodes";
import { expect, test } from "vitest";
import { heardAlone, stretchesAt } from "./level-match.ts";

const main = { main: { role: "audio" as const } };

/** Kick and snare through a bus of drums with one insert, and a bass beside it. */
const song = (): MixDocument => {
  const mix = emptyMix("Song", 48_000);
  const strip = (type: string, more: object = {}) => ({ type: `twobus.${type}`, version: 1, params: {}, ...more });
  return {
    ...mix,
    sources: { take: { file: "take.wav", channels: 1, sampleRate: 48_000, frames: 48_000 * 30, startSeconds: 2 } },
    graphs: {
      mix: {
        interface: { inputs: {}, outputs: main, params: {} },
        nodes: {
          kick: strip("track", { source: "take" }),
          bass: strip("track", { source: "take" }),
          drums: strip("bus", { graph: "drums-chain" }),
        },
        connections: [
          { from: "kick.main", to: "drums.main" },
          { from: "drums.main", to: "out.main" },
          { from: "bass.main", to: "out.main" },
        ],
      },
      "drums-chain": {
        interface: { inputs: main, outputs: main, params: {} },
        nodes: { a: strip("gain"), b: strip("gain") },
        connections: [
          { from: "in.main", to: "a.main" },
          { from: "a.main", to: "b.main" },
          { from: "b.main", to: "out.main" },
        ],
      },
    },
  };
};

test("a place is heard alone: what leaves it goes to the mix, and nothing else does", () => {
  const before = song();
  const alone = heardAlone(before, ["drums"], [{ from: "a.main", gainDb: -3 }]);
  const ends = (graph: string) => alone.graphs[graph]!.connections.filter(({ to }) => to === "out.main");
  expect(ends("mix")).toEqual([{ from: "drums.main", to: "out.main" }]);
  expect(ends("drums-chain")).toEqual([{ from: "a.main", to: "out.main", gainDb: -3 }]);
  expect(validateMix(alone, createRegistry([builtInPack])).problems).toEqual([]);
  expect(before).toEqual(song());
});

test("the stretch that is measured begins near where the mix stands, ends with it, and gives way to all of it", () => {
  const all = { fromSeconds: 0, toSeconds: 32 };
  expect(stretchesAt(song(), 13.2)).toEqual([{ fromSeconds: 10, toSeconds: 20 }, all]);
  expect(stretchesAt(song(), 31)).toEqual([{ fromSeconds: 22, toSeconds: 32 }, all]);
  expect(stretchesAt(emptyMix("Empty", 48_000), 0)).toEqual([
    { fromSeconds: 0, toSeconds: 1 },
    { fromSeconds: 0, toSeconds: 1 },
  ]);
});
