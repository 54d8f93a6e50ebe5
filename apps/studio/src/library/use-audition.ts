import type { Problem } from "@twobus/core";
import { useSession } from "@twobus/editor";
import type { MediaLocation } from "@twobus/renderer-web";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Playback } from "../playback.ts";
import { problemOf } from "../problems/problem-of.ts";
import { prepareAudition, type Audition, type Hearable } from "./audition.ts";
import { createLoudnessProbe, stretchesAt, type LoudnessProbe } from "./level-match.ts";
import type { LibraryChain } from "./library.ts";

export type AuditionState =
  | { readonly kind: "none" }
  | { readonly kind: "measuring"; readonly id: string; readonly done: number }
  | { readonly kind: "heard"; readonly id: string; readonly audition: Audition };

export interface AuditionControl {
  readonly state: AuditionState;
  /** Makes a chain heard at a place, as loud as what was there. */
  readonly hear: (one: LibraryChain, where: Hearable) => void;
  /** Goes back to the mix as it is. */
  readonly end: () => void;
  /** Keeps in the mix what is heard. Returns whether that was anything. */
  readonly place: () => boolean;
}

const NONE: AuditionState = { kind: "none" };

/** Hearing a chain in the running mix before it is placed. Any edit ends it. */
export function useAudition(
  playback: Playback,
  media: MediaLocation,
  onProblem: (problem: Problem) => void,
): AuditionControl {
  const session = useSession();
  const [state, setState] = useState<AuditionState>(NONE);
  const running = useRef<AbortController | undefined>(undefined);
  const probe = useRef<LoudnessProbe | undefined>(undefined);

  const end = useCallback(() => {
    running.current?.abort();
    running.current = undefined;
    playback.tryOut(undefined);
    setState(NONE);
  }, [playback]);

  useEffect(() => {
    let { document } = session;
    const stop = session.subscribe(() => {
      if (session.document === document) return;
      ({ document } = session);
      end();
    });
    return () => {
      stop();
      end();
    };
  }, [session, end]);
  useEffect(() => () => void probe.current?.dispose(), []);

  const hear = useCallback(
    (one: LibraryChain, where: Hearable): void => {
      running.current?.abort();
      const mine = new AbortController();
      running.current = mine;
      const show = (done: number): void => {
        if (running.current === mine) setState({ kind: "measuring", id: one.id, done });
      };
      show(0);
      probe.current ??= createLoudnessProbe(media);
      const stretches = stretchesAt(session.document, playback.lastReport()?.positionSeconds ?? 0);
      const { signal } = mine;
      const preparing = prepareAudition(session.getState(), one.chain, where, probe.current, stretches, signal, show);
      const sound = async (): Promise<void> => {
        try {
          const audition = await preparing;
          if (running.current !== mine) return;
          playback.tryOut(audition.document);
          setState({ kind: "heard", id: one.id, audition });
        } catch (error) {
          if (running.current !== mine) return;
          end();
          onProblem(problemOf(error));
        }
      };
      void sound();
    },
    [playback, media, session, end, onProblem],
  );

  const place = useCallback((): boolean => {
    if (state.kind !== "heard") return false;
    const { commands, graph, node } = state.audition;
    if (!session.doAll(commands)) return false;
    if (session.getState().graph === graph) session.select([node]);
    return true;
  }, [state, session]);

  return { state, hear, end, place };
}
