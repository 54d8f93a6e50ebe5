import {
  choice,
  decibels,
  defineNode,
  hertz,
  level,
  quality,
  stereo,
  type NodeDefinition,
  type PlainValues,
} from "@twobus/core";
import { decibelsToGain } from "@twobus/dsp";
import { decayPerFrame, INAUDIBLE_NEPERS } from "../../tail.ts";
import { numberedBand } from "../numbered-band.ts";

const SHAPES = ["off", "bell", "lowShelf", "highShelf", "highPass", "lowPass", "notch", "bandPass", "tilt"] as const;

/** Where the bands stand until someone moves them. */
const FREQUENCIES_HZ = [30, 80, 200, 500, 1200, 3000, 8000, 16000] as const;

const bandParameters = (frequencyHz: number) => ({
  shape: choice(SHAPES, { default: "off", description: "What the band does." }),
  frequencyHz: hertz({
    min: 10,
    max: 20000,
    default: frequencyHz,
    description: "Centre, corner or pivot; held below 0.49 of the sample rate.",
  }),
  gainDb: decibels({
    min: -24,
    max: 24,
    default: 0,
    description: "Boost or cut of bells and shelves; a tilt lifts the highs and lowers the lows by half of it each.",
  }),
  q: quality({
    min: 0.1,
    max: 40,
    default: 0.7071,
    description: "Narrowness of bell, notch and band-pass; knee of shelves and of passes at 12 dB per octave.",
  }),
  slopeDbPerOctave: choice([6, 12, 18, 24, 36, 48], {
    default: 12,
    description: "Steepness of high-pass and low-pass.",
  }),
  channel: choice(["stereo", "mid", "side"], { default: "stereo", description: "What the band works on." }),
});

const band = <const N extends number>(n: N) => numberedBand(n, bandParameters(FREQUENCIES_HZ[n - 1]!));

export const parametricEq: NodeDefinition = defineNode({
  type: "twobus.parametricEq",
  version: 1,
  name: "Parametric EQ",
  category: "equaliser",
  summary: "Eight bands of any shape, true to their analogue curves up to 20 kHz; each on stereo, mid or side.",
  words: ["eq", "equaliser", "bell", "shelf", "high-pass", "low-cut", "notch", "tilt", "mid/side", "corrective"],
  references: [
    "R. Bristow-Johnson, Cookbook formulae for audio EQ biquad filter coefficients",
    "S. J. Orfanidis, Digital parametric equalizer design with prescribed Nyquist-frequency gain, JAES 45 (1997)",
    "M. Vicanek, Matched second order digital filters (2016)",
  ],
  examples: {
    shaped: {
      band1Shape: "highPass",
      band1FrequencyHz: 40,
      band3Shape: "bell",
      band3GainDb: -4,
      band3Q: 1.4,
      band6Shape: "bell",
      band6GainDb: 3,
      band6Q: 1,
      band8Shape: "highShelf",
      band8FrequencyHz: 10000,
      band8GainDb: 4,
    },
  },
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    ...band(1),
    ...band(2),
    ...band(3),
    ...band(4),
    ...band(5),
    ...band(6),
    ...band(7),
    ...band(8),
    outputGainDb: level({ min: -24, max: 24, default: 0, description: "Level after all bands." }),
  },
  linearity: "linear",
  tailSamples: (values, sampleRate) => {
    const tails = FREQUENCIES_HZ.map((_, index) => tailFrames(values, index + 1, sampleRate));
    return Math.ceil(Math.max(...tails));
  },
  kernel: "parametricEq",
});

/** Time in which the slowest pole of a band falls by 120 dB. */
function tailFrames(values: PlainValues, n: number, sampleRate: number): number {
  const value = (name: string): number => Number(values[`band${n}${name}`]);
  if (values[`band${n}Shape`] === "off") return 0;
  const q = value("Q");
  // Gain makes a bell's poles sharper (Q·A) or blunter (Q/A) and moves a shelf's by √A. Blunt pairs split, and the slower
  // pole is about Q·f. The sharpest pair of a Butterworth filter of order 8 has a Q of 2.6.
  const gain = decibelsToGain(Math.abs(value("GainDb")) / 2);
  const slowness = Math.sqrt(gain) * Math.max(2 * q * gain, gain / q, 2 * 2.6);
  return (INAUDIBLE_NEPERS * slowness) / decayPerFrame(value("FrequencyHz"), sampleRate);
}
