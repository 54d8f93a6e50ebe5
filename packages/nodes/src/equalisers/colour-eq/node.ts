import {
  choice,
  decibels,
  defineNode,
  hertz,
  level,
  percent,
  quality,
  stereo,
  type NodeDefinition,
  type PlainValues,
} from "@twobus/core";
import { decibelsToGain } from "@twobus/dsp";
import { INAUDIBLE_NEPERS } from "../../tail.ts";
import { colourLatencySamples, oversampling } from "../colour.ts";
import { numberedBand } from "../numbered-band.ts";

/** Where the bands stand until someone moves them. */
const BANDS = [
  { frequencyHz: 60, shape: "lowShelf" },
  { frequencyHz: 300, shape: "bell" },
  { frequencyHz: 3000, shape: "bell" },
  { frequencyHz: 10000, shape: "highShelf" },
  { frequencyHz: 1000, shape: "bell" },
] as const;

const bandParameters = ({ frequencyHz, shape }: (typeof BANDS)[number]) => ({
  shape: choice(["bell", "lowShelf", "highShelf"], { default: shape, description: "What the band is." }),
  frequencyHz: hertz({
    min: 20,
    max: 20000,
    default: frequencyHz,
    description: "Centre of a bell, half the gain of a shelf; held below 0.49 of the sample rate.",
  }),
  gainDb: decibels({ min: -15, max: 15, default: 0, description: "Boost or cut. A cut has no colour." }),
  q: quality({ min: 0.3, max: 4, default: 0.7071, description: "Narrowness of a bell, knee of a shelf." }),
  saturationPercent: percent({
    min: 0,
    max: 100,
    default: 50,
    description: "How far what the band adds is bent: more boost, more harmonics, from this band alone.",
  }),
});

const band = <const N extends number>(n: N) => numberedBand(n, bandParameters(BANDS[n - 1]!));

export const colourEq: NodeDefinition = defineNode({
  type: "twobus.colourEq",
  version: 1,
  name: "Colour EQ",
  category: "equaliser",
  summary: "Five bands that saturate what they boost, and nothing else, behind a high-pass and a low-pass.",
  words: ["colour", "saturation", "esoteric", "harmonics", "exciting", "silk", "density"],
  references: [
    "The idea of an equaliser with dynamic saturation in its boost path, as in the Natalus DSCEQ; bands and curve are our own",
  ],
  estimates: [
    { of: "everything but the idea: the bands, their ranges and shapes, both filters" },
    {
      of: "what is saturated, by which curve and how far",
      params: [
        "band1SaturationPercent",
        "band2SaturationPercent",
        "band3SaturationPercent",
        "band4SaturationPercent",
        "band5SaturationPercent",
        "driveDb",
      ],
    },
  ],
  examples: {
    boosted: { band1GainDb: 6, band5GainDb: 3, band4GainDb: 6 },
  },
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    ...band(1),
    ...band(2),
    ...band(3),
    ...band(4),
    ...band(5),
    driveDb: decibels({ min: -12, max: 24, default: 0, description: "How hard the curves of all bands are driven." }),
    outputGainDb: level({ min: -24, max: 24, default: 0, description: "Level after everything." }),
    oversampling,
    highPassHz: hertz({
      min: 20,
      max: 1000,
      default: 20,
      description: "12 dB/oct high-pass before the bands. Off at 20 Hz.",
    }),
    lowPassHz: hertz({
      min: 1000,
      max: 20000,
      default: 20000,
      description: "12 dB/oct low-pass before the bands. Off at 20 kHz.",
    }),
  },
  linearity: "waveshaper",
  latencySamples: colourLatencySamples,
  // The filters, the bands, and half a second for the blocker of the colour's DC.
  tailSamples: (values, sampleRate) => {
    const seconds = BANDS.map((_, index) => tailSeconds(values, index + 1));
    const filters = INAUDIBLE_NEPERS / (Math.SQRT2 * Math.PI * Number(values["highPassHz"]));
    return Math.ceil((0.5 + filters + Math.max(...seconds)) * sampleRate);
  },
  kernel: "colourEq",
});

/** Time in which the slowest pole of a band falls by 120 dB. */
function tailSeconds(values: PlainValues, n: number): number {
  const value = (name: string): number => Number(values[`band${n}${name}`]);
  const gain = decibelsToGain(Math.abs(value("GainDb")) / 2);
  const slowness = Math.sqrt(gain) * Math.max(2 * value("Q") * gain, gain / value("Q"));
  return value("GainDb") === 0 ? 0 : (INAUDIBLE_NEPERS * slowness) / (2 * Math.PI * value("FrequencyHz"));
}
