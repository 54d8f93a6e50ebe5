import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { MixDocument } from "@twobus/core";
import { cable, chain, graph, mix, node } from "./mixes.ts";
import { drums, noise, sine } from "./signals.ts";
import { wavBytes } from "./wav.ts";

export const FRAMES = 30_000;

/** Recordings of that many frames. */
export const sourcesOf = (frames: number): Readonly<Record<string, Float64Array>> => ({
  kick: drums(frames, 1),
  snare: drums(frames, 2, 7001),
  bass: sine(frames, 55, 0.5),
  pad: noise(frames, 4),
});
export const SOURCES: Readonly<Record<string, Float64Array>> = sourcesOf(FRAMES);

/** Tracks, buses, a keyed compressor, oversampling, look-ahead: everything that could tell threads apart. */
export const song = (frames = FRAMES): MixDocument =>
  mix(
    Object.fromEntries(Object.keys(SOURCES).map((id) => [id, { file: `${id}.wav`, frames }])),
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

/** Writes signals as recordings of their names. */
export async function writeSignals(folder: string, signals: Readonly<Record<string, Float64Array>>): Promise<void> {
  for (const [id, signal] of Object.entries(signals))
    await writeFile(join(folder, `${id}.wav`), wavBytes([signal], 48000));
}

/** Writes the song's recordings. */
export const writeRecordings = (folder: string): Promise<void> => writeSignals(folder, SOURCES);
