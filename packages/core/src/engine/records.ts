import type { BufferRef, Step } from "../compile/plan.ts";
import type { JobLayout, StepLayout } from "./places.ts";

// The records that `dsp/assembly/run-steps.ts` runs through: 32-bit words in the order of its classes.

export const JOB_RECORD_BYTES = 32;
export const STEP_RECORD_BYTES = 64;

/** Where a job stands, as words of its record. */
const AT_STEP = 4;
const AT_QUANTUM = 5;
/** Whether a processor has failed, as a word of its step's record. */
const FAILED = 10;
/** How a step goes over from one mix into another, likewise. */
const SEAM = 15;

const KINDS = { process: 0, mix: 1, delay: 2, follow: 3 } as const;

/** `pointers` is how many of the job's pointers move on from quantum to quantum. */
export function writeJob(words: Int32Array, { record, steps, pointers }: JobLayout, movingPointers: number): void {
  words.set([steps[0]?.record ?? 0, steps.length, pointers, movingPointers, 0, 0], record >> 2);
}

/** Sends a job back to its first step and its first quantum. */
export function rewindJob(words: Int32Array, record: number): void {
  words[(record >> 2) + AT_STEP] = 0;
  words[(record >> 2) + AT_QUANTUM] = 0;
}

/**
 * `kernel` is where the function table has the step's kernel, 0 for a processor that the host runs. `original` is the
 * record of the processor that a step follows.
 */
export function writeStep(words: Int32Array, step: Step, place: StepLayout, kernel: number, original: number): void {
  const outputs = outputsOf(step).length;
  const inputs = step.kind === "mix" ? step.inputs.length : portsOf(step).length - outputs;
  const meterCount = step.kind === "process" ? step.meters.length : 0;
  const { record, state, ports, parameters, meters, meterPeaks, dryState, dry, levels } = place;
  words.set(
    [
      KINDS[step.kind],
      kernel,
      state,
      ports,
      inputs,
      outputs,
      parameters,
      meters,
      meterPeaks,
      meterCount,
      0,
      dryState,
      dry,
      original,
      levels,
      0,
    ],
    record >> 2,
  );
}

/** Address of the word that says whether a processor has failed. */
export const failedAt = ({ record }: StepLayout): number => record + 4 * FAILED;

export const hasFailed = (words: Int32Array, place: StepLayout): boolean => words[failedAt(place) >> 2] !== 0;

/** Has a step keep what it hears, or go over from that to something else, as its seam says. */
export function setSeam(words: Int32Array, { record, seam }: Pick<StepLayout, "record" | "seam">): void {
  words[(record >> 2) + SEAM] = seam;
}

const outputsOf = (step: Step): readonly BufferRef[] => (step.kind === "process" ? step.outputs : [step.output]);

/** The buffers in a step's row of pointers. What a mix sums stands in its entries. */
export function portsOf(step: Step): readonly (BufferRef | null)[] {
  switch (step.kind) {
    case "mix":
      return [step.output];
    case "delay":
    case "follow":
      return [step.input, step.output];
    case "process":
      return [...step.inputs, ...step.outputs];
  }
}

/** How many pointers a step has at all. */
export const mostPointers = (step: Step): number =>
  portsOf(step).length + (step.kind === "mix" ? step.inputs.length : 0);
