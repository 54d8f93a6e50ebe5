import { readFile } from "node:fs/promises";
import type { TwobusError, Problem } from "@twobus/core";
import { memoryByteSource, openAudio, type AudioFormat, type AudioReader } from "../src/index.ts";

export interface Everything {
  readonly format: AudioFormat;
  readonly channels: readonly Float64Array[];
  /** Frames that really came. */
  readonly frames: number;
  readonly warnings: readonly Problem[];
}

/** Opens a file in memory and plays it to its end, in pieces of uneven lengths. */
export async function readAll(bytes: Uint8Array, name: string = "file"): Promise<Everything> {
  return drain(await openAudio(memoryByteSource(bytes, name)));
}

export async function drain(reader: AudioReader): Promise<Everything> {
  const { format } = reader;
  const channels = Array.from({ length: format.channels }, () => new Float64Array(format.frames));
  let frames = 0;
  for (let length = 1; frames < format.frames; length = (length % 5000) * 3 + 1) {
    const wanted = Math.min(length, format.frames - frames);
    const got = await reader.read(channels.map((samples) => samples.subarray(frames, frames + wanted)));
    frames += got;
    if (got < wanted) break;
  }
  return { format, channels, frames, warnings: reader.warnings };
}

/** The code with which a file is refused; undefined where it is not. */
export async function refusal(bytes: Uint8Array): Promise<string | undefined> {
  try {
    await openAudio(memoryByteSource(bytes, "file"));
    return undefined;
  } catch (error) {
    return (error as TwobusError).problems[0]!.code;
  }
}

/** A file of the folder `fixtures`. */
export async function fixture(name: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(new URL(`../fixtures/${name}`, import.meta.url)));
}
