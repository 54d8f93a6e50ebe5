import { compileModules, playable, type MixDocument, type Registry, type UpdateReport } from "@twobus/core";
import { Director } from "@twobus/core/live";
import { openRecordingFrom, type ByteFile } from "@twobus/media";
import type { LivePage, LiveReport, LiveSession, LiveSetup } from "../live/live-worker.ts";
import { addToStatus, createStatus, IS_SOUNDING, POSITION, QUANTA, REPORT_MS } from "../live/status.ts";
import { soloIn, UNITY, type Listening } from "../monitor.ts";
import { createFilePool } from "../storage/file-pool.ts";
import type { MediaLocation } from "../storage/locations.ts";
import { fetchBytes } from "./fetch-bytes.ts";
import { createLoadMeter } from "./load-meter.ts";
import { createMasterMeter } from "./master-meter.ts";
import { createRecordingProblems } from "./recording-problems.ts";
import { rest } from "./rest.ts";
import { createVoiceReadings } from "./voice-readings.ts";
import { createWorkletLink } from "./worklet-link.ts";

/** Time for the last fade. A player that is gone does not answer. */
const FADE_OUT_MS = 100;
/** A recording that lies far away may keep its reader waiting. */
const PATIENCE_MS = 1000;

/** What the Worker has for all that it does. */
export interface LiveMeans {
  openFile(media: MediaLocation, file: string): Promise<ByteFile>;
  giveWay(): Promise<void>;
}

/** Steers the player at the other end of `port`. */
export async function openLiveSession(
  registry: Registry,
  { openFile, giveWay }: LiveMeans,
  { media, isShared, sampleRate, aheadChunks, measuresLoad, toldOfRecordings }: LiveSetup,
  port: MessagePort,
  page: LivePage,
): Promise<LiveSession> {
  const worklet = createWorkletLink(port);
  const { send } = worklet;
  const files = createFilePool((file) => openFile(media, file));
  const recordings = createRecordingProblems({
    tell: (problem) => page.problem(problem),
    before: toldOfRecordings,
    remember: (told) => page.remember(told),
  });
  const { report } = recordings;
  const open = recordings.watching(async ({ file }) => playable(await openRecordingFrom(await files.open(file))));
  const plainModules = await compileModules(registry, fetchBytes, false);
  const modules = isShared ? await compileModules(registry, fetchBytes, true) : plainModules;
  const status = createStatus(isShared, sampleRate);
  const director = await Director.create({
    registry,
    modules,
    plainModules,
    open,
    send,
    rest,
    giveWay,
    report,
    standsBy: media.kind === "url", // files of this machine open in no time, and someone may write them meanwhile
    ...(aheadChunks !== undefined && { aheadChunks }),
  });
  const readings = createVoiceReadings({ registry, director, status, isShared, send, report });
  const loadNow = createLoadMeter(status, sampleRate);
  const meter = createMasterMeter({ module: plainModules.dsp }, sampleRate, status);
  worklet.listen({
    event: (event) => director.told(event),
    status: (update) => {
      addToStatus(status, update);
      director.taken(update.rings);
      readings.take(update.watched);
    },
    failed: (message) => report({ code: "playback-failed", at: "mix", message: `${message}; stop, and play again` }),
  });
  send({ kind: "setUp", modules, measuresLoad, ...(isShared && { memories: director.memories, status }) });

  let document: MixDocument | undefined;
  let { solo, difference }: Listening = UNITY;
  const updateTo = (next: MixDocument): UpdateReport =>
    director.update(next, soloIn(solo, next), difference ?? undefined);
  let hasEnded = false;
  let isLooping = false;

  const reportNow = (): LiveReport => {
    meter.hear();
    const isPlaying = status.values[IS_SOUNDING] === 1;
    const frame = isPlaying ? Math.max(0, status.values[POSITION]!) : director.restingFrame;
    return {
      ...readings.now(),
      isPlaying,
      positionSeconds: frame / sampleRate,
      endSeconds: director.endFrame / sampleRate,
      latencySamples: director.running?.plan.latencySamples ?? 0,
      load: measuresLoad ? loadNow() : null,
      loudness: meter.now(),
      quanta: status.values[QUANTA]!,
    };
  };
  const goBackAtTheEnd = ({ isPlaying, positionSeconds, endSeconds }: LiveReport): void => {
    const isAtEnd = isPlaying && !isLooping && positionSeconds >= endSeconds;
    if (isAtEnd && !hasEnded) {
      director.stop();
      director.seek(0);
      page.ended();
    }
    hasEnded = isAtEnd;
  };
  const timer = setInterval(() => {
    const now = reportNow();
    page.report(now);
    goBackAtTheEnd(now);
  }, REPORT_MS);

  return {
    update: async (next) => {
      const answer = updateTo(next);
      document = next;
      return answer;
    },
    play: async () => {
      if (status.values[IS_SOUNDING] !== 1) meter.reset();
      director.play();
    },
    ready: async () => {
      await worklet.heard(); // also what it has said before: how far it has read
      await director.ready();
      await worklet.heard();
    },
    stop: async () => director.stop(),
    seek: async (frame) => director.seek(frame),
    loop: async (range) => {
      isLooping = range !== undefined;
      director.loop(range);
    },
    monitor: async (settings, listening) => {
      send({ kind: "monitor", settings });
      if (listening.difference === difference && listening.solo.join() === solo.join()) return;
      ({ solo, difference } = listening);
      if (document !== undefined) updateTo(document);
    },
    close: async () => {
      clearInterval(timer);
      director.stop();
      await Promise.race([director.settled(), rest(FADE_OUT_MS)]);
      await Promise.race([director.dispose(), rest(PATIENCE_MS)]);
      await files.close();
      worklet.close();
    },
  };
}
