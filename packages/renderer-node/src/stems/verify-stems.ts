import { createHash } from "node:crypto";
import { join } from "node:path";
import { fault, TwobusError, type Problem } from "@twobus/core";
import { gainToDecibels } from "@twobus/dsp";
import type { FileRecording } from "@twobus/media";
import { openFile } from "../file-source.ts";
import { openRecording } from "../recording.ts";
import { MANIFEST_FILE, parseManifest, type StemManifest } from "./manifest.ts";

export interface StemsCheck {
  readonly manifest: StemManifest;
  readonly identical: boolean;
  readonly residualPeakDbfs: number | null;
  /** What is not as the manifest says. */
  readonly problems: readonly Problem[];
}

const BLOCK_FRAMES = 8192;
const LONGEST_MANIFEST_BYTES = 16 * 1024 * 1024;
/** Stems of float32 are rounded each by itself: half a step of the loudest, times their number, stays below this. */
const FLOAT_RESIDUAL_DBFS = -120;

/** Proves a folder of stems again from its files alone: they are the ones that were written, and they add up to the mix. */
export async function verifyStems(directory: string): Promise<StemsCheck> {
  const manifest = await readManifest(join(directory, MANIFEST_FILE));
  const entries = [manifest.mix, ...manifest.stems];
  const opened: FileRecording[] = [];
  const problems: Problem[] = [];
  try {
    for (const { file } of entries) opened.push(await openMember(join(directory, file), manifest));
    const { residualPeak, hashes } = await compare(opened, manifest.frames);
    entries.forEach(({ file, pcmSha256 }, index) => {
      if (hashes[index] !== pcmSha256) {
        const message = "this is not the file that was written with the others; its samples have changed";
        problems.push({ code: "changed-stem", at: join(directory, file), message });
      }
    });
    const residualPeakDbfs = residualPeak === 0 ? null : gainToDecibels(residualPeak);
    const limitDbfs = manifest.bitDepth === "24" ? -Infinity : FLOAT_RESIDUAL_DBFS;
    if ((residualPeakDbfs ?? -Infinity) > limitDbfs) {
      const message = `the stems differ from the mix by up to ${residualPeakDbfs!.toFixed(1)} dBFS`;
      problems.push({ code: "stems-differ", at: directory, message });
    }
    return { manifest, identical: residualPeak === 0, residualPeakDbfs, problems };
  } finally {
    for (const recording of opened) await recording.close();
  }
}

async function readManifest(path: string): Promise<StemManifest> {
  const file = await openFile(path).catch((error: unknown) => {
    const isMissing = error instanceof TwobusError && error.problems[0]!.code === "enoent";
    throw isMissing ? fault("no-manifest", path, "there is none: name a folder that `twobus stems` wrote") : error;
  });
  try {
    if (file.size > LONGEST_MANIFEST_BYTES) throw fault("no-manifest", path, "this is too large for a manifest");
    return parseManifest(new TextDecoder().decode(await file.read(0, file.size)), path);
  } finally {
    await file.close();
  }
}

async function openMember(path: string, { sampleRate, frames }: StemManifest): Promise<FileRecording> {
  const recording = await openRecording(path);
  const { format } = recording;
  if (format.sampleRate === sampleRate && format.frames === frames && format.channels === 2) return recording;
  await recording.close();
  const wanted = `${frames} stereo frames at ${sampleRate} Hz`;
  throw new TwobusError([
    { code: "changed-stem", at: path, message: `the manifest promises ${wanted}; this file has another shape` },
  ]);
}

async function compare(
  [mix, ...stems]: readonly FileRecording[],
  frames: number,
): Promise<{ residualPeak: number; hashes: string[] }> {
  const members = [mix!, ...stems].map((recording) => ({
    recording,
    channels: [new Float64Array(BLOCK_FRAMES), new Float64Array(BLOCK_FRAMES)],
    samples: new Float32Array(BLOCK_FRAMES * 2),
    hash: createHash("sha256"),
  }));
  let residualPeak = 0;
  for (let position = 0; position < frames; position += BLOCK_FRAMES) {
    const count = Math.min(BLOCK_FRAMES, frames - position);
    for (const { recording, channels, samples, hash } of members) {
      channels.forEach((channel) => channel.fill(0));
      await recording.read(channels.map((channel) => channel.subarray(0, count)));
      for (let n = 0; n < count; n++) {
        samples[2 * n] = channels[0]![n]!;
        samples[2 * n + 1] = channels[1]![n]!;
      }
      hash.update(samples.subarray(0, count * 2));
    }
    for (const side of [0, 1]) {
      const [whole, ...parts] = members.map(({ channels }) => channels[side]!);
      for (let n = 0; n < count; n++) {
        residualPeak = Math.max(residualPeak, Math.abs(parts.reduce((left, part) => left - part[n]!, whole![n]!)));
      }
    }
  }
  return { residualPeak, hashes: members.map(({ hash }) => hash.digest("hex")) };
}
