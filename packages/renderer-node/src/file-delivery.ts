import { createHash, type Hash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Problem, RenderFormat } from "@twobus/core";
import { resampled, type ResamplerKernels } from "@twobus/dsp";
import { createMeter, loadMeterKernels, type Measurement, type Meter } from "@twobus/measure";
import { createAudioWriter, type AudioWriter, type SampleFormat } from "@twobus/media";
import { createAtomicFile, type AtomicFile } from "./atomic-file.ts";
import { createClipCounter } from "./clip-counter.ts";
import { createHandOver, type HandOver } from "./hand-over.ts";

export interface FileDeliveryOptions {
  readonly path: string;
  readonly container: "wav" | "flac";
  readonly sampleFormat: SampleFormat;
  /** Hz; the mix's own rate where it is not given. */
  readonly sampleRate?: number;
  readonly resampler: ResamplerKernels;
}

export interface Delivered {
  readonly sampleRate: number;
  readonly frames: number;
  /** SHA-256 of the samples as interleaved little-endian float32, before any rounding to integers. */
  readonly pcmSha256: string;
  readonly measure: Measurement;
  /** What was lost on the way into the file. */
  readonly warnings: readonly Problem[];
}

/** A mix on its way into a file: resampled if asked for, measured, hashed, quantised once, encoded. */
export interface FileDelivery {
  /** May be called again: what was delivered so far is thrown away. */
  begin(format: RenderFormat): Promise<void>;
  receive(channels: readonly [Float64Array, Float64Array], frames: number): Promise<void>;
  /** Makes the file appear. */
  finish(): Promise<Delivered>;
  /** Leaves no trace. */
  discard(): Promise<void>;
}

interface Receiver {
  receive(channels: readonly Float64Array[], frames: number): Promise<void>;
  finish(): Promise<void>;
  abandon(): Promise<void>;
}

export function createFileDelivery(options: FileDeliveryOptions): FileDelivery {
  let file: AtomicFile | undefined;
  let take: Receiver | undefined;
  let ending: Ending | undefined;
  const discard = async (): Promise<void> => {
    await take?.abandon();
    await file?.discard();
    file = take = ending = undefined;
  };
  return {
    begin: async (format) => {
      await discard();
      file = await createAtomicFile(options.path);
      ending = await createEnding(file, options, format);
      take =
        ending.format.sampleRate === format.sampleRate ? direct(ending) : converted(ending, format, options.resampler);
    },
    receive: (channels, frames) => take!.receive(channels, frames),
    finish: async () => {
      await take!.finish();
      await ending!.writer.finish();
      await file!.commit();
      const { format, hash, meter, warnings } = ending!;
      return { ...format, pcmSha256: hash.digest("hex"), measure: meter.finish(), warnings: warnings() };
    },
    discard,
  };
}

/** Where samples end up, at the rate of the file. */
interface Ending {
  readonly format: RenderFormat;
  readonly writer: AudioWriter;
  readonly meter: Meter;
  readonly hash: Hash;
  readonly warnings: () => readonly Problem[];
  readonly consume: (channels: readonly Float64Array[], frames: number) => Promise<void>;
}

async function createEnding(file: AtomicFile, options: FileDeliveryOptions, mix: RenderFormat): Promise<Ending> {
  const { container, sampleFormat, sampleRate = mix.sampleRate } = options;
  const format = { sampleRate, frames: Math.round((mix.frames * sampleRate) / mix.sampleRate) };
  const writer = await createAudioWriter(file, { container, sampleFormat, channels: 2, ...format });
  const meter = createMeter({ kernels: await loadMeterKernels(readFile), sampleRate, channels: 2 });
  const hash = createHash("sha256");
  const clips = sampleFormat === "float32" ? undefined : createClipCounter(options.path);
  let samples = new Float32Array(0);
  const consume = async ([left, right]: readonly Float64Array[], frames: number): Promise<void> => {
    if (samples.length < frames * 2) samples = new Float32Array(frames * 2);
    for (let frame = 0; frame < frames; frame++) {
      samples[2 * frame] = left![frame]!;
      samples[2 * frame + 1] = right![frame]!;
    }
    hash.update(samples.subarray(0, frames * 2));
    meter.push([left!, right!], frames);
    clips?.hear([left!, right!], frames);
    await writer.write([left!, right!], frames);
  };
  return { format, writer, meter, hash, warnings: () => clips?.warnings() ?? [], consume };
}

const direct = (ending: Ending): Receiver => ({
  receive: ending.consume,
  finish: async () => {},
  abandon: async () => {},
});

const BLOCK_FRAMES = 2048;

/** Pulls what is pushed through the resampler. */
function converted(ending: Ending, mix: RenderFormat, kernels: ResamplerKernels): Receiver {
  const handOver: HandOver = createHandOver({ ...mix, channels: 2 });
  const stream = resampled(handOver, ending.format.sampleRate, kernels);
  const pump = async (): Promise<void> => {
    const block = [new Float64Array(BLOCK_FRAMES), new Float64Array(BLOCK_FRAMES)];
    for (let frames = BLOCK_FRAMES; frames === BLOCK_FRAMES;) {
      frames = await stream.read(block);
      await ending.consume(block, frames);
    }
  };
  const pumping = pump();
  pumping.catch(handOver.fail);
  return {
    receive: handOver.push,
    finish: async () => {
      handOver.end();
      await pumping;
    },
    abandon: async () => {
      handOver.fail(new Error("abandoned"));
      await pumping.catch(() => {});
    },
  };
}
