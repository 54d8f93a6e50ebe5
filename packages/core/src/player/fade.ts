import { cos } from "@twobus/dsp";

/** Long enough for −100 dBFS of equivalent step at full level, short enough to be no transition that one hears. */
const FADE_SECONDS = 0.01;

/** Raised cosine from just above 0 to 1, in whole quanta. */
export function fadeShape(sampleRate: number, quantum: number): Float64Array {
  const frames = Math.ceil((FADE_SECONDS * sampleRate) / quantum) * quantum;
  return Float64Array.from({ length: frames }, (_, i) => 0.5 - 0.5 * cos((Math.PI * (i + 1)) / frames));
}
