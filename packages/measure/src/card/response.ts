import { cos, sin } from "@twobus/dsp";
import { SAMPLE_RATE } from "./tones.ts";

/** What a linear system does to a frequency. */
export interface Response {
  readonly magnitude: number;
  /** −π to π. */
  readonly radians: number;
  /** How much later than the latency the envelope of a sound around this frequency comes. */
  readonly groupDelaySamples: number;
}

/** From an impulse response, its latency taken off. */
export function responseAt(impulseResponse: Float64Array, hz: number, latencySamples: number): Response {
  const angle = (2 * Math.PI * hz) / SAMPLE_RATE;
  const [turnRe, turnIm] = [cos(angle), -sin(angle)];
  let [pointerRe, pointerIm] = [cos(angle * latencySamples), sin(angle * latencySamples)];
  let [re, im, weightedRe, weightedIm] = [0, 0, 0, 0];
  for (let n = 0; n < impulseResponse.length; n++) {
    const sample = impulseResponse[n]!;
    const late = n - latencySamples;
    re += sample * pointerRe;
    im += sample * pointerIm;
    weightedRe += late * sample * pointerRe;
    weightedIm += late * sample * pointerIm;
    [pointerRe, pointerIm] = [pointerRe * turnRe - pointerIm * turnIm, pointerRe * turnIm + pointerIm * turnRe];
  }
  const power = re * re + im * im;
  // −dφ/dω is the real part of the transform of n·h(n) over that of h(n) (J. O. Smith: Introduction to Digital Filters)
  const groupDelaySamples = power === 0 ? 0 : (weightedRe * re + weightedIm * im) / power;
  return { magnitude: Math.sqrt(power), radians: angleOf(re, im), groupDelaySamples };
}

/** −π to π. From an estimate within 0.33, three steps along the sine of what it is off by. */
function angleOf(re: number, im: number): number {
  const length = Math.sqrt(re * re + im * im);
  if (length === 0) return 0;
  let angle = ((im < 0 ? -1 : 1) * Math.PI * (1 - re / length)) / 2;
  for (let step = 0; step < 3; step++) angle += (im * cos(angle) - re * sin(angle)) / length;
  return angle;
}

/**
 * Phases in degrees without jumps, from those at rising frequencies: of all that differ by whole turns, the one that the
 * group delays at both ends lead to.
 */
export function unwrapped(frequencies: readonly number[], responses: readonly Response[]): number[] {
  const phases: number[] = [];
  responses.forEach(({ radians, groupDelaySamples }, index) => {
    const before = responses[index - 1];
    if (before === undefined) return phases.push(radians);
    const step = (2 * Math.PI * (frequencies[index]! - frequencies[index - 1]!)) / SAMPLE_RATE;
    const expected = phases[index - 1]! - (step * (before.groupDelaySamples + groupDelaySamples)) / 2;
    const turns = Math.round((expected - radians) / (2 * Math.PI));
    return phases.push(radians + 2 * Math.PI * turns);
  });
  return phases.map((phase) => (180 * phase) / Math.PI);
}
