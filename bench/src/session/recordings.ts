import { link } from "node:fs/promises";
import { join } from "node:path";
import { createAtomicFile } from "@twobus/renderer-node";
import { createAudioWriter, type SampleFormat } from "@twobus/media";
import { fileName, indices, SAMPLE_RATE, type SessionShape } from "./topology.ts";

const BLOCK_FRAMES = 4800;
const BLOCKS_PER_STROKE = 5;

/** Writes one stereo WAV file per track: strokes of seeded noise that decay, so that every compressor moves. */
export async function writeRecordings(folder: string, shape: SessionShape): Promise<void> {
  for (const track of indices(shape.tracks)) {
    await writeRecording(join(folder, fileName(track)), track + 1, shape.seconds, "float32");
  }
}

/** Gives one recording the name of every track: each is opened, read and decoded on its own all the same. */
export async function linkRecordings(recording: string, folder: string, shape: SessionShape): Promise<void> {
  for (const track of indices(shape.tracks)) await link(recording, join(folder, fileName(track)));
}

export async function writeRecording(
  path: string,
  seed: number,
  seconds: number,
  sampleFormat: SampleFormat,
): Promise<void> {
  const frames = Math.round(seconds * SAMPLE_RATE);
  const file = await createAtomicFile(path);
  const writer = await createAudioWriter(file, {
    container: "wav",
    sampleFormat,
    sampleRate: SAMPLE_RATE,
    channels: 2,
    frames,
  });
  const noise = createNoise(seed);
  const block = [new Float64Array(BLOCK_FRAMES), new Float64Array(BLOCK_FRAMES)];
  for (let start = 0; start < frames; start += BLOCK_FRAMES) {
    const decay = 1 - ((start / BLOCK_FRAMES + seed) % BLOCKS_PER_STROKE) / BLOCKS_PER_STROKE;
    for (const channel of block) {
      for (let frame = 0; frame < BLOCK_FRAMES; frame++) channel[frame] = 0.5 * decay * decay * noise();
    }
    await writer.write(block, Math.min(BLOCK_FRAMES, frames - start));
  }
  await writer.finish();
  await file.commit();
}

/** Numbers in −1 … 1, the same ones for the same seed. */
export function createNoise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  };
}
