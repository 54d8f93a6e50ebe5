import type { RenderPlan, Step } from "../compile/plan.ts";
import type { KeptState } from "../engine/layout.ts";

/** What newcomers need to find into the sound that they are thrown into: about 10 ms. */
const NEWCOMER_FRAMES = 512;

/** How long a plan runs unheard beside its predecessor: until what has just been added knows what is going on. */
export function settleFrames(plan: RenderPlan, kept: ReadonlyMap<Step, KeptState>): number {
  const newcomers = plan.jobs.flatMap(({ steps }) => steps).filter((step) => hasState(step) && !kept.has(step));
  if (newcomers.length === 0) return 0;
  const isLate = newcomers.some(
    (step) => step.kind === "delay" || (step.kind === "process" && step.latencySamples > 0),
  );
  return NEWCOMER_FRAMES + (isLate ? plan.latencySamples : 0);
}

const hasState = (step: Step): boolean => step.kind === "process" || step.kind === "delay";
