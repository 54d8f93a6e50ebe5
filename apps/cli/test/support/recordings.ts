import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A folder that is gone when the test has ended. */
export async function temporaryFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "twobus cli ü ")));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface ToneShape {
  readonly sampleRate?: number;
  readonly channels?: number;
  readonly frames?: number;
  /** Peak, 1 is full scale. */
  readonly level?: number;
}

/** A tone as 16-bit WAV. */
export function tone(shape: ToneShape = {}): Buffer {
  const { sampleRate = 8000, channels = 1, frames = 800, level = 0.25 } = shape;
  const bytes = Buffer.alloc(44 + frames * channels * 2);
  writeHeader(bytes, sampleRate, channels, frames);
  for (let n = 0; n < frames * channels; n++) {
    bytes.writeInt16LE(Math.round(32767 * level * Math.sin(Math.floor(n / channels) / 3)), 44 + 2 * n);
  }
  return bytes;
}

/** The header alone: with `truncate` behind it, silence of any length that takes no room on disk. */
export function waveHeader(sampleRate: number, frames: number): Buffer {
  const bytes = Buffer.alloc(44);
  writeHeader(bytes, sampleRate, 1, frames);
  return bytes;
}

function writeHeader(bytes: Buffer, sampleRate: number, channels: number, frames: number): void {
  const dataBytes = frames * channels * 2;
  bytes.write("RIFF", 0);
  bytes.writeUInt32LE(36 + dataBytes, 4);
  bytes.write("WAVEfmt ", 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(channels, 22);
  bytes.writeUInt32LE(sampleRate, 24);
  bytes.writeUInt32LE(sampleRate * channels * 2, 28);
  bytes.writeUInt16LE(channels * 2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data", 36);
  bytes.writeUInt32LE(dataBytes, 40);
}

/** Writes files below a folder, making folders as needed. */
export async function fill(folder: string, files: Readonly<Record<string, Uint8Array | string>>): Promise<void> {
  for (const [name, bytes] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  }
}
