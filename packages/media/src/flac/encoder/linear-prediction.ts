import { log2 } from "@twobus/dsp";

const HIGHEST_ORDER = 8;
const HIGHEST_SHIFT = 15;

/** Bits of a coefficient, its sign included. */
export const COEFFICIENT_BITS = 14;

export interface Predictor {
  /** Whole numbers; the first one weighs the latest sample. */
  readonly coefficients: Float64Array;
  /** The weighted sum is divided by 2^shift. */
  readonly shift: number;
}

/** Finds a linear predictor for `signal[0…frames)` of `depth` bits; undefined where none promises to help. */
export function findPredictor(signal: Int32Array, frames: number, depth: number): Predictor | undefined {
  if (frames <= 4 * HIGHEST_ORDER) return undefined;
  const correlation = autocorrelation(signal, frames);
  if (correlation[0] === 0) return undefined;
  return quantise(bestPredictor(correlation, frames, depth));
}

/** Autocorrelation of the signal under a Welch window (a parabola), lags 0 to 8. */
function autocorrelation(signal: Int32Array, frames: number): Float64Array {
  const windowed = new Float64Array(frames + HIGHEST_ORDER);
  const middle = (frames - 1) / 2;
  for (let i = 0; i < frames; i++) {
    const distance = (i - middle) / (middle + 1);
    windowed[i + HIGHEST_ORDER] = signal[i]! * (1 - distance * distance);
  }
  const correlation = new Float64Array(HIGHEST_ORDER + 1);
  for (let lag = 0; lag <= HIGHEST_ORDER; lag++) {
    let sum = 0;
    for (let i = HIGHEST_ORDER; i < windowed.length; i++) sum += windowed[i]! * windowed[i - lag]!;
    correlation[lag] = sum;
  }
  return correlation;
}

/** Levinson–Durbin recursion; keeps the order for which residual and coefficients together take the fewest bits. */
function bestPredictor(correlation: Float64Array, frames: number, depth: number): Float64Array {
  let weights: number[] = [];
  let error = correlation[0]!;
  let best = weights;
  let bestBits = Number.POSITIVE_INFINITY;
  for (let order = 1; order <= HIGHEST_ORDER && error > 0; order++) {
    const known = weights;
    let reflection = correlation[order]!;
    known.forEach((weight, i) => (reflection -= weight * correlation[order - 1 - i]!));
    reflection /= error;
    weights = [...known.map((weight, i) => weight - reflection * known[order - 2 - i]!), reflection];
    error *= 1 - reflection * reflection;
    const bits = 0.5 * frames * log2(Math.max(error, 1e-300)) + order * (COEFFICIENT_BITS + depth);
    if (bits < bestBits) {
      bestBits = bits;
      best = weights;
    }
  }
  return Float64Array.from(best);
}

/** Rounds the weights to whole numbers; each passes its rounding error on to the next. */
function quantise(weights: Float64Array): Predictor | undefined {
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const limit = 1 << (COEFFICIENT_BITS - 1);
  let shift = HIGHEST_SHIFT;
  while (shift >= 0 && largest * (1 << shift) > limit - 1) shift--;
  if (shift < 0) return undefined;
  let error = 0;
  const coefficients = weights.map((weight) => {
    const wanted = weight * (1 << shift) + error;
    const rounded = Math.max(-limit, Math.min(limit - 1, Math.round(wanted)));
    error = wanted - rounded;
    return rounded;
  });
  return { coefficients, shift };
}
