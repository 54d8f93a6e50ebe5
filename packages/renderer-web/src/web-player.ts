import { fault, problemsOf, type MixDocument, type Problem, type UpdateReport } from "@twobus/core";
import type { Remote } from "comlink";
import { engage, type Engagement } from "./live/engagement.ts";
import type { LivePage, LiveSession, PlayerReport } from "./live/live-worker.ts";
import { monitorSettings, UNITY, type Monitor } from "./monitor.ts";
import type { Output } from "./speaker.ts";
import type { MediaLocation } from "./storage/locations.ts";
import { sendProblemsWhole } from "./thrown-problems.ts";
import { createWorkerLink } from "./worker-link.ts";

export interface WebPlayerOptions extends Output {
  /** Starts the application's Worker, whose script calls `serveRenderWorker`. Called again after one has died. */
  readonly newWorker: () => Worker;
  readonly media: MediaLocation;
  /** Told what goes wrong while the mix plays. */
  readonly onProblem?: (problem: Problem) => void;
  /** Whether reports say how busy the audio thread is: looking at the clock leaves garbage there, which nothing else does. */
  readonly measuresLoad?: boolean;
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
/** A report that is so near to where it has been sent to is no older than that. */
const NEAR_SECONDS = 1;
/** Having played so long, it is well again. */
const WELL_AFTER_MS = 10_000;

export function createWebPlayer(options: WebPlayerOptions): WebPlayer {
  sendProblemsWhole();
  const link = createWorkerLink(options.newWorker);
  const listeners = new Set<(report: PlayerReport) => void>();
  const onProblem = options.onProblem ?? (() => {});
  // What is wanted: whatever dies is begun again from this
  let document: MixDocument | undefined;
  let monitor: Monitor = UNITY;
  let loop: Loop | undefined;
  let wantsToPlay = false;
  let positionSeconds = 0;
  /** Where it has been sent; until it is there, reports are of the time before. */
  let soughtSeconds: number | undefined;

  let engaged: Promise<Engagement> | undefined;
  let updates: Promise<unknown> = Promise.resolve();
  let failures = 0;
  let failedAtMs = 0;
  let closing: Promise<void> | undefined;

  const complain = (error: unknown): void => problemsOf(error, playbackFailed).forEach(onProblem);

  const page: LivePage = {
    report: (seen) => {
      if (soughtSeconds === undefined || Math.abs(seen.positionSeconds - soughtSeconds) < NEAR_SECONDS) {
        soughtSeconds = undefined;
        ({ positionSeconds } = seen);
      }
      for (const listener of listeners) listener(seen);
    },
    problem: onProblem,
    ended: () => {
      wantsToPlay = false;
      soughtSeconds = undefined;
    },
  };

  /** Sets a player up, brings it to what is wanted, and stays with it. `before` is what it is to replace. */
  const start = (mix: MixDocument, before?: Engagement): Promise<Engagement> => {
    const starting = begin(mix, before);
    engaged = starting;
    void watch(starting);
    return starting;
  };

  const begin = async (mix: MixDocument, before?: Engagement): Promise<Engagement> => {
    await before?.close();
    const next = await engage({ ...options, link, page, sampleRate: mix.sampleRate });
    const { ask, speaker } = next;
    try {
      await ask((session) => session.update(mix));
      await ask((session) => session.monitor(monitorSettings(monitor), monitor.solo));
      await ask((session) => session.seek(Math.round(positionSeconds * mix.sampleRate)));
      await ask((session) => session.loop(framesOf(loop, mix.sampleRate)));
      if (before !== undefined && wantsToPlay) await speaker.resume().catch(complain);
      await ask((session) => playOrStop(session, next));
      return next;
    } catch (error) {
      void next.close();
      throw error;
    }
  };

  /** Begins again where it dies; forgets what did not come to life. */
  const watch = async (starting: Promise<Engagement>): Promise<void> => {
    let started: Engagement | undefined;
    try {
      started = await starting;
      await started.death;
    } catch (error) {
      if (engaged !== starting || closing !== undefined) return;
      engaged = undefined;
      if (started !== undefined) restart(started, error);
    }
  };

  const restart = (failed: Engagement, error: unknown): void => {
    const [{ message }] = problemsOf(error, playbackFailed) as [Problem];
    const now = performance.now();
    failures = now - failedAtMs > WELL_AFTER_MS ? 1 : failures + 1;
    failedAtMs = now;
    if (failures > RESTARTS_AT_MOST) {
      failures = 0;
      wantsToPlay = false;
      void failed.close();
      onProblem(playbackFailed(`${message}, again and again`));
      return;
    }
    onProblem({ code: "playback-restarted", at: "player", message: `${message}; playback goes on from where it was` });
    start(document!, failed).catch((again: unknown) => {
      if (engaged === undefined && closing === undefined) restart(failed, again);
    });
  };

  const current = async (): Promise<Engagement> => {
    if (closing !== undefined) throw fault("player-closed", "player", "the player was closed; make a new one");
    if (engaged === undefined && document === undefined) await updates; // one may be on its way
    if (engaged !== undefined) return engaged;
    if (document === undefined)
      throw fault("no-mix", "player", "there is nothing to play yet: update the player with a mix first");
    return start(document);
  };

  /** Asks the player that there is, or the next one where that one dies meanwhile. */
  const ask = async <T>(request: Request<T>): Promise<T> => {
    const asked = engaged;
    const engagement = await current();
    try {
      return await engagement.ask((session) => request(session, engagement));
    } catch (error) {
      if (engaged === undefined || engaged === asked) throw error;
      return ask(request);
    }
  };
  /** The same; before the first mix there is no one to be told. */
  const tell = async (request: Request<void>): Promise<void> => {
    if (engaged !== undefined || document !== undefined || closing !== undefined) await ask(request);
  };
  const playOrStop: Request<void> = (session) => (wantsToPlay ? session.play() : session.stop());

  const update = async (next: MixDocument): Promise<UpdateReport> => {
    const before = await engaged?.catch(() => undefined);
    if (before?.sampleRate !== next.sampleRate && closing === undefined) {
      try {
        await start(next, before);
      } catch (error) {
        if (before !== undefined) await start(document!);
        throw error;
      }
    }
    const report = await ask((session) => session.update(next));
    document = next;
    return report;
  };

  const updateAfter = async (earlier: Promise<unknown>, next: MixDocument): Promise<UpdateReport> => {
    await earlier;
    return update(next);
  };

  const close = async (): Promise<void> => {
    const last = await Promise.race([engaged?.catch(() => undefined), patience()]);
    await Promise.race([last?.close(), patience()]);
    link.close();
  };

  return {
    update: (next) => {
      const updating = updateAfter(updates, next);
      updates = updating.catch(() => {});
      return updating;
    },
    play: async () => {
      wantsToPlay = true;
      try {
        const { speaker } = await current();
        await speaker.resume();
      } catch (error) {
        wantsToPlay = false;
        throw error;
      }
      await ask(playOrStop);
    },
    ready: () => ask((session) => session.ready()),
    stop: async () => {
      wantsToPlay = false;
      await tell(playOrStop);
    },
    seek: async (seconds) => {
      if (!Number.isFinite(seconds)) throw fault("bad-position", "seek", "a position is a number of seconds");
      positionSeconds = soughtSeconds = Math.max(0, seconds);
      await tell((session, { sampleRate }) => session.seek(Math.round(Math.max(0, seconds) * sampleRate)));
    },
    loop: async (range) => {
      const last = loop;
      loop = range;
      try {
        await tell((session, { sampleRate }) => session.loop(framesOf(range, sampleRate)));
      } catch (error) {
        loop = last;
        throw error;
      }
    },
    monitor: async (settings) => {
      const { levelDb = 0 } = settings;
      if (!(levelDb < Infinity)) throw fault("bad-level", "monitor", "the level must be a number of decibels");
      monitor = { ...monitor, ...settings };
      await tell((session) => session.monitor(monitorSettings(monitor), monitor.solo));
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    dispose: () => (closing ??= close()),
  };
}

/** A Worker that is stuck is not waited for. */
const patience = (): Promise<undefined> => new Promise((resolve) => setTimeout(resolve, 2000, undefined));

/** Something that a player is asked for. */
type Request<T> = (session: Remote<LiveSession>, engagement: Engagement) => Promise<T>;

const playbackFailed = (cause: string): Problem => ({
  code: "playback-failed",
  at: "player",
  message: `playback stopped: ${cause}; play again, or reload the page`,
});

const framesOf = (loop: Loop | undefined, sampleRate: number) =>
  loop === undefined
    ? undefined
    : { start: Math.round(loop.startSeconds * sampleRate), end: Math.round(loop.endSeconds * sampleRate) };
