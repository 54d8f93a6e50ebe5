import { counted } from "@twobus/core";
import type { PlayerReport } from "@twobus/renderer-web";
import { useEffect, useRef, useState, type ReactNode } from "react";
import styles from "./master-meters.module.css";
import type { Playback } from "./playback.ts";

type Missed = NonNullable<PlayerReport["missed"]>;

const NONE: Missed = { gaps: 0, frames: 0 };

/** Lights where sound did not come in time while the mix played; a click clears it. Nothing where that is not known. */
export function Gaps({ playback }: { playback: Playback }): ReactNode {
  const [isKnown, setKnown] = useState(true);
  const [shown, setShown] = useState(NONE);
  const last = useRef<Missed | undefined>(undefined);
  useEffect(
    () =>
      playback.subscribe(({ missed, isPlaying }) => {
        setKnown(missed !== null);
        const before = last.current;
        last.current = missed ?? undefined;
        // Another output counts from zero; what is missed in silence is not heard.
        if (!isPlaying || missed === null || before === undefined || missed.gaps <= before.gaps) return;
        setShown(({ gaps, frames }) => ({
          gaps: gaps + missed.gaps - before.gaps,
          frames: frames + missed.frames - before.frames,
        }));
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
      onClick={() => setShown(NONE)}
    >
      {gaps === 0 ? "gaps" : gaps}
    </button>
  );
}
