import type { MixDocument } from "@twobus/core";
import { expect, onTestFinished, test } from "vitest";
import { commands } from "vitest/browser";
import type { AudioThreadLog } from "../test/audio-thread.ts";
import { newWorker } from "../test/harness.ts";
import { longMedia, longMix } from "../test/long-song.ts";
import { waiting } from "../test/player-harness.ts";
import workletUrl from "../test/player-worklet.ts?worker&url";
import { createWebPlayer } from "./index.ts";

declare module "vitest/browser" {
  interface BrowserCommands {
    watchAudioThread: (seconds: number) => Promise<AudioThreadLog>;
  }
}

/** `VITE_WHOLE=1` watches as long as is promised: 45 000 quanta. */
const WATCHED_SECONDS = import.meta.env["VITE_WHOLE"] === undefined ? 10 : 120;
const ATTEMPTS = 12;

/** One recording after the other: each jump of a loop is told, in a message that has to be made. */
function longestMix(): MixDocument {
  const mix = longMix();
  const { nodes, connections } = mix.graphs["mix"]!;
  const source = mix.sources["source0"]!;
  const seconds = source.frames / source.sampleRate;
  for (let startSeconds = seconds; startSeconds < (ATTEMPTS + 1) * WATCHED_SECONDS; startSeconds += seconds) {
    const [id, track] = [`source-${startSeconds}`, `track-${startSeconds}`];
    mix.sources[id] = { ...source, startSeconds };
    nodes[track] = { ...nodes["track0"]!, source: id };
    connections.push({ from: `${track}.main`, to: "compressor.main" });
  }
  return mix;
}

/** Without a recorder, which would keep what it hears. */
async function play(): Promise<void> {
  const mix = longestMix();
  const context = new AudioContext({ sampleRate: mix.sampleRate, latencyHint: "playback" });
  const newDestination = () => context.destination;
  const player = createWebPlayer({ newWorker, workletUrl, media: longMedia, newDestination });
  onTestFinished(async () => {
    await player.dispose();
    await context.close();
  });
  await player.update(mix);
  await player.play();
  await waiting(2000);
}

/**
 * Garbage of every quantum, or of every report, is in each stretch of time. What the browser itself puts there once when it
 * has compiled a function is not: so a stretch without anything is waited for.
 */
test.runIf(crossOriginIsolated)(
  `process makes nothing in ${WATCHED_SECONDS} s, and nothing is collected`,
  { timeout: 1000 * (60 + ATTEMPTS * WATCHED_SECONDS) },
  async () => {
    await play();
    const nothing: AudioThreadLog = { allocations: [], collections: 0 };
    let log = nothing;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      log = await commands.watchAudioThread(WATCHED_SECONDS);
      console.log(`audio thread in ${WATCHED_SECONDS} s: ${JSON.stringify(log)}`);
      expect(log.collections).toBe(0);
      if (log.allocations.length === 0) break;
    }
    expect(log).toEqual(nothing);
  },
);
