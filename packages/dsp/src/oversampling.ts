/** How many times faster than the song a nonlinear stage may run. */
export const OVERSAMPLING_FACTORS = [1, 2, 4, 8] as const;

/** One of `OVERSAMPLING_FACTORS`. */
export type OversamplingFactor = (typeof OVERSAMPLING_FACTORS)[number];

/** Taps of the half-band stages to 2×, 4× and 8×, as `assembly/oversampling.ts` designs them. */
const STAGE_TAPS = [111, 27, 19];

/**
 * Whole frames between input and output of an oversampled stage. Every half-band filter is passed twice, up and down, each
 * time (taps − 1) / 2 of its high-rate frames late; `innerDelaySamples` is what the stage itself adds, in inner frames. The
 * sum is rounded up to base-rate frames, because the kernel waits for the remainder.
 */
export function oversamplingLatencySamples(factor: OversamplingFactor, innerDelaySamples = 0): number {
  const late = STAGE_TAPS.slice(0, OVERSAMPLING_FACTORS.indexOf(factor)).map(
    (taps, stage) => (taps - 1) / (2 << stage),
  );
  return Math.ceil(late.reduce((sum, samples) => sum + samples, innerDelaySamples / factor));
}
