import { counted } from "@twobus/core";

/** A latency in milliseconds, as it is shown: `9.5 ms`. */
export function latencyMsText(samples: number, sampleRate: number): string {
  const milliseconds = (1000 * samples) / sampleRate;
  return `${milliseconds.toFixed(milliseconds > 0 && milliseconds < 1 ? 2 : 1)} ms`;
}

/** The same with its samples: `456 samples, 9.5 ms`. */
export const latencyText = (samples: number, sampleRate: number): string =>
  `${counted(samples, "sample")}, ${latencyMsText(samples, sampleRate)}`;
