import type { ReactNode } from "react";
import type { Transfer } from "./node-curves.tsx";
import { pathThrough, place, type Axis } from "./plot-scale.ts";
import styles from "./plot.module.css";

const SIZE = 100;
const FLOOR_DB = -60;
const CEILING_DB = 6;
const X: Axis = { from: FLOOR_DB, to: CEILING_DB, length: SIZE };
const Y: Axis = { ...X, isFlipped: true };
const GRID_DB = [-48, -36, -24, -12, 0];
const UNITY = pathThrough(X, [FLOOR_DB, CEILING_DB], Y, [FLOOR_DB, CEILING_DB]);

export interface TransferPlotProps {
  /** The level that comes out for each level that goes in, both in dBFS. */
  readonly transfer: Transfer;
  /** What it is called for screen readers: `Transfer curve of Glue`. */
  readonly label: string;
}

/** The level that comes out over the level that goes in, both from −60 to +6 dBFS; what changes nothing is a thin line. */
export function TransferPlot({ transfer, label }: TransferPlotProps): ReactNode {
  return (
    <svg className={styles["square"]} viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-label={label}>
      <path
        className={styles["grid"]}
        d={GRID_DB.map(
          (decibels) => `M${place(X, decibels).toFixed(1)} 0V${SIZE}M0 ${place(Y, decibels).toFixed(1)}H${SIZE}`,
        ).join("")}
      />
      <path className={styles["unity"]} d={UNITY} />
      <path className={styles["curve"]} d={pathThrough(X, transfer.inputDb, Y, transfer.outputDb)} />
    </svg>
  );
}
