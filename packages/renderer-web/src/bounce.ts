import type { Problem, RenderResult } from "@twobus/core";
import type { Measurement } from "@twobus/measure";
import type { DeliveryFormat } from "@twobus/media";
import type { BounceTarget } from "./storage/locations.ts";

/** What to bounce, and where to. `sampleRate` in Hz. */
export interface BounceOptions extends DeliveryFormat {
  readonly to: BounceTarget;
  readonly fromSeconds?: number;
  readonly toSeconds?: number;
  /** As of `render`: begins so many seconds before `fromSeconds`, in place of the mix's start. */
  readonly warmUpSeconds?: number;
  readonly signal?: AbortSignal;
  progress?(doneFrames: number, totalFrames: number): void;
}

/** The figures of the file. */
export interface Delivered {
  readonly sampleRate: number;
  readonly frames: number;
  /** SHA-256 of the samples as interleaved little-endian float32, before any rounding to integers. */
  readonly pcmSha256: string;
  readonly measure: Measurement;
  /** What was lost on the way into the file. */
  readonly warnings: readonly Problem[];
  /** The file, where it was bounced to memory. */
  readonly blob?: Blob;
}

/** What a render did, and the figures of the file: `sampleRate` and `frames` are the file's. */
export type BounceResult = Omit<RenderResult, keyof Delivered> & Delivered;
