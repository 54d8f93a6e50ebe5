import { compileModules, describeFailure, playable, QUANTUM, type MixDocument, type Registry } from "@twobus/core";
import { Director, planReadings, type ReadingPlan } from "@twobus/core/live";
import { Watch, watchedDoubles } from "@twobus/core/player";
import { openRecordingFrom } from "@twobus/media";
import type { FromWorklet, StatusUpdate, ToWorklet } from "../live/messages.ts";
import type { LivePage, LiveReport, LiveSession, LiveSetup } from "../live/live-worker.ts";
import { BUSY_MS, createStatus, IS_SOUNDING, POSITION, QUANTA, REPORT_MS, SLOT, tapQuanta } from "../live/status.ts";
import { soloIn } from "../monitor.ts";
import { createFilePool } from "../storage/file-pool.ts";
import { openMedia } from "../storage/open-media.ts";
import { fetchBytes } from "./fetch-bytes.ts";
import { createMasterMeter } from "./master-meter.ts";
import { createRecordingProblems } from "./recording-problems.ts";
import { rest } from "./rest.ts";

/** The load is a mean over so many reports: the clock of the audio thread counts whole milliseconds. */
const LOAD_REPORTS = 30;
/** Time for the last fade. A player that is gone does not answer. */
const FADE_OUT_MS = 100;
/** A recording that lies far away may keep its reader waiting. */
const PATIENCE_MS = 1000;

/** Steers the player at the other end of `port`. */
export async function openLiveSession(
  registry: Registry,
  { media, isShared, sampleRate, aheadChunks, measuresLoad, toldOfRecordings }: LiveSetup,
  port: MessagePort,
  page: LivePage,
): Promise<LiveSession> {
  const send = (message: ToWorklet, transfer: Transferable[] = []): void => port.postMessage(message, transfer);
  const files = createFilePool((file) => openMedia(media, file));
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
    report,
    ...(aheadChunks !== undefined && { aheadChunks }),
  });
  const meter = createMasterMeter({ module: plainModules.dsp }, sampleRate, status);
  const asking: (() => void)[] = [];
  let watched: StatusUpdate["watched"];

  const takeStatus = (update: StatusUpdate): void => {
    status.values.set(update.values);
    const quanta = update.tap.length / (QUANTUM * 2);
    const first = (update.values[QUANTA]! - quanta) % tapQuanta(status);
    status.tap.set(update.tap, first * QUANTUM * 2);
    director.taken(update.rings);
    ({ watched } = update);
  };
  port.onmessage = ({ data }: MessageEvent<FromWorklet>) => {
    switch (data.kind) {
      case "ready":
        return asking.shift()?.();
      case "event":
        return director.told(data.event);
      case "status":
        return takeStatus(data.update);
      case "failed":
        return report({ code: "playback-failed", at: "mix", message: `${data.message}; stop, and play again` });
    }
  };
  send({ kind: "setUp", modules, measuresLoad, ...(isShared && { memories: director.memories, status }) });

  let document: MixDocument | undefined;
  let solo: readonly string[] = [];
  let hasEnded = false;
  let isLooping = false;
  let reading: { readonly of: Director["running"]; readonly plan: ReadingPlan; readonly watch?: Watch } | undefined;
  let known: ReadonlySet<string> = new Set();
  const busy: (readonly [milliseconds: number, quanta: number])[] = [];

  const readingOf = (running: NonNullable<Director["running"]>): ReadingPlan => {
    if (reading?.of?.layout === running.layout) return reading.plan;
    const portsOf = (type: string): string[] => Object.keys(registry.definition(type)?.outputs ?? {});
    const plan = planReadings(running.plan, running.layout, portsOf);
    reading = { of: running, plan, ...(isShared && { watch: new Watch(director.memories[running.slot]!, plan.list) }) };
    if (!isShared) send({ kind: "watch", slot: running.slot, list: plan.list });
    return plan;
  };
  /** What a voice's memory shows; nothing while another one is sounding than the Worker thinks. */
  const valuesOf = (slot: number, plan: ReadingPlan): Float64Array | undefined => {
    const watch = reading?.watch;
    if (watch === undefined) {
      return watched?.slot === slot && watched.values.length === watchedDoubles(plan.list) ? watched.values : undefined;
    }
    if (status.values[SLOT] !== slot) return undefined;
    watch.look();
    return watch.values;
  };
  const loadNow = (): number => {
    busy.push([status.values[BUSY_MS]!, status.values[QUANTA]!]);
    if (busy.length > LOAD_REPORTS) busy.shift();
    const [[msBefore, quantaBefore], [ms, quanta]] = [busy[0]!, busy.at(-1)!];
    const elapsedMs = ((quanta - quantaBefore) * QUANTUM * 1000) / sampleRate;
    return elapsedMs === 0 ? 0 : (ms - msBefore) / elapsedMs;
  };
  const reportNow = (): LiveReport => {
    meter.hear();
    const { running } = director;
    const plan = running === undefined ? undefined : readingOf(running);
    const values = running === undefined ? undefined : valuesOf(running.slot, plan!);
    const readings = values === undefined ? { levels: {}, meters: {}, failed: [] } : plan!.readings(values);
    for (const address of readings.failed) if (!known.has(address)) report(describeFailure(address));
    if (values !== undefined) known = new Set(readings.failed);
    const isPlaying = status.values[IS_SOUNDING] === 1;
    const frame = isPlaying ? Math.max(0, status.values[POSITION]!) : director.restingFrame;
    return {
      ...readings,
      isPlaying,
      positionSeconds: frame / sampleRate,
      endSeconds: director.endFrame / sampleRate,
      latencySamples: running?.plan.latencySamples ?? 0,
      load: measuresLoad ? loadNow() : null,
      loudness: meter.now(),
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
      const answer = director.update(next, soloIn(solo, next));
      document = next;
      return answer;
    },
    play: async () => {
      if (status.values[IS_SOUNDING] !== 1) meter.reset();
      director.play();
    },
    ready: async () => {
      await director.ready();
      const answered = new Promise<void>((resolve) => asking.push(resolve));
      send({ kind: "ask" });
      await answered;
    },
    stop: async () => director.stop(),
    seek: async (frame) => director.seek(frame),
    loop: async (range) => {
      isLooping = range !== undefined;
      director.loop(range);
    },
    monitor: async (settings, ids) => {
      send({ kind: "monitor", settings });
      if (ids.join() === solo.join()) return;
      solo = ids;
      if (document !== undefined) director.update(document, soloIn(solo, document));
    },
    close: async () => {
      clearInterval(timer);
      director.stop();
      await Promise.race([director.settled(), rest(FADE_OUT_MS)]);
      await Promise.race([director.dispose(), rest(PATIENCE_MS)]);
      await files.close();
      port.close();
    },
  };
}
