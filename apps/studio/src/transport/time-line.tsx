import { useEffect, useRef, type ReactNode } from "react";
import type { Playback } from "../playback.ts";
import { tenthOf } from "../show-text.ts";
import { LoopLane } from "./loop-lane.tsx";
import { spokenTime } from "./time-text.ts";
import styles from "./transport.module.css";
import type { LoopControl } from "./use-loop.ts";

export interface TimeLineProps {
  readonly playback: Playback;
  readonly loop: LoopControl;
  readonly mixSeconds: number;
  readonly onSeek: (seconds: number) => void;
}

/** Where the mix stands, to be moved; above it the lane of the loop. */
export function TimeLine({ playback, loop, mixSeconds, onSeek }: TimeLineProps): ReactNode {
  const position = useRef<HTMLInputElement>(null);
  useEffect(() => {
    let shownTenth: number | undefined;
    return playback.subscribe((report) => {
      const { current } = position;
      const tenth = tenthOf(report);
      if (tenth === shownTenth || current === null || document.activeElement === current) return;
      shownTenth = tenth;
      current.value = String(report.positionSeconds);
      sayPlace(current);
    });
  }, [playback]);
  return (
    <div className={styles["line"]}>
      <LoopLane loop={loop} mixSeconds={mixSeconds} onSeek={onSeek} />
      <input
        ref={position}
        type="range"
        aria-label="Position in the mix"
        aria-valuetext={spokenTime(0)}
        min={0}
        max={mixSeconds}
        step={0.01}
        defaultValue={0}
        onChange={({ currentTarget }) => {
          sayPlace(currentTarget);
          onSeek(Number(currentTarget.value));
        }}
      />
    </div>
  );
}

/** To the second: it moves while it is read. */
function sayPlace(input: HTMLInputElement): void {
  const text = spokenTime(Math.floor(Number(input.value)));
  if (input.getAttribute("aria-valuetext") !== text) input.setAttribute("aria-valuetext", text);
}
