import type { Predictor } from "./linear-prediction.ts";

/** Residuals must stay below this, so that they fold and fit into 32 bits. */
const HIGHEST_RESIDUAL = 1 << 30;

/** The fixed predictor, 0 to 4, that leaves the smallest sum of absolute residuals. */
export function bestFixedOrder(signal: Int32Array, frames: number): number {
  let [last0, last1, last2, last3] = [0, 0, 0, 0];
  let [sum0, sum1, sum2, sum3, sum4] = [0, 0, 0, 0, 0];
  for (let i = 0; i < frames; i++) {
    const error0 = signal[i]!;
    const error1 = error0 - last0;
    const error2 = error1 - last1;
    const error3 = error2 - last2;
    const error4 = error3 - last3;
    if (i >= 4) {
      sum0 += Math.abs(error0);
      sum1 += Math.abs(error1);
      sum2 += Math.abs(error2);
      sum3 += Math.abs(error3);
      sum4 += Math.abs(error4);
    }
    last0 = error0;
    last1 = error1;
    last2 = error2;
    last3 = error3;
  }
  const sums = [sum0, sum1, sum2, sum3, sum4];
  return frames > 4 ? sums.indexOf(Math.min(...sums)) : 0;
}

/** Residuals of a fixed predictor: differences of the given order. */
export function fixedResidual(signal: Int32Array, frames: number, order: number, residual: Int32Array): void {
  residual.set(signal.subarray(0, frames));
  for (let pass = 0; pass < order; pass++) {
    for (let i = frames - 1; i > pass; i--) residual[i]! -= residual[i - 1]!;
  }
}

/** Residuals of a linear predictor; false if one is too large to be coded. */
export function linearResidual(
  signal: Int32Array,
  frames: number,
  predictor: Predictor,
  residual: Int32Array,
): boolean {
  const { coefficients, shift } = predictor;
  const order = coefficients.length;
  const scale = 1 / (1 << shift);
  const [c0 = 0, c1 = 0, c2 = 0, c3 = 0, c4 = 0, c5 = 0, c6 = 0, c7 = 0] = coefficients;
  let extreme = 0;
  let [x0 = 0, x1 = 0, x2 = 0, x3 = 0, x4 = 0, x5 = 0, x6 = 0, x7 = 0] = signal.subarray(0, order).toReversed();
  for (let i = order; i < frames; i++) {
    const sum = c7 * x7 + c6 * x6 + c5 * x5 + c4 * x4 + c3 * x3 + c2 * x2 + c1 * x1 + c0 * x0;
    const sample = signal[i]!;
    const error = sample - Math.floor(sum * scale);
    residual[i] = error;
    extreme = Math.max(extreme, Math.abs(error));
    x7 = x6;
    x6 = x5;
    x5 = x4;
    x4 = x3;
    x3 = x2;
    x2 = x1;
    x1 = x0;
    x0 = sample;
  }
  return extreme < HIGHEST_RESIDUAL;
}
