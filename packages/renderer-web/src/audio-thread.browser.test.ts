import type { MixDocument, Problem } from "@twobus/core";
import { expect, onTestFinished, test } from "vitest";
import { commands } from "vitest/browser";
import type { AudioThreadLog } from "../test/audio-thread.ts";
import { newWorker } from "../test/harness.ts";
import { longMedia, longMix } from "../test/long-song.ts";
import { BEGINNING } from "../test/player-harness.ts";
import workletUrl from "../test/player-worklet.ts?worker&url";
import { createWebPlayer, type WebPlayer } from "./index.ts";

declare module "vitest/browser" {
  interface BrowserCommands {
    startWatchingAudioThread: () => Promise<void>;
    stopWatchingAudioThread: () => Promise<AudioThreadLog>;
  }
}

/** What is promised: two minutes at 48 kHz. */
const WATCHED_QUANTA = 45_000;
/** Until most of the code is optimised. */
const WARM_UP_QUANTA = 7500;
const ATTEMPTS = 7;
const SECONDS_PER_QUANTUM = 128 / 48_000;
/** An offline context does not wait for recordings: it rests where what was read ahead ends. */
const QUANTA_AT_ONCE = 1500;
const AHEAD_CHUNKS = 192;

/** One recording after the other: each jump of a loop is told, in a message that has to be made. */
function longestMix(): MixDocument {
  const mix = longMix();
  const { nodes, connections } = mix.graphs["mix"]!;
  const source = mix.sources["source0"]!;
  const seconds = source.frames / source.sampleRate;
  const end = (WARM_UP_QUANTA + WATCHED_QUANTA) * SECONDS_PER_QUANTUM + 1;
  for (let startSeconds = seconds; startSeconds < end; startSeconds += seconds) {
    const [id, track] = [`source-${startSeconds}`, `track-${startSeconds}`];
    mix.sources[id] = { ...source, startSeconds };
    nodes[track] = { ...nodes["track0"]!, source: id };
    connections.push({ from: `${track}.main`, to: "compressor.main" });
  }
  return mix;
}

/** A player in an offline context, which runs the same worklet as fast as it can. */
interface Session {
  readonly player: WebPlayer;
  readonly problems: readonly Problem[];
  /** Lets so many quanta pass. */
  run(quanta: number): Promise<void>;
}

async function openSession(mix: MixDocument, mostQuanta: number): Promise<Session> {
  const context = new OfflineAudioContext(1, 128 * mostQuanta, mix.sampleRate);
  const problems: Problem[] = [];
  const player = createWebPlayer({
    newWorker,
    workletUrl,
    media: longMedia,
    newDestination: () => context.destination,
    aheadChunks: AHEAD_CHUNKS,
    onProblem: (problem) => problems.push(problem),
  });
  onTestFinished(() => player.dispose());
  await player.update(mix);
  let passed = 0;
  const runOn = async (quanta: number): Promise<void> => {
    await player.ready();
    passed += quanta;
    const there = context.suspend(passed * SECONDS_PER_QUANTUM);
    if (passed === quanta) void context.startRendering();
    else await context.resume();
    await there;
  };
  return {
    player,
    problems,
    run: async (quanta) => {
      for (let left = quanta; left > 0; left -= QUANTA_AT_ONCE) await runOn(Math.min(left, QUANTA_AT_ONCE));
    },
  };
}

/**
 * Garbage of every quantum, or of every report, is in each stretch of time. What the browser itself puts there once when it
 * has compiled a function is not: so a stretch without anything is waited for.
 */
async function expectNoGarbage(mostCollectedBytes: number): Promise<void> {
  const { player, problems, run } = await openSession(longestMix(), ATTEMPTS * (WARM_UP_QUANTA + WATCHED_QUANTA) + 1);
  await player.play();
  const stretch = async (): Promise<AudioThreadLog> => {
    await player.seek(0);
    await run(WARM_UP_QUANTA);
    await commands.startWatchingAudioThread();
    await run(WATCHED_QUANTA);
    const log = await commands.stopWatchingAudioThread();
    console.log(`audio thread in ${WATCHED_QUANTA} quanta: ${JSON.stringify(log)}`);
    expect(log.collectedBytes).toBeLessThanOrEqual(mostCollectedBytes);
    return log;
  };
  let log = await stretch();
  for (let attempt = 1; attempt < ATTEMPTS && log.allocations.length > 0; attempt++) log = await stretch();
  expect(log.allocations).toEqual([]);
  expect(problems).toEqual(BEGINNING);
}

const timeout = 300_000;

test.runIf(crossOriginIsolated)(
  `process makes nothing in ${WATCHED_QUANTA} quanta, and nothing is collected`,
  { timeout },
  () => expectNoGarbage(0),
);

/**
 * Each message that comes from the Worker, 47 a second with recordings in them, is an object of the audio thread, which nothing here
 * can help: 1.7 kB each.
 */
const MOST_MESSAGE_BYTES_PER_QUANTUM = 280;

test.skipIf(crossOriginIsolated)(
  `process makes nothing in ${WATCHED_QUANTA} quanta without shared memory either; what messages leave is at most ${MOST_MESSAGE_BYTES_PER_QUANTUM} bytes each`,
  { timeout },
  () => expectNoGarbage(WATCHED_QUANTA * MOST_MESSAGE_BYTES_PER_QUANTUM),
);
