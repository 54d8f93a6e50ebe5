import type { RenderPlan } from "../compile/plan.ts";

/** Always heard before the first frame that sounds: a DC blocker at 5 Hz has settled to −136 dB by then. */
const SHORT_SECONDS = 0.5;
/** What remembers no longer than this is played all of it at once: that is less work than to begin in haste and again. */
const ONE_GO_SECONDS = 1;
/** Nobody waits for what a feedback of 99 % or the slowest release holds longer than that. */
const LONGEST_SECONDS = 25;

/** How long before a place processors hear the mix at the least. */
export const shortMemoryFrames = (plan: RenderPlan): number => {
  const whole = wholeMemoryFrames(plan);
  return whole <= ONE_GO_SECONDS * plan.sampleRate ? whole : SHORT_SECONDS * plan.sampleRate;
};

/** How long before a loop's start they do: the same for every pass, and made in less time than a pass takes. */
export const passMemoryFrames = (plan: RenderPlan, passFrames: number): number =>
  Math.max(shortMemoryFrames(plan), Math.min(wholeMemoryFrames(plan), passFrames));

/** How long before a place they have to hear it, to make there what they make in a whole render. */
export const wholeMemoryFrames = ({ sampleRate, memorySamples, latencySamples }: RenderPlan): number =>
  Math.max(SHORT_SECONDS * sampleRate, Math.min(memorySamples + latencySamples, LONGEST_SECONDS * sampleRate));
