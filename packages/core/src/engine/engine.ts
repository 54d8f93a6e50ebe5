import type { Registry } from "../definition/pack.ts";
import type { RenderPlan, Step } from "../compile/plan.ts";
import { addressOfBuffer, type Kernels, type Layout } from "./layout.ts";
import { QUANTUM } from "./quantum.ts";
import type { StepLayout } from "./places.ts";
import { canFollow } from "./follow.ts";
import { hasFailed } from "./records.ts";
import { createJob } from "./run-job.ts";

/** Runs a plan's jobs over memory that may be shared: every thread has an engine of its own over the same memory. */
export interface Engine {
  /** Brings every processor to its initial state; states of steps left out are put there by others. One thread does this, once. */
  reset(leftOut?: Pick<ReadonlySet<Step>, "has">): void;
  /** From the initial state: brings what moves by itself to where it is after so many quanta of the mix. Steps left out stay. */
  advance(quanta: number, leftOut?: Pick<ReadonlySet<Step>, "has">): void;
  /** Runs one job for one chunk. All jobs that it waits for must have run for that chunk, and itself for the one before. */
  runJob(job: number, chunk: number, quanta: number): void;
  /** The mix of a chunk, then its stems: interleaved stereo doubles, valid until the slot is used again. */
  outputs(chunk: number): readonly Float64Array[];
  /** Where the host puts a source's chunk: interleaved stereo doubles. */
  source(index: number, chunk: number): Float64Array;
  /** Addresses of processors that failed (threw, or emitted NaN or infinity) and were replaced by their input. */
  failed(): string[];
  /** Addresses of processors that stems cannot follow. */
  attributed(): string[];
  /** Processors' meters by `address.meter`, as of the last quantum that each has run. */
  meters(): Record<string, number>;
  /** The highest values that they have shown since `reset`, and at least 0. */
  meterPeaks(): Record<string, number>;
}

/**
 * Binds a plan to kernels over memory as `layOut` planned it. `registry` is needed for processors in plain TypeScript
 * alone. Throws a RangeError where a kernel is missing.
 */
export function createEngine(plan: RenderPlan, layout: Layout, kernels: Kernels, registry?: Registry): Engine {
  const { memory } = kernels;
  const words = new Int32Array(memory.buffer);
  const processors = plan.jobs.flatMap((job, index) =>
    job.steps.flatMap((step, position) =>
      step.kind === "process" && !step.isPart ? [{ step, place: layout.jobs[index]!.steps[position]! }] : [],
    ),
  );
  const binding = { plan, layout, kernels, registry };
  const jobs = plan.jobs.map((_, job) => createJob(binding, job));
  const metersAt = (block: (place: StepLayout) => number): Record<string, number> => {
    const values: Record<string, number> = {};
    for (const { step, place } of processors) {
      const meters = new Float64Array(memory.buffer, block(place), step.meters.length);
      step.meters.forEach((name, index) => (values[`${step.address}.${name}`] = meters[index]!));
    }
    return values;
  };
  const samplesPerChunk = layout.chunkQuanta * QUANTUM * 2;
  return {
    reset: (leftOut) => {
      for (const job of jobs) job.reset(leftOut);
    },
    advance: (quanta, leftOut) => {
      for (const job of jobs) job.advance(quanta, leftOut);
    },
    runJob: (job, chunk, quanta) => jobs[job]!.run(chunk, quanta),
    outputs: (chunk) =>
      [plan.output, ...plan.stems].map((buffer) => {
        const address = addressOfBuffer(layout, 0, buffer, chunk % layout.slots);
        return new Float64Array(memory.buffer, address, samplesPerChunk);
      }),
    source: (index, chunk) =>
      new Float64Array(
        memory.buffer,
        addressOfBuffer(layout, 0, { scope: "source", index }, chunk % layout.slots),
        samplesPerChunk,
      ),
    failed: () => processors.filter(({ place }) => hasFailed(words, place)).map(({ step }) => step.address),
    attributed: () => [
      ...new Set(
        plan.jobs.flatMap(({ steps }) =>
          steps.flatMap((step) => (step.kind === "follow" && !canFollow(kernels, step) ? [step.original] : [])),
        ),
      ),
    ],
    meters: () => metersAt(({ meters }) => meters),
    meterPeaks: () => metersAt(({ meterPeaks }) => meterPeaks),
  };
}
