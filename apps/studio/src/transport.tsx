import type { Problem } from "@twobus/core";
import type { WebPlayer } from "@twobus/renderer-web";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { Playback } from "./playback.ts";
import { showText, tenthOf } from "./show-text.ts";
import styles from "./studio.module.css";

/** Play and stop, and where it is. */
export function Transport({
  playback,
  onProblem,
}: {
  playback: Playback;
  onProblem: (problem: Problem) => void;
}): ReactNode {
  const { player } = playback;
  const [isPlaying, setPlaying] = useState(false);
  const [endSeconds, setEnd] = useState(0);
  const position = useRef<HTMLInputElement>(null);
  const clock = useRef<HTMLOutputElement>(null);
  const shownTenth = useRef<number>(undefined);
  useEffect(
    () =>
      playback.subscribe((report) => {
        setPlaying(report.isPlaying);
        setEnd(report.endSeconds);
        const tenth = tenthOf(report);
        if (tenth === shownTenth.current) return;
        shownTenth.current = tenth;
        if (position.current !== null && document.activeElement !== position.current) {
          position.current.value = String(report.positionSeconds);
        }
        showText(clock.current, clockText(tenth));
      }),
    [playback],
  );
  const toggle = (): void => {
    (isPlaying ? player.stop() : player.play()).catch((error: unknown) => onProblem(problemOf(error)));
  };
  return (
    <div className={styles["transport"]} role="group" aria-label="Transport">
      <button type="button" className={styles["play"]} onClick={toggle}>
        {isPlaying ? "Stop" : "Play"}
      </button>
      <output ref={clock} className={styles["clock"]} aria-label="Position">
        0:00.0
      </output>
      <input
        ref={position}
        type="range"
        aria-label="Position in the mix"
        min={0}
        max={endSeconds}
        step={0.01}
        defaultValue={0}
        onChange={(event) => void seek(player, Number(event.currentTarget.value))}
      />
    </div>
  );
}

const seek = (player: WebPlayer, seconds: number): Promise<void> => player.seek(seconds);

export const problemOf = (error: unknown): Problem =>
  error instanceof Error && "problems" in error
    ? (error.problems as Problem[])[0]!
    : { code: "failed", at: "studio", message: String(error) };

function clockText(tenths: number): string {
  return `${Math.floor(tenths / 600)}:${((tenths % 600) / 10).toFixed(1).padStart(4, "0")}`;
}
