import type { RenderPlan } from "../compile/plan.ts";

/** What sound takes to give way to other sound, or to come out of silence: about 5 ms of raised cosine. */
export const SEAM_FRAMES = 256;

/** What processors need to find into a sound that has suddenly changed for them: about 10 ms. */
const FINDING_IN_FRAMES = 512;

/**
 * How long a plan runs unheard beside its predecessor. What differs between them begins at once, anywhere in the graph; by
 * then it has passed all that is late behind it, and what begins with a jump is over.
 */
export const settleFrames = ({ latencySamples }: RenderPlan): number =>
  SEAM_FRAMES + FINDING_IN_FRAMES + latencySamples;
