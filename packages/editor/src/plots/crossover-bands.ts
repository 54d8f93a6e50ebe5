/**
 * How loud each band is at a frequency, in dB: what a Linkwitz–Riley crossover of 24 dB per octave gives, which is a Butterworth
 * pair twice over. Lowest band first, one more than there are crossovers.
 */
export function bandLevels(crossoversHz: readonly number[], hz: number): number[] {
  const below = crossoversHz.map((at) => -decibels(1 + (hz / at) ** 4));
  const above = crossoversHz.map((at) => -decibels(1 + (at / hz) ** 4));
  return Array.from({ length: crossoversHz.length + 1 }, (_, band) => (below[band] ?? 0) + (above[band - 1] ?? 0));
}

const decibels = (ratio: number): number => 20 * Math.log10(ratio);
