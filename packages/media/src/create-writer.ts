import { fault } from "@twobus/core";
import type { AudioWriter, ByteSink, WriteOptions } from "./audio-writer.ts";
import { FlacWriter } from "./flac/flac-writer.ts";
import { HIGHEST_CHANNELS, HIGHEST_SAMPLE_RATE, LOWEST_SAMPLE_RATE } from "./refuse.ts";
import { WavWriter } from "./wav/wav-writer.ts";

const HIGHEST_FLAC_CHANNELS = 8;

/** STREAMINFO counts frames in 36 bits. */
const HIGHEST_FLAC_FRAMES = 68719476735;

/**
 * Starts a file of exactly `options.frames` frames. WAV takes 16, 24 and float 32 bits and becomes RF64 at 4 GiB; FLAC
 * takes 16 and 24. Throws a `TwobusError` with code `bad-options` where the container cannot hold what is asked.
 */
export async function createAudioWriter(sink: ByteSink, options: WriteOptions): Promise<AudioWriter> {
  check(options);
  return options.container === "wav" ? WavWriter.create(sink, options) : FlacWriter.create(sink, options);
}

function check({ container, sampleFormat, sampleRate, channels, frames }: WriteOptions): void {
  const isFlac = container === "flac";
  const highestChannels = isFlac ? HIGHEST_FLAC_CHANNELS : HIGHEST_CHANNELS;
  if (isFlac && sampleFormat === "float32") refuse("FLAC holds whole numbers only; choose int24, or WAV for float32");
  if (!isWhole(channels, 1, highestChannels))
    refuse(`${channels} channels; ${container} takes 1 to ${highestChannels}`);
  if (!isWhole(sampleRate, LOWEST_SAMPLE_RATE, HIGHEST_SAMPLE_RATE)) {
    refuse(`${sampleRate} Hz; a whole number from ${LOWEST_SAMPLE_RATE} to ${HIGHEST_SAMPLE_RATE} can be written`);
  }
  const highestFrames = isFlac ? HIGHEST_FLAC_FRAMES : Math.floor(Number.MAX_SAFE_INTEGER / (4 * HIGHEST_CHANNELS));
  if (!isWhole(frames, 0, highestFrames)) refuse(`${frames} frames; ${container} takes 0 to ${highestFrames}`);
}

function isWhole(value: number, lowest: number, highest: number): boolean {
  return Number.isInteger(value) && value >= lowest && value <= highest;
}

function refuse(message: string): never {
  throw fault("bad-options", "output", message);
}
