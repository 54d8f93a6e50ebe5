import type { RenderPlan } from "../compile/plan.ts";
import type { MixDocument } from "../document/types.ts";

/** The frame of the mix at which the last source that plays has ended and what rings on with it, as the document says. */
export function lastFrame(document: MixDocument, plan: RenderPlan): number {
  const ends = plan.sources.map((id) => {
    const source = document.sources[id];
    if (source === undefined) return 0;
    return ((source.startSeconds ?? 0) + source.frames / source.sampleRate) * document.sampleRate;
  });
  return Math.round(Math.max(0, ...ends)) + plan.tailSamples;
}
