import { writeFile } from "node:fs/promises";

/** Writes float32 WAV by hand, so that tests do not lean on the writer that they test. */
export async function writeFloatWav(
  path: string,
  channels: readonly ArrayLike<number>[],
  sampleRate: number,
): Promise<void> {
  const frames = channels[0]!.length;
  const blockAlign = channels.length * 4;
  const bytes = Buffer.alloc(44 + frames * blockAlign);
  bytes.write("RIFF", 0);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write("WAVEfmt ", 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(3, 20);
  bytes.writeUInt16LE(channels.length, 22);
  bytes.writeUInt32LE(sampleRate, 24);
  bytes.writeUInt32LE(sampleRate * blockAlign, 28);
  bytes.writeUInt16LE(blockAlign, 32);
  bytes.writeUInt16LE(32, 34);
  bytes.write("data", 36);
  bytes.writeUInt32LE(frames * blockAlign, 40);
  const samples = new Float32Array(frames * channels.length);
  for (let frame = 0; frame < frames; frame++) {
    channels.forEach((channel, index) => (samples[frame * channels.length + index] = channel[frame]!));
  }
  Buffer.from(samples.buffer).copy(bytes, 44);
  await writeFile(path, bytes);
}
