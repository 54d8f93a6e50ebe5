import {
  choice,
  decibels,
  defineNode,
  hertz,
  key,
  level,
  milliseconds,
  percent,
  quality,
  ratio,
  stereo,
  type NodeDefinition,
  type PlainValues,
} from "@twobus/core";
import { decibelsToGain } from "@twobus/dsp";
import { keyListen } from "../../compressors/side-chain.ts";
import { crestsWander, envelopeLatencySamples, envelopeOversampling } from "../../envelope.ts";
import { decayPerFrame, INAUDIBLE_NEPERS, memoryOf } from "../../tail.ts";
import { numberedBand } from "../numbered-band.ts";

const DB_PER_NEPER = 8.686;

/** Where the bands stand until someone moves them. */
const FREQUENCIES_HZ = [80, 300, 2500, 7000] as const;

const bandParameters = (frequencyHz: number) => ({
  shape: choice(["off", "bell", "lowShelf", "highShelf"], { default: "off", description: "What the band is." }),
  frequencyHz: hertz({
    min: 20,
    max: 20000,
    default: frequencyHz,
    description: "Centre or corner; held below 0.49 of the sample rate. The detector hears this place alone.",
  }),
  q: quality({
    min: 0.3,
    max: 10,
    default: 1,
    description: "Narrowness of a bell and of its detector; knee of a shelf.",
  }),
  gainDb: decibels({ min: -15, max: 15, default: 0, description: "Gain at rest." }),
  rangeDb: decibels({
    min: -24,
    max: 24,
    default: -6,
    description: "The most that the gain moves, on top of that at rest: down where it is negative, else up.",
  }),
  thresholdDb: decibels({
    min: -80,
    max: 6,
    default: -24,
    description: "Level of the band's own sound at which the gain begins to move.",
  }),
  ratio: ratio({ min: 1, max: 100, default: 2, description: "dB past the threshold of which 1 dB is left." }),
  reference: choice(["absolute", "relative"], {
    default: "absolute",
    description: "Whether the threshold counts from full scale, or from the level of all that the detector is given.",
  }),
  direction: choice(["above", "below"], {
    default: "above",
    description: "Whether the gain moves while the band is louder than the threshold, or while it is quieter.",
  }),
  attackMs: milliseconds({
    min: 0.1,
    max: 250,
    default: 10,
    description:
      "Time to 63 % of a change. A narrow band's own filter adds about Q/(π · frequency), which no attack can undercut: 0.3 ms at Q 1 and 1 kHz.",
  }),
  releaseMs: milliseconds({ min: 5, max: 2500, default: 120, description: "Time to take 63 % of it back." }),
  source: choice(["key", "input"], {
    default: "key",
    description: "What the detector hears: the key where one is connected, or the input in any case.",
  }),
});

const band = <const N extends number>(n: N) => numberedBand(n, bandParameters(FREQUENCIES_HZ[n - 1]!));

export const dynamicEq: NodeDefinition = defineNode({
  type: "twobus.dynamicEq",
  version: 1,
  name: "Dynamic EQ",
  category: "equaliser",
  summary: "Four bands whose gain moves with the level of their own place, or of the same place in a key.",
  words: ["dynamic", "resonance", "harsh", "boom", "duck", "make room", "side-chain", "frequency-dependent"],
  references: [
    "A. Simper, Solving the continuous SVF equations using trapezoidal integration (2013)",
    "Giannoulis, Massberg, Reiss: Digital Dynamic Range Compressor Design, JAES 60 (2012)",
  ],
  examples: {
    yielding: {
      band2Shape: "bell",
      band2FrequencyHz: 1000,
      band2ThresholdDb: -30,
      band2RangeDb: -9,
      band4Shape: "highShelf",
      band4FrequencyHz: 5000,
      band4ThresholdDb: -30,
      band4RangeDb: -9,
    },
  },
  inputs: { main: stereo(), key: key() },
  outputs: { main: stereo() },
  params: {
    ...band(1),
    ...band(2),
    ...band(3),
    ...band(4),
    linkPercent: percent({
      min: 0,
      max: 100,
      default: 100,
      description: "How far the quieter channel follows the louder one.",
    }),
    outputGainDb: level({ min: -24, max: 24, default: 0, description: "Level after all bands." }),
    keyListen,
    oversampling: envelopeOversampling(
      `Of 5 kHz less than −90 dB folds: at 1 with releases from 20 ms on, at 4 with the fastest times. ${crestsWander(-87)}`,
    ),
  },
  meters: ["band1ChangeDb", "band2ChangeDb", "band3ChangeDb", "band4ChangeDb"],
  linearity: "gain",
  latencySamples: envelopeLatencySamples,
  tailSamples: longestTail,
  memorySamples: (values, sampleRate) => {
    const releases = BANDS.map((n) => Number(values[`band${n}ReleaseMs`]));
    return longestTail(values, sampleRate) + memoryOf(Math.max(...releases) / 1000, sampleRate);
  },
  kernel: "dynamicEq",
});

const BANDS = [1, 2, 3, 4];

function longestTail(values: PlainValues, sampleRate: number): number {
  const longest = Math.max(...BANDS.map((n) => tailFrames(values, n, sampleRate)));
  return envelopeLatencySamples(values, sampleRate) + Math.ceil(longest);
}

/** Time in which the slowest pole of a band, at rest and moved, falls by 120 dB and by all that a gain may rise meanwhile. */
function tailFrames(values: PlainValues, n: number, sampleRate: number): number {
  const value = (name: string): number => Number(values[`band${n}${name}`]);
  if (values[`band${n}Shape`] === "off") return 0;
  const q = value("Q");
  const slownessAt = (gainDb: number): number => {
    const gain = decibelsToGain(Math.abs(gainDb) / 2);
    return Math.sqrt(gain) * Math.max(2 * q * gain, gain / q);
  };
  const nepers = INAUDIBLE_NEPERS + Math.abs(value("RangeDb")) / DB_PER_NEPER;
  const slowness = slownessAt(value("GainDb")) + slownessAt(value("RangeDb"));
  return (nepers * slowness) / decayPerFrame(value("FrequencyHz"), sampleRate);
}
