import type { Engine } from "@twobus/core";
import type { PlanarStream } from "@twobus/dsp";

/** A source of the plan at the mix's rate, and the frame of the mix at which it starts. */
export interface FedSource {
  readonly stream: PlanarStream;
  readonly startFrame: number;
}

/** Fills the engine's source buffers chunk by chunk. Mono goes to both sides; silence before the start and after the end. */
export interface SourceFeed {
  fill(engine: Engine, chunk: number): Promise<void>;
}

export function createSourceFeed(sources: readonly FedSource[], chunkFrames: number): SourceFeed {
  const feeds = sources.map((source) => createFeed(source, chunkFrames));
  return {
    fill: async (engine, chunk) => {
      for (let index = 0; index < feeds.length; index++) await feeds[index]!(engine.source(index, chunk), chunk);
    },
  };
}

type Feed = (target: Float64Array, chunk: number) => Promise<void>;

function createFeed({ stream, startFrame }: FedSource, chunkFrames: number): Feed {
  const planar = Array.from({ length: stream.format.channels }, () => new Float64Array(chunkFrames));
  let ended = false;
  return async (target, chunk) => {
    const silentFrames = Math.min(chunkFrames, Math.max(0, startFrame - chunk * chunkFrames));
    const wanted = chunkFrames - silentFrames;
    let frames = 0;
    if (!ended && wanted > 0) {
      frames = await stream.read(
        wanted === chunkFrames ? planar : planar.map((channel) => channel.subarray(0, wanted)),
      );
      ended = frames < wanted;
    }
    target.fill(0, 0, silentFrames * 2);
    interleave(target, planar[0]!, planar[1] ?? planar[0]!, silentFrames, frames);
    target.fill(0, (silentFrames + frames) * 2);
  };
}

function interleave(
  target: Float64Array,
  left: Float64Array,
  right: Float64Array,
  offset: number,
  frames: number,
): void {
  for (let frame = 0, at = offset * 2; frame < frames; frame++) {
    target[at++] = left[frame]!;
    target[at++] = right[frame]!;
  }
}
