import type { RenderPlan } from "../compile/plan.ts";
import { fault } from "../problem.ts";
import type { RenderJob } from "./contract.ts";

/** Frames of the mix to deliver, latency not counted. */
export interface RenderRange {
  readonly start: number;
  readonly end: number;
}

const LONGEST_SECONDS = 24 * 60 * 60;

/** What a job asks for of a mix whose last source ends at `sourceFrames`. Throws where nothing is left, or too much. */
export function rangeOf(job: RenderJob, plan: RenderPlan, sourceFrames: number): RenderRange {
  const whole = sourceFrames + plan.tailSamples;
  const toFrame = (seconds: number | undefined, otherwise: number): number =>
    seconds === undefined ? otherwise : Math.min(whole, Math.max(0, Math.round(seconds * plan.sampleRate)));
  const start = toFrame(job.fromSeconds, 0);
  const end = toFrame(job.toSeconds, whole);
  const lasts = `the mix lasts ${(whole / plan.sampleRate).toFixed(3)} s`;
  if (whole === 0)
    throw fault("nothing-to-render", "mix", "nothing that leads to the mix plays a source: connect a track that does");
  if (end <= start) {
    throw fault("empty-range", "mix", `nothing lies between the start and the end that were given; ${lasts}`);
  }
  if (end > LONGEST_SECONDS * plan.sampleRate) {
    throw fault("too-long", "mix", `${lasts} and a day is the most; look at the startSeconds of its sources`);
  }
  return { start, end };
}
