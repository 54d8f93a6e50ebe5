import type { RenderPlan } from "../compile/plan.ts";
import type { MixDocument } from "../document/types.ts";

/**
 * The frame of the mix at which the last source that has a track has ended and what rings on with it, as the document says.
 * Muted ones count: while one listens to nothing, the song goes on.
 */
export function lastFrame({ graphs, sources, sampleRate }: MixDocument, { tailSamples }: RenderPlan): number {
  const tracks = Object.values(graphs).flatMap(({ nodes }) => Object.values(nodes));
  const ends = tracks.map(({ source: id }) => {
    const source = id === undefined ? undefined : sources[id];
    if (source === undefined) return 0;
    return ((source.startSeconds ?? 0) + source.frames / source.sampleRate) * sampleRate;
  });
  return Math.round(Math.max(0, ...ends)) + tailSamples;
}
