/** Planar sound, read once from its start to its end. Every audio reader of `@twobus/media` is one. */
export interface PlanarStream {
  readonly format: { readonly sampleRate: number; readonly channels: number; readonly frames: number };
  /**
   * Fills `channels` (one array per channel, all of one length) from the current position and returns how many frames
   * were written: less than the arrays hold only at the end.
   */
  read(channels: readonly Float64Array[]): Promise<number>;
  /** The same into interleaved stereo frames, mono on both sides, where a stream has a shorter way; at once where it can. */
  readStereo?(frames: Float64Array): number | Promise<number>;
  /** Passes over frames without making them, where a stream can, and returns how many there were. */
  skip?(frames: number): Promise<number>;
}

const SKIP_FRAMES = 65536;

/** Passes over the next `frames` of a stream, and returns how many there were. */
export async function skipFrames(stream: PlanarStream, frames: number): Promise<number> {
  if (stream.skip !== undefined) return stream.skip(frames);
  const length = Math.min(frames, SKIP_FRAMES);
  const unheard = Array.from({ length: stream.format.channels }, () => new Float64Array(length));
  for (let done = 0; done < frames;) {
    const wanted = Math.min(length, frames - done);
    const read = await stream.read(unheard.map((channel) => channel.subarray(0, wanted)));
    done += read;
    if (read < wanted) return done;
  }
  return frames;
}
