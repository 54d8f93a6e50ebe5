/** Turns residuals after `order` warm-up samples into samples, with the fixed polynomial predictors. In place. */
export function restoreFixed(samples: Float64Array, frames: number, order: number): void {
  if (order === 1) {
    for (let i = 1; i < frames; i++) samples[i]! += samples[i - 1]!;
  } else if (order === 2) {
    for (let i = 2; i < frames; i++) samples[i]! += 2 * samples[i - 1]! - samples[i - 2]!;
  } else if (order === 3) {
    for (let i = 3; i < frames; i++) samples[i]! += 3 * (samples[i - 1]! - samples[i - 2]!) + samples[i - 3]!;
  } else if (order === 4) {
    for (let i = 4; i < frames; i++) {
      samples[i]! += 4 * (samples[i - 1]! + samples[i - 3]!) - 6 * samples[i - 2]! - samples[i - 4]!;
    }
  }
}

/** Taps that are held in locals; encoders seldom use more than 8, and 12 at most for rates up to 48 kHz. */
const LOCAL_TAPS = 8;

/**
 * The same with linear prediction: coefficient 0 weighs the latest sample and the sum is divided by 2^shift, rounding
 * down. Doubles hold every sum of 33-bit samples, 15-bit coefficients and 32 taps exactly, so the order of the
 * additions is free: the latest sample comes last, because the loop waits for it.
 */
export function restoreLinear(samples: Float64Array, frames: number, coefficients: Float64Array, shift: number): void {
  const order = coefficients.length;
  const scale = 1 / (1 << shift);
  const [c0 = 0, c1 = 0, c2 = 0, c3 = 0, c4 = 0, c5 = 0, c6 = 0, c7 = 0] = coefficients;
  let [x0 = 0, x1 = 0, x2 = 0, x3 = 0, x4 = 0, x5 = 0, x6 = 0, x7 = 0] = samples.subarray(0, order).toReversed();
  for (let i = order; i < frames; i++) {
    let sum = 0;
    for (let tap = LOCAL_TAPS; tap < order; tap++) sum += coefficients[tap]! * samples[i - 1 - tap]!;
    sum += c7 * x7 + c6 * x6 + c5 * x5 + c4 * x4 + c3 * x3 + c2 * x2 + c1 * x1 + c0 * x0;
    x7 = x6;
    x6 = x5;
    x5 = x4;
    x4 = x3;
    x3 = x2;
    x2 = x1;
    x1 = x0;
    x0 = samples[i]! + Math.floor(sum * scale);
    samples[i] = x0;
  }
}
