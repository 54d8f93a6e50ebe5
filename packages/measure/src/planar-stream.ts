/**
 * Audio that is read once from its start to its end: what meters ask of a file. Any reader of this shape will do.
 * Samples are doubles at full scale ±1, finite.
 */
export interface PlanarStream {
  readonly format: { readonly channels: number; readonly sampleRate: number; readonly frames: number };
  /** Fills one array per channel and returns how many frames were written: less than they hold only at the end. */
  read(channels: readonly Float64Array[]): Promise<number>;
  close(): void;
}

export type OpenStream = () => Promise<PlanarStream>;

/** Buffers for reading a stream. */
export function planarBuffers(channels: number, frames: number): Float64Array[] {
  return Array.from({ length: channels }, () => new Float64Array(frames));
}
