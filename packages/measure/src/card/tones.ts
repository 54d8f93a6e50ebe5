import type { Stereo } from "@twobus/core/solo";
import { cos, decibelsToGain, gainToDecibels, sin } from "@twobus/dsp";

// Made with the same maths as sound, so that a card is the same picture everywhere.

export const SAMPLE_RATE = 48_000;

export const decibels = (ratio: number): number => gainToDecibels(Math.max(ratio, 1e-12));

export const both = (signal: Float64Array): Stereo => [signal, signal];

export function tone(hz: number, peakDbfs: number, frames: number): Float64Array {
  const peak = decibelsToGain(peakDbfs);
  return Float64Array.from({ length: frames }, (_, n) => peak * sin((2 * Math.PI * hz * n) / SAMPLE_RATE));
}

/** Peak of the part of a signal that has this frequency, over whole periods at its end. */
export function amplitudeAt(signal: Float64Array, hz: number, frames: number): number {
  let re = 0;
  let im = 0;
  for (let n = signal.length - frames; n < signal.length; n++) {
    const angle = (2 * Math.PI * hz * n) / SAMPLE_RATE;
    re += signal[n]! * cos(angle);
    im += signal[n]! * sin(angle);
  }
  return (2 * Math.sqrt(re * re + im * im)) / frames;
}
