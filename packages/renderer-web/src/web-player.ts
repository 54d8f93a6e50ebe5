import { fault, TwobusError, type MixDocument, type Problem, type UpdateReport } from "@twobus/core";
import { proxy, releaseProxy, transfer, type Remote } from "comlink";
import type { LivePage, LiveSession, PlayerReport } from "./live/live-worker.ts";
import { monitorSettings, UNITY, type Monitor } from "./monitor.ts";
import type { MediaLocation } from "./storage/locations.ts";
import { sendProblemsWhole } from "./thrown-problems.ts";
import { openSpeaker, type Output, type Speaker } from "./speaker.ts";
import { createWorkerLink } from "./worker-link.ts";
import { reachableFromWorker } from "./reachable-media.ts";

export interface WebPlayerOptions extends Output {
  /** Starts the application's Worker, whose script calls `serveRenderWorker`. Called again after one has died. */
  readonly newWorker: () => Worker;
  readonly media: MediaLocation;
  /** Told what goes wrong while the mix plays. */
  readonly onProblem?: (problem: Problem) => void;
  /** Chunks of 1024 frames that are read ahead at most. */
  readonly aheadChunks?: number;
}

/** A range of the mix, in seconds. */
export interface Loop {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** Plays a mix live: what the page steers, a Worker makes ready and an AudioWorklet sounds. */
export interface WebPlayer {
  /** Takes a new state of the mix, playing or not. Throws a `TwobusError` for one that cannot sound; the old one goes on. */
  update(document: MixDocument): Promise<UpdateReport>;
  /** Throws `autoplay-refused` where the browser wants a click first. */
  play(): Promise<void>;
  /**
   * Resolves when what was asked for stands ready on the audio thread, with as much read ahead as ever is. Before an
   * offline context starts, it is awaited after `play`: such a context does not wait for recordings.
   */
  ready(): Promise<void>;
  stop(): Promise<void>;
  seek(seconds: number): Promise<void>;
  loop(range: Loop | undefined): Promise<void>;
  /** How it is listened to; no part of the mix. */
  monitor(settings: Partial<Monitor>): Promise<void>;
  /** Calls back 30 times a second, until the function that it returns is called. */
  subscribe(listener: (report: PlayerReport) => void): () => void;
  dispose(): Promise<void>;
}

const RESTARTS_AT_MOST = 3;

export function createWebPlayer(options: WebPlayerOptions): WebPlayer {
  sendProblemsWhole();
  const link = createWorkerLink(options.newWorker);
  const listeners = new Set<(report: PlayerReport) => void>();
  const onProblem = options.onProblem ?? (() => {});
  let document: MixDocument | undefined;
  let monitor: Monitor = UNITY;
  let loop: Loop | undefined;
  let wantsToPlay = false;
  let positionSeconds = 0;
  let restarts = 0;
  let isClosed = false;
  let engaged: Promise<Engaged> | undefined;

  const page: LivePage = {
    report: (report) => {
      positionSeconds = report.positionSeconds;
      if (report.isPlaying) restarts = 0;
      for (const listener of listeners) listener(report);
    },
    problem: onProblem,
  };

  const engage = async (sampleRate: number): Promise<Engaged> => {
    const { port1, port2 } = new MessageChannel();
    const over = Promise.withResolvers<void>();
    const opened = Promise.withResolvers<Remote<LiveSession>>();
    const speaker = await openSpeaker({ ...options, sampleRate, port: port1 }, () => {
      over.reject(fault("worklet-failed", "player", "the audio thread failed"));
    });
    const setup = {
      media: reachableFromWorker(options.media),
      isShared: crossOriginIsolated,
      sampleRate,
      ...(options.aheadChunks !== undefined && { aheadChunks: options.aheadChunks }),
    };
    const living = link.use(async (worker) => {
      const session = await worker.openLive(setup, transfer(port2, [port2]), proxy(page));
      opened.resolve(session as unknown as Remote<LiveSession>);
      await over.promise;
    });
    living.catch(opened.reject);
    const session = await opened.promise;
    const close = async (isAlive: boolean): Promise<void> => {
      over.resolve();
      if (isAlive) await session.close();
      session[releaseProxy]();
      await speaker.close();
    };
    return { sampleRate, session, speaker, living, close };
  };

  /** What the player was doing, begun again. */
  const resume = async ({ session }: Engaged): Promise<void> => {
    await session.update(document!, monitor.solo);
    await session.monitor(monitorSettings(monitor));
    await session.seek(Math.round(positionSeconds * document!.sampleRate));
    await session.loop(framesOf(loop, document!.sampleRate));
    if (wantsToPlay) await session.play();
  };

  const start = (): Promise<Engaged> => {
    const starting = begin();
    engaged = starting;
    void watch(starting);
    return starting;
  };

  const begin = async (): Promise<Engaged> => {
    const next = await engage(document!.sampleRate);
    await resume(next);
    return next;
  };

  /** Begins again where it dies; forgets what did not come to life. */
  const watch = async (starting: Promise<Engaged>): Promise<void> => {
    let started: Engaged | undefined;
    try {
      started = await starting;
      await started.living;
    } catch (error) {
      if (engaged !== starting || isClosed) return;
      if (started === undefined) engaged = undefined;
      else restart(started, error);
    }
  };

  const restart = (failed: Engaged, error: unknown): void => {
    engaged = undefined;
    void failed.close(false).catch(() => {});
    const cause = error instanceof TwobusError ? error.problems[0]!.message : String(error);
    if (++restarts > RESTARTS_AT_MOST) {
      wantsToPlay = false;
      onProblem({
        code: "playback-failed",
        at: "player",
        message: `playback stopped after it failed again and again: ${cause}`,
      });
      return;
    }
    onProblem({ code: "playback-restarted", at: "player", message: `${cause}; playback went on from where it was` });
    start().catch((again: unknown) => onProblem({ code: "playback-failed", at: "player", message: String(again) }));
  };

  const current = (): Promise<Engaged> => {
    if (document === undefined)
      throw fault("no-mix", "player", "there is nothing to play yet: update the player with a mix first");
    return engaged ?? start();
  };

  return {
    update: async (next) => {
      const before = engaged === undefined ? undefined : await engaged;
      if (before !== undefined && before.sampleRate === next.sampleRate) {
        const report = await before.session.update(next, monitor.solo);
        document = next;
        return report;
      }
      const last = document;
      document = next;
      try {
        if (before !== undefined) await before.close(true);
        return await (await start()).session.update(next, monitor.solo);
      } catch (error) {
        document = last;
        throw error;
      }
    },
    play: async () => {
      const { session, speaker } = await current();
      await speaker.resume();
      wantsToPlay = true;
      await session.play();
    },
    ready: async () => (await current()).session.ready(),
    stop: async () => {
      wantsToPlay = false;
      await (await current()).session.stop();
    },
    seek: async (seconds) => {
      positionSeconds = Math.max(0, seconds);
      await (await current()).session.seek(Math.round(positionSeconds * document!.sampleRate));
    },
    loop: async (range) => {
      loop = range;
      await (await current()).session.loop(framesOf(range, document!.sampleRate));
    },
    monitor: async (settings) => {
      const { solo } = monitor;
      monitor = { ...monitor, ...settings };
      const { session } = await current();
      await session.monitor(monitorSettings(monitor));
      if (monitor.solo !== solo) await session.update(document!, monitor.solo);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    dispose: async () => {
      isClosed = true;
      const last = await engaged?.catch(() => undefined);
      await last?.close(true);
      link.close();
    },
  };
}

/** A player that is set up: a session in the Worker, a node in the context. */
interface Engaged {
  readonly sampleRate: number;
  readonly session: Remote<LiveSession>;
  readonly speaker: Speaker;
  /** Rejects when the Worker or the worklet dies. */
  readonly living: Promise<void>;
  close(isAlive: boolean): Promise<void>;
}

const framesOf = (loop: Loop | undefined, sampleRate: number) =>
  loop === undefined
    ? undefined
    : { start: Math.round(loop.startSeconds * sampleRate), end: Math.round(loop.endSeconds * sampleRate) };
