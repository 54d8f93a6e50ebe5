import type { RenderPlan } from "../compile/plan.ts";

/** What sound takes to come in where there was none, and what processors need to find into a sound that has suddenly changed for them: about 10 ms. */
export const FINDING_IN_FRAMES = 512;

/**
 * How long a plan runs unheard beside its predecessor. What differs between them begins at once, anywhere in the graph; by
 * then it has passed all that is late behind it, and what begins with a jump is over.
 */
export const settleFrames = ({ latencySamples }: RenderPlan): number => FINDING_IN_FRAMES + latencySamples;
