import { hertz, type NumberParameter, type PlainValues } from "@twobus/core";
import { decayPerFrame, INAUDIBLE_NEPERS } from "./tail.ts";

type Crossovers = { readonly [Name in `crossover${1 | 2 | 3 | 4 | 5}Hz`]: NumberParameter<"Hz"> };

const crossover = (band: number, hz: number): NumberParameter<"Hz"> =>
  hertz({
    min: 20,
    max: 20000,
    default: hz,
    description: `Between bands ${band} and ${band + 1}, 24 dB/oct. Not below the one before; no meaning with fewer bands.`,
  });

/** Where up to six bands meet. */
export const crossovers: Crossovers = {
  crossover1Hz: crossover(1, 120),
  crossover2Hz: crossover(2, 1000),
  crossover3Hz: crossover(3, 6000),
  crossover4Hz: crossover(4, 9000),
  crossover5Hz: crossover(5, 14000),
};

/** How long bands ring: each of the `bands` − 1 crossovers has a Butterworth pair twice over. */
export function crossoverTailSamples(values: PlainValues, sampleRate: number): number {
  const hertzOf = Object.keys(crossovers).map((name) => Number(values[name]));
  const used = hertzOf.slice(0, Number(values["bands"]) - 1);
  const frames = used.map((hz) => (2 * Math.SQRT2 * INAUDIBLE_NEPERS) / decayPerFrame(hz, sampleRate));
  return Math.ceil(frames.reduce((sum, one) => sum + one, 0));
}
