import { ResamplerKernels } from "@twobus/dsp";
import { compile } from "../compile/compile.ts";
import type { RenderPlan } from "../compile/plan.ts";
import type { Registry } from "../definition/pack.ts";
import type { Engine } from "../engine/engine.ts";
import { QUANTUM } from "../engine/quantum.ts";
import { compileModules, type CompiledModules, type ReadBytes } from "../engine/modules.ts";
import { fault, type Problem } from "../problem.ts";
import type { Renderer, RenderJob, RenderResult } from "./contract.ts";
import { createCut } from "./cut.ts";
import { openSources, type OpenRecording } from "./open-sources.ts";
import { planMix, type PlannedMix } from "./plan-mix.ts";
import type { PlanRun } from "./plan-run.ts";
import { rangeOf, type RenderRange } from "./render-range.ts";
import { runOnOneThread } from "./run-on-one-thread.ts";
import { createSourceFeedFrom } from "./source-feed.ts";

/** What a host brings: files, and threads where it has them. */
export interface RenderHost {
  readonly registry: Registry;
  readonly readBytes: ReadBytes;
  readonly open: OpenRecording;
  /** Quanta per chunk of work; the result does not depend on it. */
  readonly chunkQuanta?: number;
  /** Runs plans over shared memory, on as many threads, the caller's included. Without it all runs on one thread. */
  readonly crew?: { readonly threads: number; run(run: PlanRun): Promise<Engine> };
  /** Lets other work in between chunks where all runs on one thread, such as a message that cancels. */
  giveWay?(): Promise<void>;
}

const CHUNK_QUANTA = 16;

/** A renderer that goes through a mix once, from its start to its end, as fast as it can. */
export function createOfflineRenderer(host: RenderHost): Renderer {
  const { registry, readBytes, open, crew, chunkQuanta = CHUNK_QUANTA, giveWay } = host;
  let current: PlannedMix | undefined;
  const compiled = new Map<boolean, Promise<CompiledModules>>();
  const modulesFor = (shared: boolean): Promise<CompiledModules> => {
    const modules = compiled.get(shared) ?? compileModules(registry, readBytes, shared);
    compiled.set(shared, modules);
    return modules;
  };
  let resampler: ResamplerKernels | undefined;

  return {
    update: async (document) => {
      current = planMix(document, registry);
      return { latencySamples: current.plan.latencySamples, warnings: current.warnings };
    },
    render: async (job) => {
      if (current === undefined)
        throw fault("no-mix", "mix", "there is nothing to render yet: update the renderer with a mix first");
      const { document, warnings } = current;
      const plan = job.stems === undefined ? current.plan : compile(document, registry, { stems: job.stems });
      resampler ??= new ResamplerKernels((await modulesFor(false)).dsp, false);
      const signal = job.signal ?? new AbortController().signal;
      const sources = await openSources(document, plan.sources, open, resampler, signal);
      try {
        const range = rangeOf(job, plan, sources.frames);
        const firstChunk = firstChunkOf(job, plan, range, chunkQuanta * QUANTUM);
        const parallel = crew !== undefined && plan.jobs.length > 1 && isPostable(plan) && firstChunk === 0;
        const run: PlanRun = {
          plan,
          registry,
          modules: await modulesFor(parallel),
          chunkQuanta,
          firstChunk,
          chunks: Math.ceil((plan.latencySamples + range.end) / (chunkQuanta * QUANTUM)),
          createFeed: (chunkFrames) => createSourceFeedFrom(sources.fed, chunkFrames, firstChunk),
          signal,
          take: createCut(job, plan, range, firstChunk * chunkQuanta * QUANTUM),
          ...(giveWay !== undefined && { giveWay }),
        };
        const format = { sampleRate: plan.sampleRate, frames: range.end - range.start };
        await job.begin?.(format);
        const engine = parallel ? await crew.run(run) : await runOnOneThread(run);
        return resultOf(format, plan, engine, parallel ? crew.threads : 1, [...warnings, ...sources.warnings()]);
      } finally {
        await sources.close();
      }
    },
    dispose: async () => {
      current = undefined;
    },
  };
}

/** Where what lies before may be passed over. */
function firstChunkOf(job: RenderJob, plan: RenderPlan, { start }: RenderRange, chunkFrames: number): number {
  if (job.warmUpSeconds === undefined) return 0;
  return Math.floor(Math.max(0, start - job.warmUpSeconds * plan.sampleRate) / chunkFrames);
}

/** Processors in plain TypeScript keep their state in one thread. */
const isPostable = (plan: RenderPlan): boolean =>
  plan.jobs.every((job) => job.steps.every((step) => step.kind !== "process" || step.kernel !== undefined));

const resultOf = (
  format: Pick<RenderResult, "sampleRate" | "frames">,
  { latencySamples }: RenderPlan,
  engine: Engine,
  threads: number,
  warnings: readonly Problem[],
): RenderResult => ({
  ...format,
  latencySamples,
  threads,
  warnings: [...warnings, ...engine.failed().map(describeFailure)],
  meters: engine.meterPeaks(),
  attributed: engine.attributed(),
});

/** What is said of a processor that failed. */
export const describeFailure = (address: string): Problem => ({
  code: "processor-failed",
  at: address,
  message: "this processor emitted values that are no sound and was replaced by its input",
});
