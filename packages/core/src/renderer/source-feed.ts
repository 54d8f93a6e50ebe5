import { skipFrames, type PlanarStream } from "@twobus/dsp";
import type { Engine } from "../engine/engine.ts";

/** A source of the plan at the mix's rate, and the frame of the mix at which it starts. */
export interface FedSource {
  readonly stream: PlanarStream;
  readonly startFrame: number;
}

/** Fills the engine's source buffers chunk by chunk. Mono goes to both sides; silence before the start and after the end. */
export interface SourceFeed {
  fill(engine: Pick<Engine, "source">, chunk: number): Promise<void>;
}

/** A feed whose first chunk is `firstChunk`: what lies before has passed. */
export async function createSourceFeedFrom(
  sources: readonly FedSource[],
  chunkFrames: number,
  firstChunk: number,
): Promise<SourceFeed> {
  const passed = (startFrame: number): number => Math.max(0, firstChunk * chunkFrames - startFrame);
  await Promise.all(sources.map(({ stream, startFrame }) => skipFrames(stream, passed(startFrame))));
  return createSourceFeed(sources, chunkFrames);
}

export function createSourceFeed(sources: readonly FedSource[], chunkFrames: number): SourceFeed {
  const feeds = sources.map((source) => createFeed(source, chunkFrames));
  return {
    fill: async (engine, chunk) => {
      for (let index = 0; index < feeds.length; index++) {
        const filling = feeds[index]!(engine.source(index, chunk), chunk);
        if (filling !== undefined) await filling; // most are at hand, and giving way costs more than filling
      }
    },
  };
}

/** Fills a chunk at once where the sound is at hand. */
type Feed = (target: Float64Array, chunk: number) => Promise<void> | undefined;

function createFeed({ stream, startFrame }: FedSource, chunkFrames: number): Feed {
  const read = stream.readStereo?.bind(stream) ?? readingPlanar(stream, chunkFrames);
  let ended = false;
  return (target, chunk) => {
    const silent = Math.min(target.length, 2 * Math.max(0, startFrame - chunk * chunkFrames));
    const wanted = target.length - silent;
    const finish = (frames: number): undefined => {
      ended = 2 * frames < wanted;
      target.fill(0, silent + 2 * frames);
    };
    target.fill(0, 0, silent);
    if (ended || wanted === 0) return void target.fill(0, silent);
    const frames = read(silent === 0 ? target : target.subarray(silent));
    return typeof frames === "number" ? finish(frames) : frames.then(finish);
  };
}

function readingPlanar(stream: PlanarStream, mostFrames: number): (target: Float64Array) => Promise<number> {
  const planar = Array.from({ length: stream.format.channels }, () => new Float64Array(mostFrames));
  return async (target) => {
    const wanted = target.length / 2;
    const frames = await stream.read(
      wanted === mostFrames ? planar : planar.map((channel) => channel.subarray(0, wanted)),
    );
    interleave(target, planar[0]!, planar[1] ?? planar[0]!, frames);
    return frames;
  };
}

function interleave(target: Float64Array, left: Float64Array, right: Float64Array, frames: number): void {
  for (let frame = 0, at = 0; frame < frames; frame++) {
    target[at++] = left[frame]!;
    target[at++] = right[frame]!;
  }
}
