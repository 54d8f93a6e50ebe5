import type { Problem } from "@twobus/core";
import { proxy, releaseProxy, transfer, type Remote } from "comlink";
import { reachableFromWorker } from "../reachable-media.ts";
import { sharesMemory } from "../shared-memory.ts";
import { createStillness, STILL } from "./stillness.ts";
import { openSpeaker, type Output, type Speaker } from "../speaker.ts";
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
  ask<T>(request: Request<T>): Promise<T>;
  /** Lets the mix fade out, and ends all that belongs to it. */
  close(): Promise<void>;
}

/** Something that a session is asked for. */
export type Request<T> = (session: Remote<LiveSession>, engagement: Engagement) => Promise<T>;

export interface EngagementOptions extends Output {
  readonly link: WorkerLink;
  readonly page: LivePage<PlayerReport>;
  /** Whether somebody wants to hear it now: silence is told only then. */
  readonly isWanted: () => boolean;
  readonly media: MediaLocation;
  readonly sampleRate: number;
  readonly toldOfRecordings: ToldOfRecordings;
  readonly aheadChunks?: number;
  readonly measuresLoad?: boolean;
}

export async function engage(options: EngagementOptions): Promise<Engagement> {
  const { link, page, isWanted, media, sampleRate, toldOfRecordings, aheadChunks, measuresLoad = false } = options;
  const { port1, port2 } = new MessageChannel();
  const { promise: death, reject: die } = Promise.withResolvers<never>();
  death.catch(() => {}); // it may come before anyone looks
  const paused = (problem: Problem): void => {
    if (isWanted()) page.problem(problem);
  };
  const speaker = await openSpeaker({ ...options, port: port1 }, { over: die, paused });
  const over = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<Remote<LiveSession>>();
  let isIntroduced = false;
  const isStillAt = createStillness();
  let isStill = false;
  const report = ({ quanta, ...seen }: LiveReport): void => {
    const { isRunning, isLive, missed } = speaker;
    const wasStill = isStill;
    isStill = isStillAt(quanta, isRunning && isLive && isWanted());
    if (isStill && !wasStill) page.problem(STILL);
    // What no one hears, as the output does not run, does not play
    if (isIntroduced) page.report({ ...seen, isPlaying: seen.isPlaying && isRunning && !isStill, missed });
  };
  const heard = untilOver({ ...page, report }, over.promise);
  const setup = {
    media: reachableFromWorker(media),
    isShared: sharesMemory(),
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
    if (!isStill) await speaker.close(); // an audio thread that hangs holds up the page that closes its output
  };
  try {
    const session = await Promise.race([opened.promise, death]);
    const engagement: Engagement = {
      sampleRate,
      speaker,
      death,
      introduce: () => {
        isIntroduced = true;
      },
      ask: (request) => Promise.race([request(session, engagement), death]),
      close,
    };
    return engagement;
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
