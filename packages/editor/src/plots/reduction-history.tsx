import { useState, type ReactNode } from "react";
import { useMeter } from "../meters/meter-source.tsx";
import { ReductionTrack } from "./reduction-track.ts";
import styles from "./plot.module.css";

const WIDTH = 180;
const HEIGHT = 40;
const RANGE_DB = 12;

/** The gain reduction of the last three seconds, hanging from 0 dB down to 12, drawn without React. */
export function ReductionHistory({ meter, label }: { meter: string; label: string }): ReactNode {
  const [track] = useState(() => new ReductionTrack());
  const picture = useMeter<SVGSVGElement>((svg, { meters }) => {
    const reductionDb = meters[meter];
    if (reductionDb === undefined) return;
    track.add(reductionDb);
    svg.querySelector("path")!.setAttribute("d", track.area(WIDTH, HEIGHT, RANGE_DB));
    svg.querySelector("text")!.textContent = `GR ${Math.abs(reductionDb).toFixed(1)} dB`;
  });
  return (
    <svg ref={picture} className={styles["history"]} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <path className={styles["reduction"]} />
      <text className={styles["figure"]} x={WIDTH - 4} y={HEIGHT - 5} textAnchor="end">
        GR 0.0 dB
      </text>
    </svg>
  );
}
