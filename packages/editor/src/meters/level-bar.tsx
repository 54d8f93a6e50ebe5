import type { ReactNode } from "react";
import styles from "./level-bar.module.css";
import { shareOf } from "./level-share.ts";
import { useMeter } from "./meter-source.tsx";

/** The peak level of a signal, left over right, from −60 to 0 dBFS. */
export function LevelBar({ signal }: { signal: string }): ReactNode {
  const bar = useMeter<HTMLDivElement>((element, { levels }) => {
    const [left, right] = levels[signal]?.peakDbfs ?? [-Infinity, -Infinity];
    element.style.setProperty("--left", String(shareOf(left)));
    element.style.setProperty("--right", String(shareOf(right)));
    element.dataset["clipping"] = String(Math.max(left, right) > 0);
  });
  return (
    <div ref={bar} className={styles["bar"]} aria-hidden="true">
      <div className={styles["left"]} />
      <div className={styles["right"]} />
    </div>
  );
}
