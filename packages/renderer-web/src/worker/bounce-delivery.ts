import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { RenderFormat } from "@twobus/core";
import { dspWasm, ResamplerKernels } from "@twobus/dsp";
import { createMeter, type Meter } from "@twobus/measure";
import { createDelivery, type Delivery } from "@twobus/media";
import type { Delivered } from "../bounce.ts";
import type { PostedBounce } from "../render-worker.ts";
import type { FileSink } from "../storage/file-sink.ts";
import { openTarget } from "../storage/open-target.ts";
import { fetchBytes } from "./fetch-bytes.ts";

/** A mix on its way into a file: measured and hashed on the way. */
export interface BounceDelivery {
  begin(mix: RenderFormat): Promise<void>;
  receive(channels: readonly [Float64Array, Float64Array], frames: number): Promise<void>;
  /** Makes the file appear. */
  finish(): Promise<Delivered>;
  /** Leaves no trace. */
  discard(): Promise<void>;
}

type FileOptions = Omit<PostedBounce, "fromSeconds" | "toSeconds" | "warmUpSeconds">;

export function createBounceDelivery({ to, ...kind }: FileOptions): BounceDelivery {
  let file: FileSink | undefined;
  let current: { delivery: Delivery; meter: Meter } | undefined;
  const hash = sha256.create();
  return {
    begin: async (mix) => {
      file = await openTarget(to);
      const module = await WebAssembly.compile(await fetchBytes(dspWasm.url));
      const meter = createMeter({ kernels: { module }, sampleRate: kind.sampleRate ?? mix.sampleRate, channels: 2 });
      const hear = (channels: readonly Float64Array[], frames: number, samples: Float32Array): void => {
        hash.update(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
        meter.push(channels, frames);
      };
      const resampler = new ResamplerKernels(module, false);
      const delivery = await createDelivery({ ...kind, name: file.name, sink: file, mix, resampler, hear });
      current = { delivery, meter };
    },
    receive: (channels, frames) => current!.delivery.receive(channels, frames),
    finish: async () => {
      const { delivery, meter } = current!;
      const warnings = await delivery.finish();
      const blob = await file!.commit();
      return {
        ...delivery.format,
        pcmSha256: bytesToHex(hash.digest()),
        measure: meter.finish(),
        warnings,
        ...(blob !== undefined && { blob }),
      };
    },
    discard: async () => {
      await current?.delivery.abandon();
      await file?.discard();
    },
  };
}
