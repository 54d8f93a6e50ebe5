import { createHash } from "node:crypto";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fault, type MixDocument, type PlanarStereo, type Problem, type StemPart } from "@twobus/core";
import { decibelsToGain, gainToDecibels } from "@twobus/dsp";
import { createAudioWriter } from "@twobus/media";
import { createAtomicFile, writeFileAtomically, type AtomicFile } from "../atomic-file.ts";
import { describeFileError, systemCode } from "../file-errors.ts";
import { createNodeRenderer, type NodeRendererOptions } from "../node-renderer.ts";
import { temporaryName } from "../temporary-name.ts";
import { stemFileNames } from "./file-names.ts";
import { MANIFEST_FILE, MIX_FILE, REST_NAME, type StemFile, type StemManifest } from "./manifest.ts";
import { createSpool, type Spool } from "./spool.ts";

export interface RenderStemsOptions extends NodeRendererOptions {
  /** A folder for the files: new, or empty. */
  readonly directory: string;
  readonly parts: readonly StemPart[];
  readonly bitDepth: StemManifest["bitDepth"];
  readonly signal?: AbortSignal;
  progress?(doneFrames: number, totalFrames: number): void;
}

export interface StemsResult {
  readonly manifest: StemManifest;
  readonly warnings: readonly Problem[];
}

const BLOCK_FRAMES = 8192;
/** The largest sample of 24 bits. */
const HIGHEST_INTEGER = 1 - 2 ** -23;
const INTEGER_SCALE = 2 ** 23;

/**
 * Renders a mix and parts of it in one pass, into one WAV file each, with the mix itself and a manifest. At 24 bits the
 * files add up to the mix without a difference: everything gets one common trim if anything would exceed full scale, and
 * the rest takes what rounding leaves. Throws what `renderFile` throws, and for a folder that already holds something.
 */
export async function renderStems(document: MixDocument, options: RenderStemsOptions): Promise<StemsResult> {
  const { directory, parts, bitDepth } = options;
  await claimDirectory(directory);
  const names = [...parts.map(({ name }) => name), REST_NAME];
  const spools: Spool[] = [];
  const renderer = createNodeRenderer(options);
  try {
    for (const _ of [MIX_FILE, ...names]) spools.push(await createSpool(join(directory, temporaryName())));
    await renderer.update(document);
    const rest: PlanarStereo = [new Float64Array(0), new Float64Array(0)];
    const split = createRest(rest);
    const result = await renderer.render({
      stems: parts,
      receive: async (mix, frames, stems) => {
        const whole = [mix, ...stems, split(mix, stems, frames)];
        for (const [index, channels] of whole.entries()) await spools[index]!.write(channels, frames);
      },
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...(options.progress === undefined ? {} : { progress: options.progress }),
    });
    const trimDb = bitDepth === "24" ? trimFor(spools) : 0;
    const files = [MIX_FILE, ...stemFileNames(names)];
    const written = await writeFiles(spools, files, { ...options, ...result, trimDb });
    const described = names.map((name, index) => ({
      name,
      tracks: parts[index]?.tracks ?? tracksOfNoPart(document, parts),
      ...written.files[index + 1]!,
    }));
    const manifest: StemManifest = {
      format: "twobus-stems",
      formatVersion: 1,
      name: document.name,
      sampleRate: result.sampleRate,
      frames: result.frames,
      bitDepth,
      trimDb,
      mix: written.files[0]!,
      stems: described,
      null: nullOf(written.residualPeak),
      attributedToRest: result.attributed,
    };
    await writeFileAtomically(join(directory, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
    return { manifest, warnings: result.warnings };
  } finally {
    for (const spool of spools) await spool.remove();
    await renderer.dispose();
  }
}

/** Stems lie in a folder of their own: an old one among them would be summed as if it belonged to the set. */
async function claimDirectory(directory: string): Promise<void> {
  const found = await mkdir(directory, { recursive: true })
    .then(() => readdir(directory))
    .catch((error: unknown) => {
      if (systemCode(error) === "EEXIST")
        throw fault("not-a-folder", directory, "stems go into a folder; this is a file");
      throw describeFileError(error, directory);
    });
  if (found.length > 0)
    throw fault("not-empty", directory, "stems go into a folder of their own; this one is not empty");
}

function tracksOfNoPart(document: MixDocument, parts: readonly StemPart[]): string[] {
  const taken = new Set(parts.flatMap(({ tracks }) => tracks));
  const root = document.graphs[document.root]!;
  return Object.keys(root.nodes).filter((id) => root.nodes[id]!.source !== undefined && !taken.has(id));
}

/** What the stems leave of the mix. The arrays grow to the longest block and are used again. */
function createRest(
  rest: PlanarStereo,
): (mix: PlanarStereo, stems: readonly PlanarStereo[], frames: number) => PlanarStereo {
  let channels = rest;
  return (mix, stems, frames) => {
    if (channels[0].length < frames) channels = [new Float64Array(frames), new Float64Array(frames)];
    for (const side of [0, 1] as const) {
      const left = channels[side];
      left.set(mix[side].subarray(0, frames));
      for (const stem of stems)
        for (let frame = 0; frame < frames; frame++) left[frame] = left[frame]! - stem[side][frame]!;
    }
    return channels;
  };
}

/** Hundredths of a decibel, down to where nothing exceeds full scale. */
function trimFor(spools: readonly Spool[]): number {
  const peak = Math.max(...spools.map((spool) => spool.peak));
  return peak <= HIGHEST_INTEGER ? 0 : -Math.ceil(100 * gainToDecibels(peak / HIGHEST_INTEGER)) / 100;
}

interface Shape {
  readonly directory: string;
  readonly bitDepth: StemManifest["bitDepth"];
  readonly sampleRate: number;
  readonly frames: number;
  readonly trimDb: number;
  readonly signal?: AbortSignal;
}

/** The mix first, the rest last. Returns what lies in the files, and how far their sum is from the mix's. */
async function writeFiles(
  spools: readonly Spool[],
  names: readonly string[],
  shape: Shape,
): Promise<{ files: StemFile[]; residualPeak: number }> {
  const outputs: Output[] = [];
  const gain = decibelsToGain(shape.trimDb);
  const stored = shape.bitDepth === "24" ? toInteger : Math.fround;
  const blocks = spools.map((): PlanarStereo => [new Float64Array(BLOCK_FRAMES), new Float64Array(BLOCK_FRAMES)]);
  let residualPeak = 0;
  try {
    for (const name of names) outputs.push(await openOutput(join(shape.directory, name), shape));
    for (let position = 0; position < shape.frames; position += BLOCK_FRAMES) {
      shape.signal?.throwIfAborted();
      const frames = Math.min(BLOCK_FRAMES, shape.frames - position);
      for (const [index, spool] of spools.entries()) await spool.read(blocks[index]!, position, frames);
      for (const side of [0, 1] as const) {
        const channels = blocks.map((block) => block[side]);
        for (const channel of channels) for (let n = 0; n < frames; n++) channel[n] = stored(channel[n]! * gain);
        residualPeak = Math.max(residualPeak, settleRest(channels, frames, stored));
      }
      for (const [index, output] of outputs.entries()) await output.write(blocks[index]!, frames);
    }
    const hashes: string[] = [];
    for (const output of outputs) hashes.push(await output.finish());
    return { files: names.map((file, index) => ({ file, pcmSha256: hashes[index]! })), residualPeak };
  } catch (error) {
    for (const output of outputs) await output.discard();
    throw error;
  }
}

/** Whole steps of 24 bits, as doubles. Integers know no −0. */
const toInteger = (sample: number): number =>
  Math.max(-1, Math.min(HIGHEST_INTEGER, Math.round(sample * INTEGER_SCALE) / INTEGER_SCALE)) + 0;

/** Makes the rest, the last channel, what the stored stems leave of the stored mix. Returns the largest sample that stays. */
function settleRest(channels: readonly Float64Array[], frames: number, stored: (sample: number) => number): number {
  const [mix, ...stems] = channels;
  const rest = stems.pop()!;
  let peak = 0;
  for (let n = 0; n < frames; n++) {
    const left = stems.reduce((sum, stem) => sum - stem[n]!, mix![n]!);
    rest[n] = stored(left);
    peak = Math.max(peak, Math.abs(left - rest[n]!));
  }
  return peak;
}

interface Output {
  write(channels: PlanarStereo, frames: number): Promise<void>;
  /** The SHA-256 of its samples as float32. */
  finish(): Promise<string>;
  discard(): Promise<void>;
}

async function openOutput(path: string, { bitDepth, sampleRate, frames }: Shape): Promise<Output> {
  const file: AtomicFile = await createAtomicFile(path);
  const writer = await createAudioWriter(file, {
    container: "wav",
    sampleFormat: bitDepth === "24" ? "int24" : "float32",
    sampleRate,
    channels: 2,
    frames,
    dither: "none", // the samples are whole steps already
  });
  const hash = createHash("sha256");
  const samples = new Float32Array(BLOCK_FRAMES * 2);
  return {
    write: async ([left, right], count) => {
      for (let n = 0; n < count; n++) {
        samples[2 * n] = left[n]!;
        samples[2 * n + 1] = right[n]!;
      }
      hash.update(samples.subarray(0, count * 2));
      await writer.write([left, right], count);
    },
    finish: async () => {
      await writer.finish();
      await file.commit();
      return hash.digest("hex");
    },
    discard: () => file.discard(),
  };
}

function nullOf(residualPeak: number): StemManifest["null"] {
  return residualPeak === 0
    ? { identical: true, residualPeakDbfs: null }
    : { identical: false, residualPeakDbfs: gainToDecibels(residualPeak) };
}
