import type { ReactNode } from "react";
import { HERTZ, place } from "./plot-scale.ts";
import styles from "./plot.module.css";
import { useBand, type BandPlace } from "./use-band.ts";

/** A band of an equaliser as a point on its response; dim while it is off. */
export function BandHandle(props: BandPlace): ReactNode {
  const { frequencyHz, gainDb, isOff, attributes } = useBand(props);
  const { rangeDb, band } = props;
  const height = place({ from: -rangeDb, to: rangeDb, length: 100, isFlipped: true }, isOff ? 0 : gainDb);
  return (
    <div
      {...attributes}
      className={`${styles["handle"]} nodrag nopan nowheel`}
      data-off={isOff}
      style={{
        left: `${place({ ...HERTZ, length: 100 }, frequencyHz)}%`,
        top: `${Math.min(100, Math.max(0, height))}%`,
      }}
    >
      <span aria-hidden="true">{/\d+$/.exec(band.label)?.[0] ?? band.label[0]}</span>
    </div>
  );
}

/** Where two bands meet, as a line over the whole height. */
export function CrossoverHandle(props: Omit<BandPlace, "rangeDb">): ReactNode {
  const { frequencyHz, attributes } = useBand({ ...props, rangeDb: 1 });
  return (
    <div
      {...attributes}
      className={`${styles["crossover"]} nodrag nopan nowheel`}
      style={{ left: `${place({ ...HERTZ, length: 100 }, frequencyHz)}%` }}
    />
  );
}
