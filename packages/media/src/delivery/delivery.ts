import type { Problem, RenderFormat } from "@twobus/core";
import { resampled, type ResamplerKernels } from "@twobus/dsp";
import type { AudioWriter, ByteSink, SampleFormat } from "../audio-writer.ts";
import { createAudioWriter } from "../create-writer.ts";
import { createClipCounter } from "./clip-counter.ts";
import { createHandOver, type HandOver } from "./hand-over.ts";

/** What kind of file a mix becomes. */
export interface DeliveryFormat {
  readonly container: "wav" | "flac";
  readonly sampleFormat: SampleFormat;
  /** Hz; the mix's own rate where it is not given. */
  readonly sampleRate?: number;
}

export interface DeliveryOptions extends DeliveryFormat {
  /** What the file is called in messages. */
  readonly name: string;
  readonly sink: ByteSink;
  /** Of the mix that arrives. */
  readonly mix: RenderFormat;
  readonly resampler: ResamplerKernels;
  /**
   * Hears what goes into the file, before it is rounded: planar doubles, and the same as interleaved float32. The arrays are
   * used again afterwards.
   */
  hear?(channels: readonly Float64Array[], frames: number, samples: Float32Array): void;
}

/** A stereo mix on its way into a file: resampled if asked for, quantised once, encoded. */
export interface Delivery {
  /** Of the file. */
  readonly format: RenderFormat;
  receive(channels: readonly Float64Array[], frames: number): Promise<void>;
  /** Completes the file; returns what was lost on the way into it. */
  finish(): Promise<readonly Problem[]>;
  /** Lets go of what is under way; the file stays as it is. */
  abandon(): Promise<void>;
}

/** Throws a `TwobusError` with code `bad-options` where the container cannot hold what is asked. */
export async function createDelivery(options: DeliveryOptions): Promise<Delivery> {
  const { sink, container, sampleFormat, mix, sampleRate = mix.sampleRate } = options;
  const format = { sampleRate, frames: Math.round((mix.frames * sampleRate) / mix.sampleRate) };
  const writer = await createAudioWriter(sink, { container, sampleFormat, channels: 2, ...format });
  const clips = sampleFormat === "float32" ? undefined : createClipCounter(options.name);
  let samples = new Float32Array(0);
  const consume = async ([left, right]: readonly Float64Array[], frames: number): Promise<void> => {
    if (options.hear !== undefined) {
      if (samples.length < frames * 2) samples = new Float32Array(frames * 2);
      for (let frame = 0; frame < frames; frame++) {
        samples[2 * frame] = left![frame]!;
        samples[2 * frame + 1] = right![frame]!;
      }
      options.hear([left!, right!], frames, samples.subarray(0, frames * 2));
    }
    clips?.hear([left!, right!], frames);
    await writer.write([left!, right!], frames);
  };
  const receiver = sampleRate === mix.sampleRate ? direct(consume) : converted(consume, options, sampleRate);
  return {
    format,
    receive: receiver.receive,
    finish: () => complete(receiver, writer, clips?.warnings),
    abandon: receiver.abandon,
  };
}

async function complete(
  receiver: Receiver,
  writer: AudioWriter,
  warnings: (() => readonly Problem[]) | undefined,
): Promise<readonly Problem[]> {
  await receiver.finish();
  await writer.finish();
  return warnings?.() ?? [];
}

type Consume = (channels: readonly Float64Array[], frames: number) => Promise<void>;

interface Receiver {
  receive: Consume;
  finish(): Promise<void>;
  abandon(): Promise<void>;
}

const direct = (consume: Consume): Receiver => ({
  receive: consume,
  finish: async () => {},
  abandon: async () => {},
});

const BLOCK_FRAMES = 2048;

/** Pulls what is pushed through the resampler. */
function converted(consume: Consume, { mix, resampler }: DeliveryOptions, sampleRate: number): Receiver {
  const handOver: HandOver = createHandOver({ ...mix, channels: 2 });
  const stream = resampled(handOver, sampleRate, resampler);
  const pump = async (): Promise<void> => {
    const block = [new Float64Array(BLOCK_FRAMES), new Float64Array(BLOCK_FRAMES)];
    for (let frames = BLOCK_FRAMES; frames === BLOCK_FRAMES;) {
      frames = await stream.read(block);
      await consume(block, frames);
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
