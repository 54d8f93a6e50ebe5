import type { PlainValues } from "@twobus/core";

export const SHAPES: readonly string[] = [
  "bell",
  "lowShelf",
  "highShelf",
  "highPass",
  "lowPass",
  "notch",
  "bandPass",
  "tilt",
];

/** Seeded numbers in 0 … 1. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export const noise = (frames: number, seed: number): Float64Array => {
  const random = randomNumbers(seed);
  return Float64Array.from({ length: frames }, () => 2 * random() - 1);
};

export const impulse = (frames: number): Float64Array =>
  Float64Array.from({ length: frames }, (_, i) => (i === 0 ? 1 : 0));
export const tone = (hz: number, sampleRate: number, frames: number, amplitude: number): Float64Array =>
  Float64Array.from({ length: frames }, (_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / sampleRate));
export const peak = (signal: Float64Array): number =>
  signal.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
export const decibels = (ratio: number): number => 20 * Math.log10(ratio);

/** Whether every sample is a number. */
export const finite = (signal: Float64Array): boolean => signal.every((value) => Number.isFinite(value));

/** Sets band `n` to a bell. */
export const bell = (n: number, frequencyHz: number, gainDb: number, q: number): PlainValues => ({
  [`band${n}Shape`]: "bell",
  [`band${n}FrequencyHz`]: frequencyHz,
  [`band${n}GainDb`]: gainDb,
  [`band${n}Q`]: q,
});
