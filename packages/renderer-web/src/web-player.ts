import { fault, problemsOf, type MixDocument, type Problem, type TwobusError, type UpdateReport } from "@twobus/core";
import type { Remote } from "comlink";
import { checkGiven, takeMix } from "./given.ts";
import { createListeners } from "./listeners.ts";
import { engage, type Engagement } from "./live/engagement.ts";
import type { LivePage, LiveSession, PlayerReport, ToldOfRecordings } from "./live/live-worker.ts";
import { checkSolo, monitorSettings, UNITY, type Monitor } from "./monitor.ts";
import { levelShape, listenerShape, loopShape, monitorShape, playerShape, secondsShape } from "./shapes.ts";
import type { Loop, WebPlayer, WebPlayerOptions } from "./player-contract.ts";
import { sendProblemsWhole } from "./thrown-problems.ts";
import { createWorkerLink } from "./worker-link.ts";

const RESTARTS_AT_MOST = 3;
/** A report that is so near to where it has been sent to is no older than that. */
const NEAR_SECONDS = 1;
/** Having played so long, it is well again. */
const WELL_AFTER_MS = 10_000;

/** Calls throw `bad-options` where they are given what they do not take. */
export function createWebPlayer(given: WebPlayerOptions): WebPlayer {
  const options = checkGiven(playerShape, given, "createWebPlayer");
  sendProblemsWhole();
  const link = createWorkerLink(options.newWorker);
  const { onProblem, listeners } = createListeners(options.onProblem);
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

  let last: PlayerReport | undefined;
  let toldOfRecordings: ToldOfRecordings = { told: new Set(), unopened: new Map() };
  const page: LivePage<PlayerReport> = {
    report: (seen) => {
      last = seen;
      if (soughtSeconds === undefined || Math.abs(seen.positionSeconds - soughtSeconds) < NEAR_SECONDS) {
        soughtSeconds = undefined;
        ({ positionSeconds } = seen);
      }
      listeners.tell(seen);
    },
    problem: onProblem,
    remember: (told) => (toldOfRecordings = told),
    ended: () => {
      wantsToPlay = false;
      soughtSeconds = undefined;
    },
  };
  const onPause = (problem: Problem): void => {
    if (wantsToPlay) onProblem(problem);
  };
  /** No one is left to report that nothing plays. */
  const giveUp = (failed: Engagement, problems: readonly Problem[]): void => {
    problems.forEach(onProblem);
    wantsToPlay = false;
    void failed.close();
    if (last !== undefined) listeners.tell({ ...last, isPlaying: false });
  };

  /** Stays with a player that is being set up. */
  const start = (starting: Promise<Engagement>): Promise<Engagement> => {
    engaged = starting;
    void watch(starting);
    return starting;
  };

  /** Sets a player up with a mix, of which nothing is heard yet. */
  const prepare = async (mix: MixDocument): Promise<Prepared> => {
    const next = await engage({ ...options, link, page, onPause, sampleRate: mix.sampleRate, toldOfRecordings });
    try {
      return { next, report: await next.ask((session) => session.update(mix)) };
    } catch (error) {
      void next.close();
      throw error;
    }
  };

  /** One that was given before its mix may be too short at the mix's rate. */
  const forgetLoop = (error: unknown): void => {
    loop = undefined;
    complain(error);
  };

  /** Brings a player to what is wanted, in place of `before`. */
  const bringIn = async (next: Engagement, before?: Engagement): Promise<Engagement> => {
    await before?.close();
    const { ask, speaker, sampleRate } = next;
    try {
      await ask((session) => session.monitor(monitorSettings(monitor), monitor.solo));
      await ask((session) => session.seek(frameAt(positionSeconds, sampleRate)));
      await ask((session) => session.loop(framesOf(loop, sampleRate)).catch(forgetLoop));
      next.introduce();
      if (before !== undefined && wantsToPlay) await speaker.resume().catch(complain);
      await ask((session) => playOrStop(session, next));
      return next;
    } catch (error) {
      void next.close();
      throw error;
    }
  };

  const begin = async (mix: MixDocument, before?: Engagement): Promise<Engagement> => {
    await before?.close();
    const { next } = await prepare(mix);
    return bringIn(next, before);
  };

  const exchange = async (next: Engagement, before: Promise<Engagement> | undefined): Promise<Engagement> =>
    bringIn(next, await before?.catch(() => undefined));

  /** Begins again where it dies; forgets what did not come to life. */
  const watch = async (starting: Promise<Engagement>): Promise<void> => {
    let started: Engagement | undefined;
    try {
      started = await starting;
      await started.death;
    } catch (error) {
      if (engaged !== starting || closing !== undefined) return;
      engaged = undefined;
      if (started === undefined) return;
      if (started.speaker.isClosed) giveUp(started, wantsToPlay ? problemsOf(error, playbackFailed) : []);
      else restart(started, error);
    }
  };

  const restart = (failed: Engagement, error: unknown): void => {
    const [{ message }] = problemsOf(error, playbackFailed) as [Problem];
    const now = performance.now();
    failures = now - failedAtMs > WELL_AFTER_MS ? 1 : failures + 1;
    failedAtMs = now;
    if (failures > RESTARTS_AT_MOST) {
      failures = 0;
      giveUp(failed, [playbackFailed(`${message}, again and again`)]);
      return;
    }
    onProblem({ code: "playback-restarted", at: "player", message: `${message}; playback goes on from where it was` });
    start(begin(document!, failed)).catch((again: unknown) => {
      if (engaged === undefined && closing === undefined) restart(failed, again);
    });
  };

  const current = async (): Promise<Engagement> => {
    if (closing !== undefined) throw closed();
    if (engaged === undefined && document === undefined) await updates; // one may be on its way
    if (engaged !== undefined) {
      const starting = engaged;
      const there = await starting;
      if (!there.speaker.isClosed || document === undefined) return there;
      return engaged === starting ? start(begin(document, there)) : current();
    }
    if (document === undefined)
      throw fault("no-mix", "player", "there is nothing to play yet: update the player with a mix first");
    return start(begin(document));
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

  const update = async (mix: MixDocument): Promise<UpdateReport> => {
    const before = await engaged?.catch(() => undefined);
    if (before?.sampleRate === mix.sampleRate || closing !== undefined) {
      const report = await ask((session) => session.update(mix));
      document = mix;
      return report;
    }
    const { next, report } = await prepare(mix);
    try {
      await start(exchange(next, engaged));
    } catch (error) {
      if (before !== undefined && closing === undefined) await start(begin(document!));
      throw error;
    }
    document = mix;
    return report;
  };

  const updateAfter = async (earlier: Promise<unknown>, next: MixDocument): Promise<UpdateReport> => {
    const mix = takeMix(next);
    await earlier;
    return update(mix);
  };

  const close = async (): Promise<void> => {
    await Promise.race([updates, patience()]); // one may be bringing another player in
    const there = await Promise.race([engaged?.catch(() => undefined), patience()]);
    await Promise.race([there?.close(), patience()]);
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
      checkGiven(secondsShape, seconds, "seek", "bad-position");
      positionSeconds = soughtSeconds = placeNear(seconds);
      await tell((session, { sampleRate }) => session.seek(frameAt(seconds, sampleRate)));
    },
    loop: async (range) => {
      const before = loop;
      loop = checkGiven(loopShape, range, "loop", "bad-loop");
      try {
        await tell((session, { sampleRate }) => session.loop(framesOf(loop, sampleRate)));
      } catch (error) {
        loop = before;
        throw error;
      }
    },
    monitor: async (wanted) => {
      const settings = checkGiven(monitorShape, wanted, "monitor");
      checkGiven(levelShape, settings.levelDb, "monitor", "bad-level");
      await updates; // one may bring what is to be soloed
      const { levelDb = monitor.levelDb, dim = monitor.dim, mono = monitor.mono, solo = monitor.solo } = settings;
      if (document !== undefined) checkSolo(solo, document);
      monitor = { levelDb, dim, mono, solo };
      await tell((session) => session.monitor(monitorSettings(monitor), monitor.solo));
    },
    subscribe: (listener) => {
      checkGiven(listenerShape, listener, "subscribe");
      if (closing !== undefined) throw closed();
      return listeners.add(listener);
    },
    dispose: () => (closing ??= close()),
  };
}

const closed = (): TwobusError => fault("player-closed", "player", "the player was closed; make a new one");

/** A player that has taken a mix, and what it says of it. */
interface Prepared {
  readonly next: Engagement;
  readonly report: UpdateReport;
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

/** Two days: no mix is longer than one, and behind its end all is silence. */
const FARTHEST_SECONDS = 172_800;

const placeNear = (seconds: number): number => Math.min(Math.max(0, seconds), FARTHEST_SECONDS);

const frameAt = (seconds: number, sampleRate: number): number => Math.round(placeNear(seconds) * sampleRate);

const framesOf = (loop: Loop | undefined, sampleRate: number) =>
  loop === undefined
    ? undefined
    : { start: frameAt(loop.startSeconds, sampleRate), end: frameAt(loop.endSeconds, sampleRate) };
