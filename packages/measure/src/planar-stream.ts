import type { PlanarStream } from "@twobus/dsp";

/** A stream that holds something open, such as a file. Samples are finite. */
export interface ClosableStream extends PlanarStream {
  close(): Promise<void> | void;
}

export type OpenStream = () => Promise<ClosableStream>;

/** Buffers for reading a stream. */
export function planarBuffers(channels: number, frames: number): Float64Array[] {
  return Array.from({ length: channels }, () => new Float64Array(frames));
}
