import { cos } from "@twobus/dsp";

/** Long enough for −100 dBFS of equivalent step at full level, short enough to be no transition that one hears. */
const FADE_SECONDS = 0.01;

/** Raised cosine from just above 0 to 1, in whole quanta. */
export function fadeShape(sampleRate: number, quantum: number): Float64Array {
  const frames = Math.ceil((FADE_SECONDS * sampleRate) / quantum) * quantum;
  return Float64Array.from({ length: frames }, (_, i) => 0.5 - 0.5 * cos((Math.PI * (i + 1)) / frames));
}

/**
 * Fades interleaved stereo over to `arriving`, from its frame `from` to its end. `faded` frames of the fade have passed before;
 * after the last one only what arrives is left.
 */
export function crossFade(
  mix: Float64Array,
  arriving: Float64Array,
  shape: Float64Array,
  faded: number,
  from: number,
): void {
  const late = 2 * (faded - from);
  for (let at = 2 * from; at < mix.length; at++) {
    const frame = (at + late) >> 1;
    if (frame >= shape.length) mix[at] = arriving[at]!;
    else mix[at] = mix[at]! + shape[frame]! * (arriving[at]! - mix[at]!);
  }
}
