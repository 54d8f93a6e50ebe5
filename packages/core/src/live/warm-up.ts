import type { RenderPlan } from "../compile/plan.ts";
import type { Engine } from "../engine/engine.ts";
import { QUANTUM } from "../engine/quantum.ts";
import { createSourceFeedFrom, type FedSource, type SourceFeed } from "../renderer/source-feed.ts";

/** Sources are read so many quanta at a time. */
export const CHUNK_QUANTA = 8;
export const CHUNK_FRAMES: number = CHUNK_QUANTA * QUANTUM;

/** Processors hear what lies so long before the first frame that is heard: a DC blocker at 5 Hz has settled to −136 dB by then. */
const WARM_UP_SECONDS = 0.5;

/** An engine that knows what came before, and the sources from there on. */
export interface Warm {
  /** The quantum that it runs next, in plan time. */
  readonly quantum: number;
  /** The chunk that quantum lies in. */
  readonly firstChunk: number;
  /** That chunk, where it has been read already: source by source. */
  readonly chunk?: Float64Array;
  readonly sources: SourceFeed;
}

/** Runs an engine that is at its initial state up to a frame of the mix, so that processors have settled there. */
export async function warmUp(
  plan: RenderPlan,
  engine: Engine,
  fed: readonly FedSource[],
  position: number,
): Promise<Warm> {
  const { sampleRate, latencySamples } = plan;
  const quantum = Math.floor((position + latencySamples) / QUANTUM);
  const start = Math.floor(Math.max(0, position - WARM_UP_SECONDS * sampleRate) / CHUNK_FRAMES);
  const sources = await createSourceFeedFrom(fed, CHUNK_FRAMES, start);
  const length = CHUNK_FRAMES * 2;
  const samples = new Float64Array(length * fed.length);
  const place = (source: number): Float64Array => samples.subarray(source * length, (source + 1) * length);
  let read = start - 1;
  for (let next = start * CHUNK_QUANTA; next < quantum; next++) {
    const chunk = Math.floor(next / CHUNK_QUANTA);
    if (chunk > read) {
      await sources.fill({ source: place }, chunk);
      read = chunk;
    }
    const at = (next - chunk * CHUNK_QUANTA) * QUANTUM * 2;
    for (let source = 0; source < fed.length; source++) {
      engine.source(source, next).set(place(source).subarray(at, at + QUANTUM * 2));
    }
    for (let job = 0; job < plan.jobs.length; job++) engine.runJob(job, next, 1);
  }
  const firstChunk = Math.floor(quantum / CHUNK_QUANTA);
  return { quantum, firstChunk, sources, ...(read === firstChunk && { chunk: samples }) };
}
