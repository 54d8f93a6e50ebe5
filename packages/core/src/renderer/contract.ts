import type { MixDocument } from "../document/types.ts";
import type { Problem } from "../problem.ts";

/** One way to sound: every renderer, in Node or in a browser, makes the same samples of the same job. */
export interface Renderer {
  /** Takes a new state of the mix. Refuses one that no plan can be made of and goes on with the old one. */
  update(document: MixDocument): Promise<UpdateReport>;
  /** Renders the mix from start to end, faster than it plays. */
  render(job: RenderJob): Promise<RenderResult>;
  dispose(): Promise<void>;
}

export interface UpdateReport {
  /** From a source to the mix. Renders begin as many samples later, so that nothing is shifted. */
  readonly latencySamples: number;
  readonly warnings: readonly Problem[];
}

export interface RenderJob {
  /** Part of the mix to deliver, in seconds; the whole of it by default. It equals the same part of a whole render. */
  readonly fromSeconds?: number;
  readonly toSeconds?: number;
  /** Called once before the first block: what is going to arrive. */
  begin?(format: RenderFormat): Promise<void> | void;
  /** Receives the mix in order, planar, in blocks of any length. The arrays are used again afterwards. */
  receive(channels: readonly [Float64Array, Float64Array], frames: number): Promise<void> | void;
  progress?(doneFrames: number, totalFrames: number): void;
  readonly signal?: AbortSignal;
}

export interface RenderFormat {
  readonly sampleRate: number;
  readonly frames: number;
}

export interface RenderResult extends RenderFormat {
  readonly latencySamples: number;
  /** Threads that ran processors. */
  readonly threads: number;
  /** Damaged sources, processors that failed and were replaced by their input. */
  readonly warnings: readonly Problem[];
  /** Highest value of each processor meter, by `address.meter`. */
  readonly meters: Readonly<Record<string, number>>;
}
