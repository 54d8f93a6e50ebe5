import type { MixDocument } from "@twobus/core";
import { cable, chain, graph, mix, node } from "../support/mixes.ts";

/** How long its source is. */
export const SONG_FRAMES = 20 * 48_000;

/** A source through something that moves by itself, or remembers, and something that looks ahead. */
export const insertSong = (type = "phaser"): MixDocument =>
  mix(
    { it: { file: "it.wav", frames: SONG_FRAMES } },
    {
      mix: graph({ it: node("track", {}, { source: "it", graph: "insert" }), "stereo-bus": node("bus") }, [
        cable("it", "stereo-bus"),
        cable("stereo-bus", "out"),
      ]),
      insert: chain({
        moving: node(type),
        comp: node("digitalCompressor", { thresholdDb: -20, releaseMs: 300, lookAheadMs: 3 }),
      }),
    },
  );
