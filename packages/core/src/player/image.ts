import type { ProcessStep } from "../compile/plan.ts";
import type { StepLayout } from "../engine/places.ts";

/**
 * A plan whose records, parameters and states stand ready in memory: all that it takes to run it, as plain data. Nothing has
 * to be compiled, laid out or initialised on the thread that plays.
 */
export interface VoiceImage {
  readonly sampleRate: number;
  /** From a source to the mix. */
  readonly latencySamples: number;
  /** How much memory it takes, from address 0. */
  readonly bytes: number;
  /** Addresses of the jobs' records, in the order in which they run. */
  readonly jobs: readonly number[];
  readonly sources: readonly SourcePlace[];
  /** Address of the mix's quantum. */
  readonly output: number;
  readonly automation: readonly AutomatedPlace[];
  readonly plain: readonly PlainPlace[];
}

/** Where a source's quantum goes, and which source of the ring it is. */
export interface SourcePlace {
  readonly address: number;
  readonly inRing: number;
}

/** A step with automated parameters, and where they are. */
export interface AutomatedPlace {
  readonly step: Pick<ProcessStep, "automation" | "arrivalSamples" | "kernelValues">;
  readonly parameters: number;
}

/** A processor in plain TypeScript, by its job and its place in it. */
export interface PlainPlace {
  readonly job: number;
  readonly index: number;
  readonly step: ProcessStep;
  readonly place: StepLayout;
}
