import { counted } from "@twobus/core";
import type { PlayerReport } from "@twobus/renderer-web";
import { useEffect, useRef, useState, type ReactNode } from "react";
import styles from "./master-meters.module.css";
import type { Playback } from "./playback.ts";

type Missed = NonNullable<PlayerReport["missed"]>;

const NONE: Missed = { gaps: 0, frames: 0 };

/** Lights where sound did not come in time, which is heard as a click or a gap; a click clears it. Nothing where that is not known. */
export function Gaps({ playback }: { playback: Playback }): ReactNode {
  const [isKnown, setKnown] = useState(true);
  const [shown, setShown] = useState(NONE);
  const last = useRef(NONE);
  const cleared = useRef(NONE);
  useEffect(
    () =>
      playback.subscribe(({ missed }) => {
        setKnown(missed !== null);
        if (missed === null) return;
        // Another output counts from zero.
        if (missed.gaps < last.current.gaps) cleared.current = NONE;
        last.current = missed;
        const gaps = missed.gaps - cleared.current.gaps;
        const frames = missed.frames - cleared.current.frames;
        setShown((before) => (before.gaps === gaps && before.frames === frames ? before : { gaps, frames }));
      }),
    [playback],
  );
  if (!isKnown) return null;
  const { gaps, frames } = shown;
  return (
    <button
      type="button"
      className={styles["lamp"]}
      data-over={gaps > 0}
      aria-label={
        gaps === 0
          ? "No gaps in the sound"
          : `${counted(gaps, "gap")} in the sound, ${counted(frames, "frame")} missed: clear`
      }
      title={
        gaps === 0
          ? "Lights when the machine is too busy to bring the sound in time"
          : `The machine was too busy: ${counted(gaps, "gap")}, ${counted(frames, "frame")} missed. Click to clear`
      }
      onClick={() => {
        cleared.current = last.current;
        setShown(NONE);
      }}
    >
      {gaps === 0 ? "gaps" : gaps}
    </button>
  );
}
