import type { RenderPlan } from "../compile/plan.ts";

/** Always heard before the first frame that sounds: a DC blocker at 5 Hz has settled to −136 dB by then. */
const SHORT_SECONDS = 0.5;
/** Nobody waits for what a feedback of 99 % or the slowest release holds longer than that. */
const LONGEST_SECONDS = 20;

/** How long before a place processors hear the mix at the least. */
export const shortMemoryFrames = ({ sampleRate }: RenderPlan): number => SHORT_SECONDS * sampleRate;

/** How long before a place they have to hear it, to make there what they make in a whole render. */
export const wholeMemoryFrames = (plan: RenderPlan): number =>
  Math.max(
    shortMemoryFrames(plan),
    Math.min(plan.memorySamples + plan.latencySamples, LONGEST_SECONDS * plan.sampleRate),
  );
