// What nodes that work in bands are checked with.

import type { PlainValues } from "@twobus/core";

const SAMPLE_RATE = 48000;

/** All-pass of second order with Butterworth's poles, bilinear, in direct form: what two Linkwitz–Riley bands sum to. */
export function allPassed(signal: Float64Array, hz: number): Float64Array {
  const t = Math.tan((Math.PI * hz) / SAMPLE_RATE);
  const norm = 1 + Math.SQRT2 * t + t * t;
  const [a1, a2] = [(2 * (t * t - 1)) / norm, (1 - Math.SQRT2 * t + t * t) / norm];
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  return signal.map((x) => {
    const y = a2 * x + a1 * x1 + x2 - a1 * y1 - a2 * y2;
    [x1, x2, y1, y2] = [x, x1, y, y1];
    return y;
  });
}

/** The same values in every band: `{ Ratio: 2 }` is `band1Ratio` to `band6Ratio`. */
export const everywhere = (values: PlainValues): PlainValues =>
  Object.fromEntries(
    [1, 2, 3, 4, 5, 6].flatMap((band) => Object.entries(values).map(([name, value]) => [`band${band}${name}`, value])),
  );
