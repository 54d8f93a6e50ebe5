import { dspWasm, resampled, ResamplerKernels, type PlanarStream } from "@twobus/dsp";
import { createNoise } from "../session/recordings.ts";
import { compiled } from "./compiled.ts";
import type { KernelCase } from "./kernel-case.ts";

const RATES = [
  [44100, 48000],
  [48000, 44100],
  [96000, 48000],
  [48000, 96000],
] as const;

const BLOCK_FRAMES = 2048;

/** Stereo streams at another rate, per frame that comes out; copies between JavaScript and WebAssembly included. */
export const resamplerCases: readonly KernelCase[] = RATES.map(([from, to]) => ({
  name: `Resampler, ${from} to ${to} Hz`,
  prepare: async () => {
    const kernels = new ResamplerKernels(await compiled(dspWasm.url), false);
    const stream = resampled(endlessNoise(from), to, kernels);
    const block = [new Float64Array(BLOCK_FRAMES), new Float64Array(BLOCK_FRAMES)];
    return async (frames) => {
      for (let done = 0; done < frames; done += BLOCK_FRAMES) {
        const count = Math.min(BLOCK_FRAMES, frames - done);
        await stream.read(block.map((channel) => channel.subarray(0, count)));
      }
    };
  },
}));

function endlessNoise(sampleRate: number): PlanarStream {
  const noise = createNoise(1);
  const second = Float64Array.from({ length: sampleRate }, noise);
  let at = 0;
  return {
    format: { sampleRate, channels: 2, frames: Number.MAX_SAFE_INTEGER },
    read: async (channels) => {
      const wanted = channels[0]!.length;
      if (at + wanted > sampleRate) at = 0;
      for (const channel of channels) channel.set(second.subarray(at, at + wanted));
      at += wanted;
      return wanted;
    },
  };
}
