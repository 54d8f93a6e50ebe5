import { exp } from "./maths";

/** Share of the remaining way that an exponential approach covers per frame: 63 % of all of it in `seconds`. */
export function approachRate(seconds: f64, sampleRate: f64): f64 {
  return 1.0 - exp(-1.0 / (seconds * sampleRate));
}
