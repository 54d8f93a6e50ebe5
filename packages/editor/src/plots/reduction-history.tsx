import { useState, type ReactNode } from "react";
import { useMeter } from "../meters/meter-source.tsx";
import { ReductionTrack } from "./reduction-track.ts";
import styles from "./plot.module.css";

const WIDTH = 180;
const HEIGHT = 40;
const RANGE_DB = 12;

export interface ReductionHistoryProps {
  /** Which of the readings, in dB: a node's address and a meter, as `drums/glue.gainReductionDb`. Its sign does not matter. */
  readonly meter: string;
  /** What it is called for screen readers: `Gain reduction of Glue`. */
  readonly label: string;
}

/**
 * The gain reduction of the last three seconds, hanging from 0 dB down to 12, with its figure. It shows what the `MeterProvider`
 * around it reads, drawn without React, and fills the room that it is given.
 */
export function ReductionHistory({ meter, label }: ReductionHistoryProps): ReactNode {
  const [track] = useState(() => new ReductionTrack());
  const picture = useMeter<HTMLDivElement>((element, { meters }) => {
    const reductionDb = meters[meter];
    // Nothing plays: the needle goes back to rest.
    if (reductionDb === undefined) {
      if (track.isAtRest) return;
      track.clear();
    } else track.add(reductionDb);
    element.querySelector("path")!.setAttribute("d", track.area(WIDTH, HEIGHT, RANGE_DB));
    element.querySelector("span")!.textContent = `GR ${Math.abs(reductionDb ?? 0).toFixed(1)} dB`;
  });
  return (
    <div ref={picture} className={styles["history"]} role="img" aria-label={label}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <path className={styles["reduction"]} />
      </svg>
      <span className={styles["figure"]}>GR 0.0 dB</span>
    </div>
  );
}
