import { join } from "node:path";
import { parseMix, serialiseMix, type MixDocument } from "@twobus/core";
import { beforeAll, expect, test } from "vitest";
import { cable, chain, graph, mix, node } from "./support/mixes.ts";
import { renderToMemory, temporaryFolder } from "./support/render.ts";
import { drums, noise, sine } from "./support/signals.ts";
import { writeFloatWav } from "./support/wav.ts";

const FRAMES = 30_000;
const SOURCES = {
  kick: drums(FRAMES, 1),
  snare: drums(FRAMES, 2, 7001),
  bass: sine(FRAMES, 55, 0.5),
  pad: noise(FRAMES, 4),
};
const sources = Object.fromEntries(Object.keys(SOURCES).map((id) => [id, { file: `${id}.wav`, frames: FRAMES }]));

/** Tracks, buses, a keyed compressor, oversampling, look-ahead: everything that could tell threads apart. */
const song = (): MixDocument =>
  mix(
    sources,
    {
      mix: graph(
        {
          kick: node("track", { faderDb: -3 }, { source: "kick" }),
          snare: node("track", { panPercent: 20 }, { source: "snare" }),
          bass: node("track", {}, { source: "bass", graph: "bass-chain" }),
          pad: node("track", { widthPercent: 60, delayMs: 3 }, { source: "pad" }),
          drums: node("bus", {}, { graph: "drums-chain" }),
          "stereo-bus": node("bus", { faderDb: -6 }, { graph: "master-chain" }),
        },
        [
          cable("kick", "drums"),
          cable("snare", "drums", { gainDb: -2 }),
          cable("kick", "bass.kick"),
          cable("drums", "stereo-bus"),
          cable("bass", "stereo-bus"),
          cable("pad", "stereo-bus", { gainDb: -4, panPercent: -30 }),
          cable("stereo-bus", "out"),
        ],
      ),
      "bass-chain": chain(
        { duck: node("digitalCompressor", { thresholdDb: -30, lookAheadMs: 2 }) },
        [cable("in.kick", "duck.key")],
        ["kick"],
      ),
      "drums-chain": chain({ glue: node("glueCompressor", { thresholdDb: -20 }), clip: node("clipper") }),
      "master-chain": chain({
        eq: node("parametricEq", { band1Shape: "highPass" }),
        tube: node("tubeSaturator"),
        limit: node("truePeakLimiter"),
      }),
    },
    {
      automation: {
        "mix/drums.faderDb": {
          points: [
            { atSeconds: 0, value: -6, curve: "linear" },
            { atSeconds: 0.3, value: 0, curve: "smooth" },
            { atSeconds: 0.5, value: -3, curve: "hold" },
          ],
        },
      },
    },
  );

let folder = "";
let reference = "";
beforeAll(async () => {
  let cleanUp = async (): Promise<void> => {};
  folder = await temporaryFolder((work) => (cleanUp = work));
  for (const [id, signal] of Object.entries(SOURCES)) await writeFloatWav(join(folder, `${id}.wav`), [signal], 48000);
  reference = (await renderToMemory(song(), folder)).pcmSha256;
  return cleanUp;
});

test.each([1, 2, 3, 4, 8])("%i threads", async (threads) => {
  expect((await renderToMemory(song(), folder, { threads })).pcmSha256).toBe(reference);
});

test.each([1, 2, 7, 16, 64])("chunks of %i quanta", async (chunkQuanta) => {
  expect((await renderToMemory(song(), folder, { chunkQuanta })).pcmSha256).toBe(reference);
  expect((await renderToMemory(song(), folder, { chunkQuanta, threads: 2 })).pcmSha256).toBe(reference);
});

test("after save and load", async () => {
  const { document } = parseMix(serialiseMix(song()), "song.mix.json");
  expect((await renderToMemory(document, folder)).pcmSha256).toBe(reference);
});

test("with two renders at once", async () => {
  const both = await Promise.all([renderToMemory(song(), folder, { threads: 2 }), renderToMemory(song(), folder)]);
  expect(both.map((render) => render.pcmSha256)).toEqual([reference, reference]);
});

test("nested in a chain or flat", async () => {
  const flat = song();
  const nested = song();
  const inner = nested.graphs["drums-chain"]!;
  nested.graphs["drums-inner"] = inner;
  nested.graphs["drums-chain"] = chain({
    group: { type: "twobus.chain", version: 1, params: {}, graph: "drums-inner" },
  });
  expect((await renderToMemory(nested, folder)).pcmSha256).toBe((await renderToMemory(flat, folder)).pcmSha256);
});

test("tracks grouped in a chain of their own or side by side on the bus", async () => {
  const grouped = song();
  const root = grouped.graphs["mix"]!;
  const { kick, snare, ...others } = root.nodes;
  grouped.graphs["hits"] = {
    interface: { inputs: {}, outputs: { main: { role: "audio" }, kick: { role: "audio" } }, params: {} },
    nodes: { kick: kick!, snare: snare! },
    connections: [cable("kick", "out"), cable("snare", "out", { gainDb: -2 }), cable("kick", "out.kick")],
  };
  grouped.graphs["mix"] = {
    ...root,
    nodes: { ...others, hits: { type: "twobus.chain", version: 1, params: {}, graph: "hits" } },
    connections: [
      cable("hits", "drums"),
      cable("hits.kick", "bass.kick"),
      ...root.connections.filter(({ from }) => !from.startsWith("kick.") && !from.startsWith("snare.")),
    ],
  };
  expect((await renderToMemory(grouped, folder)).pcmSha256).toBe(reference);
  expect((await renderToMemory(grouped, folder, { threads: 2 })).pcmSha256).toBe(reference);
});
