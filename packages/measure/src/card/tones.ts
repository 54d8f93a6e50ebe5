import type { Stereo } from "@twobus/core/solo";

// Test tones. These are measurements, not audio that anyone renders: Math serves.

export const SAMPLE_RATE = 48_000;

export const decibels = (ratio: number): number => 20 * Math.log10(Math.max(ratio, 1e-12));
export const gainOf = (levelDb: number): number => 10 ** (levelDb / 20);

export const both = (signal: Float64Array): Stereo => [signal, signal];

export function tone(hz: number, peakDbfs: number, frames: number): Float64Array {
  const peak = gainOf(peakDbfs);
  return Float64Array.from({ length: frames }, (_, n) => peak * Math.sin((2 * Math.PI * hz * n) / SAMPLE_RATE));
}

/** Peak of the part of a signal that has this frequency, over whole periods at its end. */
export function amplitudeAt(signal: Float64Array, hz: number, frames: number): number {
  let re = 0;
  let im = 0;
  for (let n = signal.length - frames; n < signal.length; n++) {
    const angle = (2 * Math.PI * hz * n) / SAMPLE_RATE;
    re += signal[n]! * Math.cos(angle);
    im += signal[n]! * Math.sin(angle);
  }
  return (2 * Math.hypot(re, im)) / frames;
}

/** Magnitude of an impulse response at a frequency. */
export function magnitudeAt(response: Float64Array, hz: number): number {
  let re = 0;
  let im = 0;
  response.forEach((sample, n) => {
    const angle = (2 * Math.PI * hz * n) / SAMPLE_RATE;
    re += sample * Math.cos(angle);
    im -= sample * Math.sin(angle);
  });
  return Math.hypot(re, im);
}
