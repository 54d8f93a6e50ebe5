import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Playback } from "../playback.ts";
import { keepLoop, keptLoop, type LoopState } from "./kept-loops.ts";
import { SHORTEST_SECONDS, withEnd, withStart, type LoopRange } from "./loop-range.ts";
import { clockText } from "./time-text.ts";

/** The loop that the mix is listened to in; no part of the mix. */
export interface LoopControl extends LoopState {
  /** Loops, or goes on. The first time it is all of the mix. */
  readonly toggle: () => void;
  /** Another range: looped where there was none, or where it `turnsOn`; else as it was. */
  readonly set: (range: LoopRange, turnsOn?: boolean) => void;
  /** Makes it start, or end, at a place of the mix: unless given, where the mix stands. */
  readonly startAt: (seconds?: number) => void;
  readonly endAt: (seconds?: number) => void;
}

export interface LoopOptions {
  readonly playback: Playback;
  /** The id under which the mix is kept. */
  readonly mix: string;
  readonly say: (text: string) => void;
  readonly onFailure: (error: unknown) => void;
}

export function useLoop({ playback, mix, say, onFailure }: LoopOptions): LoopControl {
  const [loop, setLoop] = useState(() => keptLoop(mix));
  const looped = loop.isOn ? loop.range : undefined;
  const sent = useRef<LoopRange | undefined>(undefined);
  useEffect(() => {
    if (sent.current === looped) return;
    sent.current = looped;
    playback.player.loop(looped).catch((error: unknown) => {
      setLoop({ isOn: false });
      onFailure(error);
    });
  }, [playback, looped, onFailure]);

  const change = useCallback(
    (next: LoopState): void => {
      setLoop(next);
      keepLoop(mix, next);
      say(next.isOn || next.range === loop.range ? loopText(next) : `Loop, off: ${rangeText(next.range!)}`);
    },
    [mix, say, loop],
  );
  return useMemo((): LoopControl => {
    const mixSeconds = (): number => playback.lastReport()?.endSeconds ?? 0;
    const rangeNow = (): LoopRange => loop.range ?? { startSeconds: 0, endSeconds: mixSeconds() };
    const set = (range: LoopRange, turnsOn = loop.range === undefined): void => {
      if (mixSeconds() < SHORTEST_SECONDS) say("There is nothing to loop yet.");
      else change({ isOn: turnsOn || loop.isOn, range });
    };
    const put =
      (moved: typeof withStart) =>
      (seconds: number = playback.lastReport()?.positionSeconds ?? 0): void =>
        set(moved(rangeNow(), seconds, mixSeconds()));
    return {
      ...loop,
      set,
      toggle: () => (loop.isOn ? change({ ...loop, isOn: false }) : set(rangeNow(), true)),
      startAt: put(withStart),
      endAt: put(withEnd),
    };
  }, [loop, change, playback, say]);
}

const loopText = ({ isOn, range }: LoopState): string =>
  isOn && range !== undefined ? `Loop: ${rangeText(range)}` : "No loop: it plays on";

const rangeText = ({ startSeconds, endSeconds }: LoopRange): string =>
  `${clockText(startSeconds)} to ${clockText(endSeconds)}`;
