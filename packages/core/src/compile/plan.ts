import type { PlainValues } from "../definition/node.ts";
import type { SourceId } from "../document/types.ts";
import type { FlatLane } from "./flat-graph.ts";

/** A mix ready to run, as plain data: it can be printed, compared, stored and posted to another thread. */
export interface RenderPlan {
  readonly sampleRate: number;
  /** From a source to the mix. A render leaves out as many frames at its start. */
  readonly latencySamples: number;
  /** How long the mix may ring on after the last source has ended. */
  readonly tailSamples: number;
  /** How long before a frame what is played there begins to matter. */
  readonly memorySamples: number;
  readonly sources: readonly SourceId[];
  /** In an order in which each job stands after all that it waits for. */
  readonly jobs: readonly Job[];
  readonly sharedBuffers: number;
  readonly output: BufferRef;
  /** Parts of the mix, in the order in which they were asked for. */
  readonly stems: readonly BufferRef[];
}

/** One strip's worth of work. Jobs that do not wait for each other may run at once, on any thread. */
export interface Job {
  readonly name: string;
  /** Indices of the jobs whose output this one reads. */
  readonly after: readonly number[];
  readonly localBuffers: number;
  readonly steps: readonly Step[];
}

/** A stereo buffer: of one job alone, between jobs, or filled by the host. */
export interface BufferRef {
  readonly scope: "local" | "shared" | "source";
  readonly index: number;
}

/** One thing that a job does for every quantum, in the order of its steps. */
export type Step = ProcessStep | FollowStep | MixStep | DelayStep;

/** Runs a processor: `kernel` of `pack`'s module, or plain TypeScript where `kernel` is absent. */
export interface ProcessStep {
  readonly kind: "process";
  readonly address: string;
  readonly type: string;
  readonly pack: string;
  readonly kernel?: string;
  readonly values: PlainValues;
  readonly kernelValues: readonly number[];
  readonly automation: readonly FlatLane[];
  /** In declared order; `null` is an optional port with nothing connected. */
  readonly inputs: readonly (BufferRef | null)[];
  readonly outputs: readonly BufferRef[];
  readonly meters: readonly string[];
  /** How late its input is: automation waits as long. */
  readonly arrivalSamples: number;
  /** How late its output is on top: what stands in for a failed processor waits as long. */
  readonly latencySamples: number;
  /** Whether steps follow it: then it keeps what it did. */
  readonly isFollowed: boolean;
  /** Whether it carries part of the mix: then its meters say nothing. */
  readonly isPart: boolean;
}

/**
 * Does to part of the mix what a processor of the same job, earlier in the same quantum, has done to the whole. A processor
 * that cannot say what it did lets parts pass as they are, and as late.
 */
export interface FollowStep extends Pick<ProcessStep, "pack" | "kernel" | "kernelValues" | "latencySamples"> {
  readonly kind: "follow";
  readonly address: string;
  /** Address of the processor. */
  readonly original: string;
  readonly input: BufferRef;
  readonly output: BufferRef;
}

/** Sums buffers into one, from the first input to the last. */
export interface MixStep {
  readonly kind: "mix";
  /** The port that the sum is for: `drums/in.main`. */
  readonly address: string;
  readonly output: BufferRef;
  readonly inputs: readonly MixInput[];
}

/** A buffer on its way into a sum, with a linear gain for each side. */
export interface MixInput {
  readonly buffer: BufferRef;
  readonly gainLeft: number;
  readonly gainRight: number;
}

/** Waits a whole number of samples, for sound that would arrive too early. */
export interface DelayStep {
  readonly kind: "delay";
  readonly address: string;
  readonly input: BufferRef;
  readonly output: BufferRef;
  readonly delaySamples: number;
}
