import type { MixDocument, Problem } from "@twobus/core";
import { heardRaw, type EditorSession, type MeterReadings, type RawScope } from "@twobus/editor";
import { createWebPlayer, type MediaLocation, type PlayerReport, type WebPlayer } from "@twobus/renderer-web";
import { startWorker } from "./start-worker.ts";
import workletUrl from "./player-worklet.ts?worker&url";

/** A player that sounds what an editor shows. */
export interface Playback {
  readonly player: WebPlayer;
  readonly subscribeToMeters: (listener: (readings: MeterReadings) => void) => () => void;
  readonly subscribe: (listener: (report: PlayerReport) => void) => () => void;
  /** What was reported last; nothing before playback has begun. */
  readonly lastReport: () => PlayerReport | undefined;
  /** Sounds another document in place of the one under edit, until it is called without one. */
  readonly tryOut: (document: MixDocument | undefined) => void;
  /** Sounds part of the mix as if it were bypassed, until it is called without one. */
  readonly hearRaw: (scope: RawScope | undefined) => void;
  /** Plays, or stops where it plays. */
  readonly toggle: () => Promise<void>;
  dispose(): Promise<void>;
}

export const newWorker = (): Worker => startWorker("render");

/** `media` is where the mix's recordings lie. */
export function createPlayback(
  session: EditorSession,
  media: MediaLocation,
  onProblem: (problem: Problem) => void,
): Playback {
  const player = createWebPlayer({ newWorker, workletUrl, media, onProblem, measuresLoad: true });
  let heard = session.document;
  let latencySamples = 0;
  const update = async (document: MixDocument): Promise<void> => {
    ({ latencySamples } = await player.update(document));
  };
  let updating: Promise<unknown> = update(heard).catch(report);
  function report(error: unknown): void {
    onProblem({ code: "playback-failed", at: "mix", message: String(error) });
  }
  let tried: MixDocument | undefined;
  let raw: RawScope | undefined;
  /** What `heard` was made of. */
  let made: readonly unknown[] = [heard, raw];
  /** Of several changes while one is being taken, only the last is heard. */
  const follow = (): void => {
    const wanted = tried ?? session.document;
    if (made[0] === wanted && made[1] === raw) return;
    made = [wanted, raw];
    const document = raw === undefined ? wanted : heardRaw(wanted, raw);
    if (document === heard) return;
    heard = document;
    updating = updating.then(() => (document === heard ? update(document) : undefined)).catch(report);
  };
  const stopFollowing = session.subscribe(follow);
  let isPlaying = false;
  let last: PlayerReport | undefined;
  /** A player at rest knows of no latency: the mix has it all the same. */
  const subscribe = (listener: (report: PlayerReport) => void): (() => void) =>
    player.subscribe((heardNow) => listener(heardNow.isPlaying ? heardNow : { ...heardNow, latencySamples }));
  subscribe((heardNow) => {
    ({ isPlaying } = heardNow);
    last = heardNow;
  });
  return {
    player,
    subscribeToMeters: (listener) => player.subscribe(listener),
    subscribe,
    lastReport: () => last,
    tryOut: (document) => {
      tried = document;
      follow();
    },
    hearRaw: (scope) => {
      raw = scope;
      follow();
    },
    toggle: () => (isPlaying ? player.stop() : player.play()),
    dispose: async () => {
      stopFollowing();
      await player.dispose();
    },
  };
}
