import type { ReactNode } from "react";
import styles from "./level-meter.module.css";
import { FLOOR_DBFS, shareOf } from "./level-share.ts";
import { useMeter } from "./meter-source.tsx";
import { spokenDb } from "./spoken-level.ts";

export interface LevelMeterProps {
  /** Which of the readings: a node's address and a port, as `kick.main`. */
  readonly signal: string;
  /** What it is called for screen readers: `Level of Kick`. */
  readonly label: string;
}

/**
 * The peak level of a signal, left over right, from −60 to 0 dBFS, red above that. It shows what the `MeterProvider` around it
 * reads, and fills the width that it is given.
 */
export function LevelMeter({ signal, label }: LevelMeterProps): ReactNode {
  const bar = useMeter<HTMLDivElement>((element, { levels }) => {
    const [left, right] = levels[signal]?.peakDbfs ?? [-Infinity, -Infinity];
    const louder = Math.max(left, right);
    element.style.setProperty("--left", String(shareOf(left)));
    element.style.setProperty("--right", String(shareOf(right)));
    element.dataset["clipping"] = String(louder > 0);
    element.ariaValueNow = Math.min(0, Math.max(FLOOR_DBFS, louder)).toFixed(1);
    element.ariaValueText = spokenDb(louder);
  });
  return (
    <div
      ref={bar}
      className={styles["bar"]}
      role="meter"
      aria-label={label}
      aria-valuemin={FLOOR_DBFS}
      aria-valuemax={0}
      aria-valuenow={FLOOR_DBFS}
      aria-valuetext={spokenDb(-Infinity)}
    >
      <div className={styles["left"]} />
      <div className={styles["right"]} />
    </div>
  );
}
