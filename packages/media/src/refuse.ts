import { fault, type TwobusError } from "@twobus/core";
import type { ByteSource } from "./audio-reader.ts";

export const HIGHEST_CHANNELS = 64;
export const LOWEST_SAMPLE_RATE = 1000;
export const HIGHEST_SAMPLE_RATE = 768000;

export type RefusalCode = "empty-file" | "not-audio" | "unsupported-codec" | "bad-header" | "no-audio";

/** Why a file cannot be played, and at which byte of it that shows. */
export function refuse(source: ByteSource, code: RefusalCode, offset: number, message: string): TwobusError {
  return fault(code, source.name, `${message} (byte ${offset} of ${source.size})`);
}

/** Refuses what no later stage could work with, before any arithmetic is done with it. */
export function checkShape(source: ByteSource, offset: number, channels: number, sampleRate: number): void {
  if (!(channels >= 1 && channels <= HIGHEST_CHANNELS)) {
    throw refuse(source, "bad-header", offset, `the header says ${channels} channels; 1 to ${HIGHEST_CHANNELS} can be`);
  }
  if (!(sampleRate >= LOWEST_SAMPLE_RATE && sampleRate <= HIGHEST_SAMPLE_RATE)) {
    throw refuse(
      source,
      "bad-header",
      offset,
      `the header says ${sampleRate} Hz; ${LOWEST_SAMPLE_RATE} to ${HIGHEST_SAMPLE_RATE} Hz can be`,
    );
  }
}

export function checkFrames(source: ByteSource, offset: number, frames: number): void {
  if (frames < 1) throw refuse(source, "no-audio", offset, "the file has a header and no sound; export it again");
}
