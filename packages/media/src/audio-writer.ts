/** Where encoded bytes go. Writes may land anywhere, so that a header can be completed at the end. */
export interface ByteSink {
  write(position: number, bytes: Uint8Array): Promise<void>;
}

/** Whole numbers of 16 or 24 bits, or float32 at full scale ±1. */
export type SampleFormat = "int16" | "int24" | "float32";

/** The file to be written. `sampleRate` is a whole number of Hz. */
export interface WriteOptions {
  readonly container: "wav" | "flac";
  readonly sampleFormat: SampleFormat;
  readonly sampleRate: number;
  readonly channels: number;
  /** How many frames will follow: known beforehand, so that headers are right from the first byte (and RF64 chosen). */
  readonly frames: number;
  /** How integer formats are rounded: with triangular dither unless it says `none`. */
  readonly dither?: "triangular" | "none";
  /** The same seed gives the same bytes. 0 unless given. */
  readonly ditherSeed?: number;
}

/** Writes planar doubles to a file. Integer formats are dithered (TPDF, seeded), rounded and saturated, once, here. */
export interface AudioWriter {
  /** Takes the first `frames` samples of each channel. Await it before the next call. */
  write(channels: readonly Float64Array[], frames: number): Promise<void>;
  /** Completes the file; throws when fewer or more frames came than were announced. */
  finish(): Promise<void>;
}
