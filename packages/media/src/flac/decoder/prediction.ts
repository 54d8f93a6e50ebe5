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

/** Taps that are held in locals: no more are used for rates up to 48 kHz in the streamable subset. */
const LOCAL_TAPS = 12;

/**
 * The same with linear prediction: coefficient 0 weighs the latest sample and the sum is divided by 2^shift, rounding
 * down. Doubles hold every sum of 33-bit samples, 15-bit coefficients and 32 taps exactly, whatever the order of the
 * additions and wherever the division by a power of two is made.
 */
export function restoreLinear(samples: Float64Array, frames: number, coefficients: Float64Array, shift: number): void {
  const scaled = coefficients.map((coefficient) => coefficient / (1 << shift));
  if (coefficients.length <= LOCAL_TAPS) restoreInLocals(samples, frames, scaled);
  else restoreInMemory(samples, frames, scaled);
}

/** Transposed: each sample adds its share to the predictions of the next twelve, so the loop waits for one sum only. */
function restoreInLocals(samples: Float64Array, frames: number, coefficients: Float64Array): void {
  const order = coefficients.length;
  const taps = new Float64Array(LOCAL_TAPS);
  taps.set(coefficients);
  const [c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11] = taps as unknown as TwelveTaps;
  let [p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11] = NOTHING_PREDICTED;
  for (let i = 0; i < frames; i++) {
    const x = i < order ? samples[i]! : samples[i]! + Math.floor(p0);
    samples[i] = x;
    p0 = p1 + c0 * x;
    p1 = p2 + c1 * x;
    p2 = p3 + c2 * x;
    p3 = p4 + c3 * x;
    p4 = p5 + c4 * x;
    p5 = p6 + c5 * x;
    p6 = p7 + c6 * x;
    p7 = p8 + c7 * x;
    p8 = p9 + c8 * x;
    p9 = p10 + c9 * x;
    p10 = p11 + c10 * x;
    p11 = c11 * x;
  }
}

type TwelveTaps = readonly [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];
const NOTHING_PREDICTED: TwelveTaps = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

function restoreInMemory(samples: Float64Array, frames: number, coefficients: Float64Array): void {
  const order = coefficients.length;
  for (let i = order; i < frames; i++) {
    let prediction = 0;
    for (let tap = order - 1; tap >= 0; tap--) prediction += coefficients[tap]! * samples[i - 1 - tap]!;
    samples[i]! += Math.floor(prediction);
  }
}
