import { gainToDecibels } from "@twobus/dsp";
import type { RenderPlan } from "../compile/plan.ts";
import type { Layout } from "../engine/layout.ts";
import { failedAt } from "../engine/records.ts";
import type { WatchList } from "../player/watch.ts";

/** The level of a signal at the output it comes from, left and right. A cable's is that and its gain. −∞ in silence. */
export interface Level {
  /** Falls by 20 dB in a second. */
  readonly peakDbfs: readonly [number, number];
  /** Over about 300 ms. */
  readonly rmsDbfs: readonly [number, number];
}

/** What is to be seen of a plan that plays. */
export interface Readings {
  /** By `address.port`. */
  readonly levels: Readonly<Record<string, Level>>;
  /** By `address.meter`. */
  readonly meters: Readonly<Record<string, number>>;
  /** Addresses of processors that failed and were replaced by their input. */
  readonly failed: readonly string[];
}

/** Where a voice's levels and meters are, and what they mean. */
export interface ReadingPlan {
  readonly list: WatchList;
  /** What values of the list say, in its order. */
  readings(values: Float64Array): Readings;
}

const LEVEL_DOUBLES = 4;

export function planReadings(
  plan: RenderPlan,
  layout: Layout,
  portsOf: (type: string) => readonly string[],
): ReadingPlan {
  const processors = plan.jobs.flatMap(({ steps }, job) =>
    steps.flatMap((step, index) => (step.kind === "process" ? [{ step, place: layout.jobs[job]!.steps[index]! }] : [])),
  );
  const stretches = processors.flatMap(({ step, place }) => [
    { address: place.levels, doubles: step.outputs.length * LEVEL_DOUBLES },
    { address: place.meters, doubles: step.meters.length },
  ]);
  return {
    list: { stretches, words: processors.map(({ place }) => failedAt(place)) },
    readings: (values) => {
      const levels: Record<string, Level> = {};
      const meters: Record<string, number> = {};
      let at = 0;
      const next = (): number => values[at++]!;
      for (const { step } of processors) {
        const ports = portsOf(step.type);
        step.outputs.forEach((_, port) => {
          const peakDbfs = [gainToDecibels(next()), gainToDecibels(next())] as const;
          const rmsDbfs = [gainToDecibels(next()) / 2, gainToDecibels(next()) / 2] as const;
          levels[`${step.address}.${ports[port] ?? "main"}`] = { peakDbfs, rmsDbfs };
        });
        for (const meter of step.meters) meters[`${step.address}.${meter}`] = next();
      }
      const failed = processors.filter(() => next() !== 0).map(({ step }) => step.address);
      return { levels, meters, failed };
    },
  };
}
