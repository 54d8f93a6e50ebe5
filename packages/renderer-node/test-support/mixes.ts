import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createRegistry,
  defaultValues,
  emptyMix,
  type MixDocument,
  type NodeRecord,
  type Registry,
} from "@twobus/core";
import { builtInPack } from "@twobus/nodes";
import { onTestFinished } from "vitest";

export const registry: Registry = createRegistry([builtInPack]);

/** A folder that is gone when the test has ended. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "twobus-renderer-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface WaveShape {
  readonly sampleRate?: number;
  readonly channels?: number;
  /** What the header says where it does not tell the truth. */
  readonly announcedBytes?: number;
}

/** Interleaved samples as a float32 WAV, written by hand so that tests do not lean on the writer that they test. */
export function waveBytes(samples: readonly number[], shape: WaveShape = {}): Buffer {
  const { sampleRate = 8000, channels = 1, announcedBytes = samples.length * 4 } = shape;
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + samples.length * 4, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(3, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * channels * 4, 28);
  header.writeUInt16LE(channels * 4, 32);
  header.writeUInt16LE(32, 34);
  header.write("data", 36);
  header.writeUInt32LE(announcedBytes, 40);
  return Buffer.concat([header, Buffer.from(Float32Array.from(samples).buffer)]);
}

/** A mix at 8 kHz of one track per file, all through one bus. */
export function mixOf(files: Readonly<Record<string, string>>): MixDocument {
  const mix = emptyMix("test", 8000);
  for (const [bus, to] of [
    ["band", "stereo-bus"],
    ["stereo-bus", "out"],
  ] as const) {
    mix.graphs["mix"]!.nodes[bus] = strip("twobus.bus");
    mix.graphs["mix"]!.connections.push({ from: `${bus}.main`, to: `${to}.main` });
  }
  for (const [id, file] of Object.entries(files)) {
    mix.sources[id] = { file, channels: 1, sampleRate: 8000, frames: 0 };
    mix.graphs["mix"]!.nodes[id] = { ...strip("twobus.track"), source: id };
    mix.graphs["mix"]!.connections.push({ from: `${id}.main`, to: "band.main" });
  }
  return mix;
}

function strip(type: string): NodeRecord {
  const definition = registry.definition(type)!;
  return { type, version: definition.version, params: defaultValues(definition) };
}

/** Writes files into a folder and gives the mix that plays them. */
export async function mixIn(folder: string, files: Readonly<Record<string, Buffer>>): Promise<MixDocument> {
  for (const [id, bytes] of Object.entries(files)) await writeFile(join(folder, `${id}.wav`), bytes);
  return mixOf(Object.fromEntries(Object.keys(files).map((id) => [id, `${id}.wav`])));
}
