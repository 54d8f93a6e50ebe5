import type { ReactNode } from "react";
import { useMeter } from "../meters/meter-source.tsx";
import { valueOf } from "../session/value-of.ts";
import { CrossoverHandle } from "./band-handle.tsx";
import type { Band } from "./bands.ts";
import { bandLevels } from "./crossover-bands.ts";
import { HERTZ, pathThrough, place, type Axis } from "./plot-scale.ts";
import styles from "./plot.module.css";
import { Decades } from "./response-plot.tsx";
import type { BandPlace } from "./use-band.ts";

const WIDTH = 300;
const HEIGHT = 100;
const X: Axis = { ...HERTZ, length: WIDTH };
const Y: Axis = { from: -30, to: 3, length: HEIGHT, isFlipped: true };
const POINTS_HZ = Array.from({ length: 91 }, (_, index) => 20 * 1000 ** (index / 90));
/** A reduction by so much reaches the floor. */
const REDUCTION_DB = 12;

/** The bands that a node splits the sound into; in each, while it plays, how much it is turned down. */
export function CrossoverPlot({
  crossovers,
  label,
  address,
  isEditable,
  ...site
}: Pick<BandPlace, "graph" | "node" | "record"> & {
  crossovers: readonly Band[];
  label: string;
  /** Where its meters are found. */
  address: string;
  isEditable: boolean;
}): ReactNode {
  const atHz = crossovers.map(({ frequency: { name, parameter } }) => Number(valueOf(site.record, name, parameter)));
  const bands = useMeter<HTMLDivElement>((element, { meters }) => {
    [...element.children].forEach((bar, band) => {
      const reductionDb = meters[`${address}.band${band + 1}ReductionDb`] ?? 0;
      (bar as HTMLElement).style.scale = `1 ${Math.min(1, Math.abs(reductionDb) / REDUCTION_DB)}`;
    });
  });
  return (
    <div className={styles["plot"]}>
      <div ref={bands} aria-hidden="true">
        {[20, ...atHz].map((fromHz, band) => (
          <div key={band} className={styles["bandReduction"]} style={between(fromHz, atHz[band] ?? HERTZ.to)} />
        ))}
      </div>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {pathsOf(atHz).map((path, band) => (
          <path key={band} className={styles["curve"]} d={path} />
        ))}
      </svg>
      <Decades />
      {isEditable && crossovers.map((band) => <CrossoverHandle key={band.frequency.name} {...site} band={band} />)}
    </div>
  );
}

function pathsOf(crossoversHz: readonly number[]): string[] {
  const levels = POINTS_HZ.map((hz) => bandLevels(crossoversHz, hz));
  return levels[0]!.map((_, band) =>
    pathThrough(
      X,
      POINTS_HZ,
      Y,
      levels.map((all) => all[band]!),
    ),
  );
}

function between(fromHz: number, toHz: number): { readonly left: string; readonly width: string } {
  const [from, to] = [fromHz, toHz].map((hz) => place({ ...HERTZ, length: 100 }, hz)) as [number, number];
  return { left: `${from}%`, width: `${Math.max(0, to - from)}%` };
}
