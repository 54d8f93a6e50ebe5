import type { StemPart } from "../compile/split-stems.ts";
import type { MixDocument } from "../document/types.ts";
import type { Problem } from "../problem.ts";

/** One way to sound: every renderer, in Node or in a browser, makes the same samples of the same job. */
export interface Renderer {
  /** Takes a new state of the mix. Refuses one that no plan can be made of and goes on with the old one. */
  update(document: MixDocument): Promise<UpdateReport>;
  /**
   * Renders the mix from start to end, faster than it plays. Throws a `TwobusError` without a mix, for a source that
   * cannot be read and for a range without sound; the signal's reason when it aborts.
   */
  render(job: RenderJob): Promise<RenderResult>;
  dispose(): Promise<void>;
}

/** What a renderer says of a mix that it took. */
export interface UpdateReport {
  /** From a source to the mix. Renders begin as many samples later, so that nothing is shifted. */
  readonly latencySamples: number;
  readonly warnings: readonly Problem[];
}

/** What to render, and where it goes. */
export interface RenderJob {
  /** Part of the mix to deliver, in seconds; the whole of it by default. It equals the same part of a whole render. */
  readonly fromSeconds?: number;
  readonly toSeconds?: number;
  /**
   * Begins so many seconds before `fromSeconds`, in place of the mix's start: much sooner done, and no longer quite the same part where
   * something remembers what lies before. On one thread.
   */
  readonly warmUpSeconds?: number;
  /** Called once before the first block: what is going to arrive. */
  begin?(format: RenderFormat): Promise<void> | void;
  /** Parts of the mix to make in the same pass. Their sum and the mix differ by what belongs to no part. */
  readonly stems?: readonly StemPart[];
  /** Receives the mix in order, in blocks of any length, and its stems. The arrays are used again afterwards. */
  receive(mix: PlanarStereo, frames: number, stems: readonly PlanarStereo[]): Promise<void> | void;
  progress?(doneFrames: number, totalFrames: number): void;
  readonly signal?: AbortSignal;
}

/** A left and a right channel. */
export type PlanarStereo = readonly [left: Float64Array, right: Float64Array];

/** Hz, and frames that will be delivered: stereo, doubles at full scale ±1. */
export interface RenderFormat {
  readonly sampleRate: number;
  readonly frames: number;
}

/** What a render did. */
export interface RenderResult extends RenderFormat {
  readonly latencySamples: number;
  /** Threads that ran processors. */
  readonly threads: number;
  /** Damaged sources, processors that failed and were replaced by their input. */
  readonly warnings: readonly Problem[];
  /** Highest value of each processor meter, by `address.meter`. */
  readonly meters: Readonly<Record<string, number>>;
  /** Addresses of processors that cannot say what they did: what they changed is in no stem. */
  readonly attributed: readonly string[];
}
