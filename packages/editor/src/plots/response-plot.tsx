import type { ReactNode } from "react";
import type { Response } from "./node-curves.tsx";
import { HERTZ, pathThrough, place, rangeFor, type Axis } from "./plot-scale.ts";
import styles from "./plot.module.css";

const WIDTH = 300;
const HEIGHT = 100;
const X: Axis = { ...HERTZ, length: WIDTH };
const DECADES_HZ = [100, 1000, 10_000];
/** The least that a plot shows whose bands can be moved. */
const LEAST_RANGE_DB = 12;

export interface ResponsePlotProps {
  /** The level in dB of each frequency in Hz, for mid and, where it differs, for side. */
  readonly response: Response;
  /** What it is called for screen readers: `Response of EQ`. */
  readonly label: string;
  /** What is laid over it, to be moved by hand, given half its height in dB: 12, 18 or 24. */
  readonly handles?: ((rangeDb: number) => ReactNode) | undefined;
}

/**
 * The level of each frequency from 20 Hz to 20 kHz, octaves equally wide; the side dashed where it goes its own way. It is as
 * high as it must be, ±6 to ±24 dB, and fills the width that it is given.
 */
export function ResponsePlot({ response, label, handles }: ResponsePlotProps): ReactNode {
  const { hz, midDb, sideDb } = response;
  const rangeDb = Math.max(rangeFor([...midDb, ...(sideDb ?? [])]), ...(handles === undefined ? [] : [LEAST_RANGE_DB]));
  const y: Axis = { from: -rangeDb, to: rangeDb, length: HEIGHT, isFlipped: true };
  return (
    <div className={styles["plot"]}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
        <path
          className={styles["grid"]}
          d={[
            ...DECADES_HZ.map((decade) => `M${place(X, decade).toFixed(1)} 0V${HEIGHT}`),
            ...[-rangeDb / 2, 0, rangeDb / 2].map((decibels) => `M0 ${place(y, decibels)}H${WIDTH}`),
          ].join("")}
        />
        <path className={styles["curve"]} d={pathThrough(X, hz, y, midDb)} />
        {sideDb !== undefined && <path className={styles["other"]} d={pathThrough(X, hz, y, sideDb)} />}
      </svg>
      <span className={styles["scale"]} style={{ insetBlockStart: 1, insetInlineStart: 4 }} aria-hidden="true">
        +{rangeDb} dB
      </span>
      <Decades />
      {handles?.(rangeDb)}
    </div>
  );
}

/** The names of the frequencies along the lower edge. */
export const Decades = (): ReactNode =>
  DECADES_HZ.map((decade) => (
    <span
      key={decade}
      className={styles["scale"]}
      style={{ insetBlockEnd: 1, left: `calc(${(100 * place(X, decade)) / WIDTH}% + 3px)` }}
      aria-hidden="true"
    >
      {decade < 1000 ? decade : `${decade / 1000}k`}
    </span>
  ));
