/** How many times faster than the song a nonlinear stage may run. */
export const OVERSAMPLING_FACTORS = [1, 2, 4, 8] as const;

/** One of `OVERSAMPLING_FACTORS`. */
export type OversamplingFactor = (typeof OVERSAMPLING_FACTORS)[number];

/** Taps of the first half-band stage, to 2×, at its longest: what 44.1 kHz needs, and strong harmonics at any rate. */
export const LONG_FIRST_STAGE_TAPS = 111;

/** Taps of the first half-band stage as `assembly/oversampling.ts` chooses them for a sample rate in Hz. */
export const firstStageTaps = (sampleRate: number): number => (sampleRate < 48_000 ? LONG_FIRST_STAGE_TAPS : 71);

/** Taps of the stages to 4× and 8×. */
const FURTHER_STAGE_TAPS = [27, 19];

/**
 * Whole frames between input and output of an oversampled stage. Every half-band filter is passed twice, up and down, each
 * time (taps − 1) / 2 of its high-rate frames late; `innerDelaySamples` is what the stage itself adds, in inner frames. The
 * sum is rounded up to base-rate frames, because the kernel waits for the remainder.
 */
export function oversamplingLatencySamples(
  factor: OversamplingFactor,
  firstTaps: number,
  innerDelaySamples = 0,
): number {
  const stages = [firstTaps, ...FURTHER_STAGE_TAPS].slice(0, OVERSAMPLING_FACTORS.indexOf(factor));
  const late = stages.map((taps, stage) => (taps - 1) / (2 << stage));
  return Math.ceil(late.reduce((sum, samples) => sum + samples, innerDelaySamples / factor));
}
