import type { RenderPlan } from "@twobus/core";
import { doneAt, OUTPUT_TAKEN, SOURCES_FILLED } from "./control.ts";

/** Says when a job may run for a chunk, and when the main thread may fill or take one. */
export interface Schedule {
  mayRun(job: number, chunk: number): boolean;
  maySupply(chunk: number): boolean;
  mayTake(chunk: number): boolean;
}

/**
 * A job runs for a chunk when what it reads is there, its own last chunk is done, and everyone who reads its output has
 * left the slot that it is about to overwrite. Tickets are handed out in plan order, chunk by chunk, so the lowest
 * ticket that is still open can always run: nobody waits for ever.
 */
export function createSchedule(plan: RenderPlan, control: Int32Array, slots: number): Schedule {
  const readers: number[][] = plan.jobs.map(() => []);
  plan.jobs.forEach((job, index) => job.after.forEach((needed) => readers[needed]!.push(index)));
  const supplied = plan.jobs.flatMap((job, index) => (readsSource(job) ? [index] : []));
  const reads = new Set(supplied);
  const outputs = new Set([plan.output, ...plan.stems].map(({ index }) => index));
  const outputJobs = plan.jobs.flatMap((job, index) =>
    job.steps.some((step) => writes(step, outputs)) ? [index] : [],
  );
  const isOutput = new Set(outputJobs);
  const done = (job: number): number => Atomics.load(control, doneAt(job));
  return {
    mayRun: (job, chunk) =>
      done(job) === chunk &&
      (!reads.has(job) || Atomics.load(control, SOURCES_FILLED) > chunk) &&
      plan.jobs[job]!.after.every((needed) => done(needed) > chunk) &&
      readers[job]!.every((reader) => done(reader) > chunk - slots) &&
      (!isOutput.has(job) || Atomics.load(control, OUTPUT_TAKEN) > chunk - slots),
    maySupply: (chunk) => supplied.every((job) => done(job) > chunk - slots),
    mayTake: (chunk) => outputJobs.every((job) => done(job) > chunk),
  };
}

type Job = RenderPlan["jobs"][number];
type Step = Job["steps"][number];

const readsSource = (job: Job): boolean =>
  job.steps.some((step) => step.kind === "process" && step.inputs.some((input) => input?.scope === "source"));

const writes = (step: Step, shared: ReadonlySet<number>): boolean =>
  (step.kind === "process" ? step.outputs : [step.output]).some(
    (buffer) => buffer.scope === "shared" && shared.has(buffer.index),
  );
