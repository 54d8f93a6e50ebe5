import { fault } from "@twobus/core";
import type { PlanarStream } from "@twobus/dsp";
import { findOffset } from "./alignment.ts";
import { createNullMeter, type NullMeasurement } from "./null-meter.ts";
import { planarBuffers, type OpenStream } from "./planar-stream.ts";

const BLOCK_FRAMES = 8192;
/** The alignment is sought on the loudest 2^17 frames of the reference. */
const SEARCH_BLOCKS = 16;
/**
 * Alignment must gain this much, or the files are compared as they stand. Shifts of unrelated signals change the residual
 * by a few tenths of a decibel; a true alignment of files that are at all alike halves it at least.
 */
const OFFSET_MARGIN_DB = 6;

/** What is left when one file is taken from another, in place or aligned. */
export interface AudioComparison extends NullMeasurement {
  /** How many frames the other is late; the residual is what remains after taking that out. */
  readonly offsetSamples: number;
}

/**
 * Compares two files, which are opened up to three times. Where they differ an offset of up to a second is sought by
 * cross-correlation. What one file has beyond the other's end counts as residual, save for the frames that the offset
 * itself pushes out. `identical` means every sample and the length. Throws `different-channels` or
 * `different-sample-rate` where the formats differ.
 */
export async function compareAudio(openReference: OpenStream, openOther: OpenStream): Promise<AudioComparison> {
  const blockEnergies: number[] = [];
  const inPlace = await nullAt(0, openReference, openOther, (reference) => blockEnergies.push(energyOf(reference)));
  if (inPlace.identical) return { ...inPlace, offsetSamples: 0 };
  const offsetSamples = await searchOffset(openReference, openOther, loudestBlock(blockEnergies) * BLOCK_FRAMES);
  if (offsetSamples !== 0) {
    const aligned = await nullAt(offsetSamples, openReference, openOther, () => {});
    const gainDb = (inPlace.residualRmsDbfs ?? -Infinity) - (aligned.residualRmsDbfs ?? -Infinity);
    if (gainDb >= OFFSET_MARGIN_DB) return { ...aligned, identical: false, offsetSamples };
  }
  return { ...inPlace, offsetSamples: 0 };
}

type VisitBlock = (reference: readonly Float64Array[]) => void;

async function nullAt(
  offset: number,
  openReference: OpenStream,
  openOther: OpenStream,
  visit: VisitBlock,
): Promise<NullMeasurement> {
  return withStreams(openReference, openOther, async (reference, other) => {
    const meter = createNullMeter();
    await skip(reference, Math.max(0, -offset));
    await skip(other, Math.max(0, offset));
    const referenceFrames = Math.max(0, reference.format.frames - Math.max(0, -offset));
    const otherFrames = Math.max(0, other.format.frames - Math.max(0, offset));
    const pushedOut = Math.abs(referenceFrames - otherFrames) <= Math.abs(offset);
    const frames = (pushedOut ? Math.min : Math.max)(referenceFrames, otherFrames);
    const referenceBlock = planarBuffers(reference.format.channels, BLOCK_FRAMES);
    const otherBlock = planarBuffers(other.format.channels, BLOCK_FRAMES);
    for (let start = 0; start < frames; start += BLOCK_FRAMES) {
      const count = Math.min(BLOCK_FRAMES, frames - start);
      await fill(reference, referenceBlock);
      await fill(other, otherBlock);
      meter.push(referenceBlock, otherBlock, count);
      visit(referenceBlock);
    }
    const result = meter.finish();
    return { ...result, identical: result.identical && reference.format.frames === other.format.frames };
  });
}

/** Finds the offset on a stretch of the reference that begins at frame `start`. */
async function searchOffset(openReference: OpenStream, openOther: OpenStream, start: number): Promise<number> {
  return withStreams(openReference, openOther, async (reference, other) => {
    const { channels, sampleRate } = reference.format;
    const referencePart = planarBuffers(channels, SEARCH_BLOCKS * BLOCK_FRAMES);
    await skip(reference, start);
    await fill(reference, referencePart);
    const otherPart = planarBuffers(channels, SEARCH_BLOCKS * BLOCK_FRAMES + 2 * sampleRate);
    await skip(other, Math.max(0, start - sampleRate));
    const missing = Math.max(0, sampleRate - start);
    await fill(
      other,
      otherPart.map((samples) => samples.subarray(missing)),
    );
    return findOffset(referencePart, otherPart, sampleRate);
  });
}

async function withStreams<T>(
  openReference: OpenStream,
  openOther: OpenStream,
  use: (reference: PlanarStream, other: PlanarStream) => Promise<T>,
): Promise<T> {
  const reference = await openReference();
  try {
    const other = await openOther();
    try {
      refuseDifference("channels", "different-channels", reference, other);
      refuseDifference("sampleRate", "different-sample-rate", reference, other);
      return await use(reference, other);
    } finally {
      await other.close();
    }
  } finally {
    await reference.close();
  }
}

function refuseDifference(
  field: "channels" | "sampleRate",
  code: string,
  { format: reference }: PlanarStream,
  { format: other }: PlanarStream,
): void {
  const [a, b] = [reference[field], other[field]];
  if (a === b) return;
  const unit = field === "channels" ? "channels" : "Hz";
  throw fault(code, field, `the files differ: ${a} and ${b} ${unit}; convert one of them before comparing`);
}

/** Reads as much as the arrays hold; what lies beyond the end is silence. */
async function fill(stream: PlanarStream, channels: readonly Float64Array[]): Promise<void> {
  const frames = await stream.read(channels);
  for (const samples of channels) samples.fill(0, frames);
}

async function skip(stream: PlanarStream, frames: number): Promise<void> {
  const block = planarBuffers(stream.format.channels, BLOCK_FRAMES);
  for (let left = frames; left > 0; left -= BLOCK_FRAMES) {
    await stream.read(block.map((samples) => samples.subarray(0, Math.min(left, BLOCK_FRAMES))));
  }
}

/** The first of the blocks that together hold the most energy. */
function loudestBlock(energies: readonly number[]): number {
  let first = 0;
  let most = 0;
  for (let start = 0; start < energies.length; start++) {
    const energy = energies.slice(start, start + SEARCH_BLOCKS).reduce((sum, value) => sum + value, 0);
    if (energy > most) {
      most = energy;
      first = start;
    }
  }
  return first;
}

function energyOf(channels: readonly Float64Array[]): number {
  let energy = 0;
  for (const samples of channels) for (const sample of samples) energy += sample * sample;
  return energy;
}
