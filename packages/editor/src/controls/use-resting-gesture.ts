import { useEffect, useRef } from "react";

/** Keys and wheel are one gesture until they rest for so long. */
const REST_MS = 500;

/** What small changes in a row are to the history. */
export interface RestingGesture {
  /** Called before each small change: begins a gesture, or keeps it alive. */
  readonly nudge: () => void;
  /** Ends the gesture, if there is one. */
  readonly rest: () => void;
}

export function useRestingGesture(onBegin: (() => void) | undefined, onEnd: (() => void) | undefined): RestingGesture {
  const resting = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const rest = (): void => {
    if (resting.current === undefined) return;
    clearTimeout(resting.current);
    resting.current = undefined;
    onEnd?.();
  };
  const nudge = (): void => {
    if (resting.current === undefined) onBegin?.();
    else clearTimeout(resting.current);
    resting.current = setTimeout(() => latest.current(), REST_MS);
  };
  const latest = useRef(rest);
  useEffect(() => {
    latest.current = rest;
  });
  useEffect(() => () => latest.current(), []);
  return { nudge, rest };
}
