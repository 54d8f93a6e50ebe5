import type { Problem } from "@twobus/core";
import { gainToDecibels } from "@twobus/dsp";

/** Counts samples that whole numbers cannot hold: beyond ±1 they are cut off. */
export interface ClipCounter {
  hear(channels: readonly Float64Array[], frames: number): void;
  warnings(): readonly Problem[];
}

/** `path` is the file that the samples go to. */
export function createClipCounter(path: string): ClipCounter {
  let count = 0;
  let peak = 1;
  return {
    hear: (channels, frames) => {
      for (const samples of channels) {
        for (let frame = 0; frame < frames; frame++) {
          const level = Math.abs(samples[frame]!);
          if (level <= 1) continue;
          count++;
          peak = Math.max(peak, level);
        }
      }
    },
    warnings: () => {
      if (count === 0) return [];
      const message =
        `${count} ${count === 1 ? "sample was" : "samples were"} above full scale and cut off, ` +
        `the highest by ${gainToDecibels(peak).toFixed(2)} dB; lower the stereo bus, or write 32-bit float`;
      return [{ code: "clipped", at: path, message }];
    },
  };
}
