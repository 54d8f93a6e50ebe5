import { proxy, releaseProxy, transfer, type Remote } from "comlink";
import { reachableFromWorker } from "../reachable-media.ts";
import { openSpeaker, type Output, type Speaker, type SpeakerEvents } from "../speaker.ts";
import type { MediaLocation } from "../storage/locations.ts";
import { throwingProblems } from "../thrown-problems.ts";
import type { WorkerLink } from "../worker-link.ts";
import type { LivePage, LiveReport, LiveSession, PlayerReport, ToldOfRecordings } from "./live-worker.ts";

/** A player that is set up: a session in the Worker, a node in the context. */
export interface Engagement {
  readonly sampleRate: number;
  readonly speaker: Speaker;
  /** Rejects when the Worker or the worklet dies, or the context is closed. */
  readonly death: Promise<never>;
  /** From now on the page is given its reports. */
  introduce(): void;
  /** Asks the session for something. Rejects also where there is no one left to answer. */
  ask<T>(request: (session: Remote<LiveSession>) => Promise<T>): Promise<T>;
  /** Lets the mix fade out, and ends all that belongs to it. */
  close(): Promise<void>;
}

export interface EngagementOptions extends Output {
  readonly link: WorkerLink;
  readonly page: LivePage<PlayerReport>;
  readonly onPause: SpeakerEvents["paused"];
  readonly media: MediaLocation;
  readonly sampleRate: number;
  readonly toldOfRecordings: ToldOfRecordings;
  readonly aheadChunks?: number;
  readonly measuresLoad?: boolean;
}

export async function engage(options: EngagementOptions): Promise<Engagement> {
  const { link, page, onPause, media, sampleRate, toldOfRecordings, aheadChunks, measuresLoad = false } = options;
  const { port1, port2 } = new MessageChannel();
  const { promise: death, reject: die } = Promise.withResolvers<never>();
  death.catch(() => {}); // it may come before anyone looks
  const speaker = await openSpeaker({ ...options, port: port1 }, { over: die, paused: onPause });
  const over = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<Remote<LiveSession>>();
  let isIntroduced = false;
  const report = (seen: LiveReport): void => {
    if (!isIntroduced) return;
    const { isRunning, missed } = speaker;
    // What no one hears, as the output does not run, does not play
    page.report({ ...seen, isPlaying: seen.isPlaying && isRunning, missed });
  };
  const heard = untilOver({ ...page, report }, over.promise);
  const setup = {
    media: reachableFromWorker(media),
    isShared: crossOriginIsolated,
    sampleRate,
    measuresLoad,
    toldOfRecordings,
    ...(aheadChunks !== undefined && { aheadChunks }),
  };
  const living = link.use(async (worker) => {
    const session = (await worker.openLive(
      setup,
      transfer(port2, [port2]),
      proxy(throwingProblems(heard, "page")),
    )) as unknown as Remote<LiveSession>;
    opened.resolve(session);
    await over.promise;
    await session.close();
    session[releaseProxy]();
  });
  living.catch(die);
  const close = async (): Promise<void> => {
    over.resolve();
    await living.catch(() => {}); // the dead need no closing
    await speaker.close();
  };
  try {
    const session = await Promise.race([opened.promise, death]);
    return {
      sampleRate,
      speaker,
      death,
      introduce: () => {
        isIntroduced = true;
      },
      ask: (request) => Promise.race([request(session), death]),
      close,
    };
  } catch (error) {
    void close();
    throw error;
  }
}

/** A page that hears no more when it is over. */
function untilOver(page: LivePage, over: Promise<void>): LivePage {
  let isOver = false;
  void over.then(() => (isOver = true));
  const heard =
    <T extends unknown[]>(listen: (...words: T) => void) =>
    (...words: T): void => {
      if (!isOver) listen(...words);
    };
  return {
    report: heard(page.report),
    problem: heard(page.problem),
    remember: heard(page.remember),
    ended: heard(page.ended),
  };
}
