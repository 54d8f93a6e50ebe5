import { open, rm } from "node:fs/promises";
import type { PlanarStereo } from "@twobus/core";
import { describeFileError } from "../file-errors.ts";

/** Doubles on disk, written from start to end and then read the same way: stems until their common trim is known. */
export interface Spool {
  /** The highest magnitude so far. */
  readonly peak: number;
  write(channels: PlanarStereo, frames: number): Promise<void>;
  /** Fills both channels from frame `position` on. */
  read(channels: PlanarStereo, position: number, frames: number): Promise<void>;
  remove(): Promise<void>;
}

const FRAME_BYTES = 16;

export async function createSpool(path: string): Promise<Spool> {
  const handle = await open(path, "wx+").catch((error: unknown) => {
    throw describeFileError(error, path);
  });
  let samples = new Float64Array(0);
  let written = 0;
  let peak = 0;
  const room = (frames: number): Float64Array => {
    if (samples.length < frames * 2) samples = new Float64Array(frames * 2);
    return samples.subarray(0, frames * 2);
  };
  const bytesOf = (values: Float64Array): Uint8Array =>
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return {
    get peak() {
      return peak;
    },
    write: async ([left, right], frames) => {
      const block = room(frames);
      for (let frame = 0; frame < frames; frame++) {
        block[2 * frame] = left[frame]!;
        block[2 * frame + 1] = right[frame]!;
        peak = Math.max(peak, Math.abs(left[frame]!), Math.abs(right[frame]!));
      }
      const bytes = bytesOf(block);
      for (let done = 0; done < bytes.length;) {
        const count = bytes.length - done;
        done += (await handle.write(bytes, done, count, written + done).catch(named(path))).bytesWritten;
      }
      written += bytes.length;
    },
    read: async ([left, right], position, frames) => {
      const block = room(frames);
      const bytes = bytesOf(block);
      for (let done = 0; done < bytes.length;) {
        const at = position * FRAME_BYTES + done;
        const { bytesRead } = await handle.read(bytes, done, bytes.length - done, at).catch(named(path));
        if (bytesRead === 0) throw new RangeError(`${path} holds less than was written to it`);
        done += bytesRead;
      }
      for (let frame = 0; frame < frames; frame++) {
        left[frame] = block[2 * frame]!;
        right[frame] = block[2 * frame + 1]!;
      }
    },
    remove: async () => {
      await handle.close().catch(() => {});
      await rm(path, { force: true });
    },
  };
}

const named =
  (path: string) =>
  (error: unknown): never => {
    throw describeFileError(error, path);
  };
