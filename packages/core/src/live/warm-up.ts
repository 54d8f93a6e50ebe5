import { skipFrames } from "@twobus/dsp";
import type { RenderPlan } from "../compile/plan.ts";
import type { Engine } from "../engine/engine.ts";
import { QUANTUM } from "../engine/quantum.ts";
import { createSourceFeed, createSourceFeedFrom, type FedSource, type SourceFeed } from "../renderer/source-feed.ts";

/** Sources are read so many quanta at a time. */
export const CHUNK_QUANTA = 8;
export const CHUNK_FRAMES: number = CHUNK_QUANTA * QUANTUM;

/** What is decoded from its beginning has so many chunks skipped at a time. */
const SKIPPED_CHUNKS = 32;

/** The quantum of a plan in which a frame of its mix leaves it. */
export const quantumOf = ({ latencySamples }: RenderPlan, frame: number): number =>
  Math.floor((frame + latencySamples) / QUANTUM);

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

export interface WarmUpOptions {
  readonly plan: RenderPlan;
  /** At its initial state. */
  readonly engine: Engine;
  readonly fed: readonly FedSource[];
  /** The frame from which on processors hear the mix. What moves by itself is where it is by then. */
  readonly from: number;
  /** The quantum to stop before. It may move while this runs. */
  readonly until: () => number;
  /** Called between two pieces of work of a few milliseconds each; false ends it at once. Without it, all is done at once. */
  readonly goesOn?: () => Promise<boolean>;
}

/** Runs an engine up to a quantum, so that processors have settled there. Undefined where it was ended on the way. */
export async function warmUp({ plan, engine, fed, from, until, goesOn }: WarmUpOptions): Promise<Warm | undefined> {
  const start = Math.floor(Math.max(0, from) / CHUNK_FRAMES);
  const sources = await (goesOn === undefined
    ? createSourceFeedFrom(fed, CHUNK_FRAMES, start)
    : createSourceFeedInTurns(fed, start, goesOn));
  if (sources === undefined) return undefined;
  const length = CHUNK_FRAMES * 2;
  const samples = new Float64Array(length * fed.length);
  const place = (source: number): Float64Array => samples.subarray(source * length, (source + 1) * length);
  let read = start - 1;
  let next = start * CHUNK_QUANTA;
  engine.advance(next);
  for (; next < until(); next++) {
    const chunk = Math.floor(next / CHUNK_QUANTA);
    if (chunk > read) {
      if ((await goesOn?.()) === false) return undefined;
      await sources.fill({ source: place }, chunk);
      read = chunk;
    }
    const at = (next - chunk * CHUNK_QUANTA) * QUANTUM * 2;
    for (let source = 0; source < fed.length; source++) {
      engine.source(source, next).set(place(source).subarray(at, at + QUANTUM * 2));
    }
    for (let job = 0; job < plan.jobs.length; job++) engine.runJob(job, next, 1);
  }
  const firstChunk = Math.floor(next / CHUNK_QUANTA);
  return { quantum: next, firstChunk, sources, ...(read === firstChunk && { chunk: samples }) };
}

/** One source after the other, a piece at a time. */
async function createSourceFeedInTurns(
  fed: readonly FedSource[],
  firstChunk: number,
  goesOn: () => Promise<boolean>,
): Promise<SourceFeed | undefined> {
  for (const { stream, startFrame } of fed) {
    for (let left = firstChunk * CHUNK_FRAMES - startFrame; left > 0; left -= SKIPPED_CHUNKS * CHUNK_FRAMES) {
      if (!(await goesOn())) return undefined;
      await skipFrames(stream, Math.min(left, SKIPPED_CHUNKS * CHUNK_FRAMES));
    }
  }
  return createSourceFeed(fed, CHUNK_FRAMES);
}
