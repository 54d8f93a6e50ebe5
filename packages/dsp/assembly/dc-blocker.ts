// The high-pass behind curves that are not symmetric: it takes out the mean that they add.

import { exp, PI } from "./maths";

const CORNER_HZ: f64 = 5.0;

/** The pole r of y = x − x₁ + r·y₁. */
export function dcBlockerPole(sampleRate: f64): f64 {
  return exp((-2.0 * PI * CORNER_HZ) / sampleRate);
}
