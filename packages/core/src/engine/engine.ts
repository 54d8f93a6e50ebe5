import type { Registry } from "../definition/pack.ts";
import type { RenderPlan } from "../compile/plan.ts";
import type { CompiledModules } from "./modules.ts";
import { addressOfBuffer, instantiateAll, QUANTUM, type Layout } from "./layout.ts";
import { createRunner, type RunStep } from "./run-step.ts";

/** Runs a plan's jobs over memory that may be shared: every thread has an engine of its own over the same memory. */
export interface Engine {
  /** Brings every processor to its initial state. One thread does this, once. */
  reset(): void;
  /** Runs one job for one chunk. All jobs that it waits for must have run for that chunk, and itself for the one before. */
  runJob(job: number, chunk: number, quanta: number): void;
  /** The mix of a chunk: interleaved stereo doubles, valid until the slot is used again. */
  output(chunk: number): Float64Array;
  /** Where the host puts a source's chunk: interleaved stereo doubles. */
  source(index: number, chunk: number): Float64Array;
  /** Addresses of processors that failed (threw, or emitted NaN or infinity) and were replaced by their input. */
  failed(): string[];
  /** A processor's meters by `address.meter`, as of the last quantum. */
  meters(): Record<string, number>;
}

/**
 * Binds a plan to the memory that `layOut` planned for it. `registry` is needed for processors in plain TypeScript
 * alone. Throws a RangeError where a kernel is missing.
 */
export async function createEngine(
  plan: RenderPlan,
  layout: Layout,
  modules: CompiledModules,
  memory: WebAssembly.Memory,
  registry?: Registry,
): Promise<Engine> {
  const kernels = await instantiateAll(modules, memory);
  const words = new Int32Array(memory.buffer);
  const processors = plan.jobs.flatMap((job, index) =>
    job.steps.flatMap((step, position) =>
      step.kind === "process" ? [{ step, place: layout.jobs[index]!.steps[position]! }] : [],
    ),
  );
  const jobs: RunStep[][] = plan.jobs.map((job, index) =>
    job.steps.map((step, position) =>
      createRunner({
        plan,
        layout,
        memory,
        kernels,
        registry,
        job: index,
        step,
        place: layout.jobs[index]!.steps[position]!,
      }),
    ),
  );
  const samplesPerChunk = layout.chunkQuanta * QUANTUM * 2;
  return {
    reset: () => {
      for (const { place } of processors) words[place.fault >> 2] = 0;
      for (const steps of jobs) for (const step of steps) step.reset();
    },
    runJob: (job, chunk, quanta) => {
      const steps = jobs[job]!;
      const places = layout.jobs[job]!.steps;
      const slot = chunk % layout.slots;
      for (const step of steps) step.enterSlot(slot);
      for (let quantum = 0; quantum < quanta; quantum++) {
        const position = (chunk * layout.chunkQuanta + quantum) * QUANTUM;
        for (let index = 0; index < steps.length; index++) {
          if (!steps[index]!.run(quantum, position)) words[places[index]!.fault >> 2] = 1;
        }
      }
    },
    output: (chunk) =>
      new Float64Array(memory.buffer, addressOfBuffer(layout, 0, plan.output, chunk % layout.slots), samplesPerChunk),
    source: (index, chunk) =>
      new Float64Array(
        memory.buffer,
        addressOfBuffer(layout, 0, { scope: "source", index }, chunk % layout.slots),
        samplesPerChunk,
      ),
    failed: () => processors.filter(({ place }) => words[place.fault >> 2] !== 0).map(({ step }) => step.address),
    meters: () => {
      const values: Record<string, number> = {};
      for (const { step, place } of processors) {
        const block = new Float64Array(memory.buffer, place.meters, step.meters.length);
        step.meters.forEach((name, i) => (values[`${step.address}.${name}`] = block[i]!));
      }
      return values;
    },
  };
}
