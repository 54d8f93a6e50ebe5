import type { ReactNode } from "react";
import type { Response } from "./node-curves.tsx";
import { pathThrough, place, rangeFor, type Axis } from "./plot-scale.ts";
import styles from "./plot.module.css";

const WIDTH = 300;
const HEIGHT = 100;
const X: Axis = { from: 20, to: 20_000, length: WIDTH, scale: "logarithmic" };
const DECADES_HZ = [100, 1000, 10_000];

/** The level of each frequency from 20 Hz to 20 kHz; the side dashed where it goes its own way. */
export function ResponsePlot({ response, label }: { response: Response; label: string }): ReactNode {
  const { hz, midDb, sideDb } = response;
  const rangeDb = rangeFor([...midDb, ...(sideDb ?? [])]);
  const y: Axis = { from: -rangeDb, to: rangeDb, length: HEIGHT, isFlipped: true };
  return (
    <svg className={styles["plot"]} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <path
        className={styles["grid"]}
        d={[
          ...DECADES_HZ.map((decade) => `M${place(X, decade).toFixed(1)} 0V${HEIGHT}`),
          ...[-rangeDb / 2, 0, rangeDb / 2].map((decibels) => `M0 ${place(y, decibels)}H${WIDTH}`),
        ].join("")}
      />
      <path className={styles["curve"]} d={pathThrough(X, hz, y, midDb)} />
      {sideDb !== undefined && <path className={styles["other"]} d={pathThrough(X, hz, y, sideDb)} />}
      <text className={styles["scale"]} x={4} y={11}>
        +{rangeDb} dB
      </text>
      {DECADES_HZ.map((decade) => (
        <text key={decade} className={styles["scale"]} x={place(X, decade) + 3} y={HEIGHT - 4}>
          {decade < 1000 ? decade : `${decade / 1000}k`}
        </text>
      ))}
    </svg>
  );
}
