import type { Problem } from "@twobus/core";

/** Bytes at random access: a file on disk, a browser's `File`, an OPFS handle, or memory. */
export interface ByteSource {
  /** What to call it in messages: usually the file's path. */
  readonly name: string;
  readonly size: number;
  /** Returns up to `length` bytes from `position`; fewer only where the source ends. `into` may be used to hold them. */
  read(position: number, length: number, into?: Uint8Array): Promise<Uint8Array>;
}

/** What a file holds. `sampleRate` is in Hz. */
export interface AudioFormat {
  readonly container: "wav" | "rf64" | "aiff" | "flac" | "mp3" | "ogg";
  readonly codec: "pcm" | "float" | "flac" | "mp3" | "vorbis" | "opus";
  readonly sampleRate: number;
  readonly channels: number;
  /** Bits per sample of what is stored; 0 for lossy codecs. */
  readonly bitDepth: number;
  /** Frames that the file will play, codec delay and padding taken off. */
  readonly frames: number;
  /** BWF: first sample since midnight, in samples. */
  readonly timeReferenceSamples?: number;
}

/**
 * An opened audio file, read once from its start to its end with bounded memory. Samples are doubles at full scale ±1:
 * exact for every PCM format and FLAC. NaN and infinite samples of float files arrive as silence and are counted.
 */
export interface AudioReader {
  readonly name: string;
  readonly format: AudioFormat;
  /**
   * Fills `channels` (one array per channel of the file, all of one length) from the current position and returns how
   * many frames were written: less than the arrays hold only at the end of the file.
   */
  read(channels: readonly Float64Array[]): Promise<number>;
  /**
   * A shorter way to stereo, where there is one: fills interleaved `frames` from the current position, with mono on both
   * sides, and returns how many were written as `read` does. Where the sound is at hand it does not wait.
   */
  readStereo?(frames: Float64Array): number | Promise<number>;
  /** Passes over frames without reading them, in files that allow it, and returns how many there were. */
  skip?(frames: number): Promise<number>;
  /** What was found wrong on the way: truncated data, non-finite samples. Complete once the end is reached. */
  readonly warnings: readonly Problem[];
  close(): void;
}
