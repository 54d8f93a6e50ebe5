import type { Problem } from "@twobus/core";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { Playback } from "../playback.ts";
import { problemOf } from "../problems/problem-of.ts";
import { showText } from "../show-text.ts";
import { LoopButtons } from "./loop-buttons.tsx";
import { TimeLine } from "./time-line.tsx";
import { clockText } from "./time-text.ts";
import styles from "./transport.module.css";
import type { LoopControl } from "./use-loop.ts";

/** Play and stop, the loop, and where it is. */
export function Transport({
  playback,
  loop,
  onProblem,
}: {
  playback: Playback;
  loop: LoopControl;
  onProblem: (problem: Problem) => void;
}): ReactNode {
  const { player } = playback;
  const [isPlaying, setPlaying] = useState(false);
  const [mixSeconds, setMixSeconds] = useState(0);
  const clock = useRef<HTMLOutputElement>(null);
  useEffect(
    () =>
      playback.subscribe((report) => {
        setPlaying(report.isPlaying);
        setMixSeconds(report.endSeconds);
        showText(clock.current, clockText(report.positionSeconds));
      }),
    [playback],
  );
  const fail = (error: unknown): void => onProblem(problemOf(error));
  return (
    <div className={styles["transport"]} role="group" aria-label="Transport">
      <button
        type="button"
        className={styles["play"]}
        onClick={() => void (isPlaying ? player.stop() : player.play()).catch(fail)}
      >
        {isPlaying ? "Stop" : "Play"}
      </button>
      <LoopButtons loop={loop} mixSeconds={mixSeconds} />
      <output ref={clock} className={styles["clock"]} aria-label="Position">
        {clockText(0)}
      </output>
      <TimeLine
        playback={playback}
        loop={loop}
        mixSeconds={mixSeconds}
        onSeek={(seconds) => void player.seek(seconds).catch(fail)}
      />
    </div>
  );
}
