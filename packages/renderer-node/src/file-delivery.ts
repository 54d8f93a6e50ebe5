import { createHash, type Hash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Problem, RenderFormat } from "@twobus/core";
import type { ResamplerKernels } from "@twobus/dsp";
import { createMeter, loadMeterKernels, type Measurement, type Meter } from "@twobus/measure";
import { createDelivery, type Delivery, type DeliveryFormat } from "@twobus/media";
import { createAtomicFile, type AtomicFile } from "./atomic-file.ts";

export interface FileDeliveryOptions extends DeliveryFormat {
  readonly path: string;
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

/** A mix on its way into a file on disk: measured and hashed on the way. */
export interface FileDelivery {
  /** May be called again: what was delivered so far is thrown away. */
  begin(format: RenderFormat): Promise<void>;
  receive(channels: readonly [Float64Array, Float64Array], frames: number): Promise<void>;
  /** Makes the file appear. */
  finish(): Promise<Delivered>;
  /** Leaves no trace. */
  discard(): Promise<void>;
}

export function createFileDelivery({ path, resampler, ...kind }: FileDeliveryOptions): FileDelivery {
  let file: AtomicFile | undefined;
  let current: { delivery: Delivery; meter: Meter; hash: Hash } | undefined;
  const discard = async (): Promise<void> => {
    await current?.delivery.abandon();
    await file?.discard();
    file = current = undefined;
  };
  return {
    begin: async (mix) => {
      await discard();
      file = await createAtomicFile(path);
      const sampleRate = kind.sampleRate ?? mix.sampleRate;
      const meter = createMeter({ kernels: await loadMeterKernels(readFile), sampleRate, channels: 2 });
      const hash = createHash("sha256");
      const hear = (channels: readonly Float64Array[], frames: number, samples: Float32Array): void => {
        hash.update(samples);
        meter.push(channels, frames);
      };
      current = {
        delivery: await createDelivery({ ...kind, name: path, sink: file, mix, resampler, hear }),
        meter,
        hash,
      };
    },
    receive: (channels, frames) => current!.delivery.receive(channels, frames),
    finish: async () => {
      const { delivery, meter, hash } = current!;
      const warnings = await delivery.finish();
      await file!.commit();
      return { ...delivery.format, pcmSha256: hash.digest("hex"), measure: meter.finish(), warnings };
    },
    discard,
  };
}
