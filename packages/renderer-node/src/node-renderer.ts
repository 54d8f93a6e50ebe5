import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import {
  compile,
  compileModules,
  fault,
  QUANTUM,
  TwobusError,
  validateMix,
  type CompiledModules,
  type MixDocument,
  type PlanarStereo,
  type Problem,
  type Registry,
  type Renderer,
  type RenderJob,
  type RenderPlan,
  type RenderResult,
} from "@twobus/core";
import { ResamplerKernels } from "@twobus/dsp";
import { openSources } from "./open-sources.ts";
import { WorkerFailure, workerUrl } from "./run/crew.ts";
import { runOnManyThreads } from "./run/many-threads.ts";
import { runOnOneThread } from "./run/one-thread.ts";
import type { PlanRun } from "./run/run-plan.ts";
import { createSourceFeed } from "./run/source-feed.ts";

/** How a mix is rendered, whichever mix it is. */
export interface NodeRendererOptions {
  readonly registry: Registry;
  /** Where the mix's sources lie: the folder of its document. */
  readonly folder: string;
  /** Threads, the caller's included. By default as many as the machine has, at most 8; one where a mix is too small to share. */
  readonly threads?: number;
  /** Quanta per chunk of work; the result does not depend on it. */
  readonly chunkQuanta?: number;
  /** Stands in for the script that render workers run. */
  readonly workerScript?: URL;
  /** How long nothing may move before a render worker counts as dead. */
  readonly stallMs?: number;
}

const MAXIMUM_THREADS = 64;
const STALL_MS = 5000;
const LONGEST_SECONDS = 24 * 60 * 60;

/**
 * A renderer that reads sources from disk and runs the plan on worker threads. The same bits for any number of them.
 * Throws a `TwobusError` for a number of threads that is not whole or not from 1 to 64.
 */
export function createNodeRenderer(options: NodeRendererOptions): Renderer {
  const { registry, folder, threads = Math.min(8, availableParallelism()) } = options;
  if (!Number.isInteger(threads) || threads < 1 || threads > MAXIMUM_THREADS) {
    throw fault("threads-out-of-range", "threads", `must be a whole number from 1 to ${MAXIMUM_THREADS}`);
  }
  let current: { document: MixDocument; plan: RenderPlan; warnings: readonly Problem[] } | undefined;
  const compiled = new Map<boolean, Promise<CompiledModules>>();
  const modulesFor = (shared: boolean): Promise<CompiledModules> => {
    const modules = compiled.get(shared) ?? compileModules(registry, readFile, shared);
    compiled.set(shared, modules);
    return modules;
  };
  let resampler: ResamplerKernels | undefined;

  const attempt = async (job: RenderJob, document: MixDocument, plan: RenderPlan): Promise<RenderResult> => {
    resampler ??= new ResamplerKernels((await modulesFor(false)).dsp, false);
    const signal = job.signal ?? new AbortController().signal;
    const sources = await openSources(document, plan.sources, folder, resampler, signal);
    try {
      const parallel = threads > 1 && plan.jobs.length > 1 && isPostable(plan);
      const range = rangeOf(job, plan, sources.frames);
      const take = createDelivery(job, plan, range);
      const chunkQuanta = options.chunkQuanta ?? 16;
      const run: PlanRun = {
        plan,
        registry,
        modules: await modulesFor(parallel),
        chunkQuanta,
        chunks: Math.ceil((plan.latencySamples + range.end) / (chunkQuanta * QUANTUM)),
        createFeed: (chunkFrames) => createSourceFeed(sources.fed, chunkFrames),
        signal,
        take,
      };
      const format = { sampleRate: plan.sampleRate, frames: range.end - range.start };
      await job.begin?.(format);
      const engine = parallel
        ? await runOnManyThreads(run, {
            workers: threads - 1,
            script: options.workerScript ?? workerUrl,
            stallMs: options.stallMs ?? STALL_MS,
          })
        : await runOnOneThread(run);
      return {
        ...format,
        latencySamples: plan.latencySamples,
        threads: parallel ? threads : 1,
        warnings: [...sources.warnings(), ...engine.failed().map(describeFailure)],
        meters: engine.meterPeaks(),
        attributed: engine.attributed(),
      };
    } finally {
      await sources.close();
    }
  };

  return {
    update: async (document) => {
      const { problems, warnings } = validateMix(document, registry);
      if (problems.length > 0) throw new TwobusError(problems);
      current = { document, plan: compile(document, registry), warnings };
      return { latencySamples: current.plan.latencySamples, warnings };
    },
    render: async (job) => {
      if (current === undefined)
        throw fault("no-mix", folder, "there is nothing to render yet: update the renderer with a mix first");
      const { document, warnings } = current;
      const plan = job.stems === undefined ? current.plan : compile(document, registry, job.stems);
      const finish = (result: RenderResult, more: readonly Problem[] = []): RenderResult => ({
        ...result,
        warnings: [...warnings, ...more, ...result.warnings],
      });
      try {
        return finish(await attempt(job, document, plan));
      } catch (first) {
        if (!(first instanceof WorkerFailure)) throw first;
        try {
          return finish(await attempt(job, document, plan), [first.problem]);
        } catch (second) {
          throw second instanceof WorkerFailure ? new TwobusError([first.problem, second.problem]) : second;
        }
      }
    },
    dispose: async () => {
      current = undefined;
    },
  };
}

/** Processors in plain TypeScript keep their state in one thread. */
const isPostable = (plan: RenderPlan): boolean =>
  plan.jobs.every((job) => job.steps.every((step) => step.kind !== "process" || step.kernel !== undefined));

const describeFailure = (address: string): Problem => ({
  code: "processor-failed",
  at: address,
  message: "this processor emitted values that are no sound and was replaced by its input",
});

/** Frames of the mix to deliver, latency not counted. */
interface Range {
  readonly start: number;
  readonly end: number;
}

function rangeOf(job: RenderJob, plan: RenderPlan, sourceFrames: number): Range {
  const whole = sourceFrames + plan.tailSamples;
  const toFrame = (seconds: number | undefined, otherwise: number): number =>
    seconds === undefined ? otherwise : Math.min(whole, Math.max(0, Math.round(seconds * plan.sampleRate)));
  const start = toFrame(job.fromSeconds, 0);
  const end = toFrame(job.toSeconds, whole);
  const lasts = `the mix lasts ${(whole / plan.sampleRate).toFixed(3)} s`;
  if (whole === 0)
    throw fault("nothing-to-render", "mix", "nothing that leads to the mix plays a source: connect a track that does");
  if (end <= start) {
    throw fault("empty-range", "mix", `nothing lies between the start and the end that were given; ${lasts}`);
  }
  if (end > LONGEST_SECONDS * plan.sampleRate) {
    throw fault("too-long", "mix", `${lasts} and a day is the most; look at the startSeconds of its sources`);
  }
  return { start, end };
}

/** Cuts latency and range out of the stream of chunks and hands it on, planar. */
function createDelivery(job: RenderJob, plan: RenderPlan, { start, end }: Range): PlanRun["take"] {
  let planar: PlanarStereo[] = [];
  let chunkStart = -plan.latencySamples;
  return async (outputs) => {
    const frames = outputs[0]!.length / 2;
    if (planar[0]?.[0].length !== frames) {
      planar = outputs.map(() => [new Float64Array(frames), new Float64Array(frames)]);
    }
    const first = Math.max(0, start - chunkStart);
    const last = Math.min(frames, end - chunkStart);
    outputs.forEach((output, index) => deinterleave(output, first, last, planar[index]!));
    chunkStart += frames;
    const [mix, ...stems] = planar;
    if (last > first) await job.receive(mix!, last - first, stems);
    job.progress?.(Math.max(0, Math.min(chunkStart, end) - start), end - start);
  };
}

function deinterleave(output: Float64Array, first: number, last: number, [left, right]: PlanarStereo): void {
  for (let frame = first; frame < last; frame++) {
    left[frame - first] = output[2 * frame]!;
    right[frame - first] = output[2 * frame + 1]!;
  }
}
