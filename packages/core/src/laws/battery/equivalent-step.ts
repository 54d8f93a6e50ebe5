import { cos, sin } from "@twobus/dsp";

const PI = 3.141592653589793;
const REACH = 127;
/** 8 kHz at 48 kHz: what is left of music there is little, what is left of a click is most of it. */
const CUTOFF_CYCLES_PER_FRAME = 8000 / 48000;

/** One half of a symmetric high-pass of 255 taps: a sinc under a Blackman window, taken from a unit impulse. Nulls DC. */
const TAPS: Float64Array = (() => {
  const lowPass = Float64Array.from({ length: REACH + 1 }, (_, t) => {
    const turn = (PI * t) / (REACH + 1);
    const window = 0.42 + 0.5 * cos(turn) + 0.08 * cos(2 * turn);
    const radians = 2 * PI * CUTOFF_CYCLES_PER_FRAME;
    return window * (t === 0 ? radians / PI : sin(radians * t) / (PI * t));
  });
  const sum = lowPass.reduce((total, tap, t) => total + (t === 0 ? tap : 2 * tap), 0);
  return lowPass.map((tap, t) => (t === 0 ? 1 : 0) - tap / sum);
})();

/** The highest that the filter answers to a unit step with. */
const STEP_PEAK: number = (() => {
  let [sum, peak] = [0, 0];
  for (let t = -REACH; t <= REACH; t++) {
    sum += TAPS[Math.abs(t)]!;
    peak = Math.max(peak, Math.abs(sum));
  }
  return peak;
})();

/**
 * How much the filter can make of a curvature of 1 per frame²: the sum of its taps' sums' sums, without signs. Its taps add up
 * to nothing and are symmetric, so all that it passes is curved.
 */
const MOST_OF_CURVATURE: number = (() => {
  let [slope, height, most] = [0, 0, 0];
  for (let t = -REACH; t <= REACH; t++) {
    slope += TAPS[Math.abs(t)]!;
    height += slope;
    most += Math.abs(height);
  }
  return most;
})();

/** Frames whose curvature is looked at together. */
const STRETCH = 128;

/**
 * How loud the worst click between two frames is: as loud as a step of so much, 1 being full scale, and not less than
 * `least`, below which none is looked for. The signal must go on for 127 frames to either side.
 */
export function equivalentStep(signal: Float64Array, from: number, to: number, least = 0): number {
  let peak = least * STEP_PEAK;
  for (let start = from; start < to; start += STRETCH) {
    const end = Math.min(to, start + STRETCH);
    if (MOST_OF_CURVATURE * greatestCurvature(signal, start - REACH, end + REACH) <= peak) continue;
    for (let n = start; n < end; n++) {
      let sum = TAPS[0]! * signal[n]!;
      for (let t = 1; t <= REACH; t++) sum += TAPS[t]! * (signal[n - t]! + signal[n + t]!);
      peak = Math.max(peak, Math.abs(sum));
    }
  }
  return peak / STEP_PEAK;
}

function greatestCurvature(signal: Float64Array, from: number, to: number): number {
  let greatest = 0;
  for (let n = Math.max(1, from); n < Math.min(to, signal.length - 1); n++)
    greatest = Math.max(greatest, Math.abs(signal[n - 1]! - 2 * signal[n]! + signal[n + 1]!));
  return greatest;
}
