import { sin } from "@twobus/dsp";

/** A tail counts as over when it has fallen by 120 dB: so many times a decay has then gone by its time constant. */
export const INAUDIBLE_NEPERS = 13.8;

/**
 * Of a reduction of 20 dB so little is left that what it does to sound that is 20 dB down, and no longer reduced, lies below −120 dBFS:
 * ln(10) · 0.1 · e^−12.4 = 10^−6.
 */
const FORGOTTEN_NEPERS = 12.4;

/** How long something with this time constant remembers. */
export const memoryOf = (seconds: number, sampleRate: number): number =>
  Math.ceil(FORGOTTEN_NEPERS * seconds * sampleRate);

/**
 * Nepers by which a pole decays in a frame, for 1 over its slowness: at the angle θ = 2πf/fs the bilinear transform leaves
 * α·sin θ of an analogue α·θ, so that poles held near half of the sample rate ring there for long.
 */
export function decayPerFrame(hz: number, sampleRate: number): number {
  return sin(2 * Math.PI * Math.min(hz / sampleRate, 0.49));
}
