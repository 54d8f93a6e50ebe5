import {
  choice,
  decibels,
  defineNode,
  percent,
  stereo,
  toggle,
  type NodeDefinition,
  type PlainValues,
} from "@twobus/core";
import {
  LONG_FIRST_STAGE_TAPS,
  OVERSAMPLING_FACTORS,
  oversamplingLatencySamples,
  type OversamplingFactor,
} from "@twobus/dsp";

/** The antialiased curve is one inner frame late by itself. */
const CURVE_DELAY_SAMPLES = 1;

/** What the true-peak guard waits, as `dsp/assembly/true-peak-guard.ts` explains. */
const GUARD_LATENCY_SAMPLES = 64;

const filterLatency = (values: PlainValues): number =>
  oversamplingLatencySamples(values["oversampling"] as OversamplingFactor, LONG_FIRST_STAGE_TAPS, CURVE_DELAY_SAMPLES);

export const clipper: NodeDefinition = defineNode({
  type: "twobus.clipper",
  version: 1,
  name: "Clipper",
  category: "peaks",
  summary: "Shaves the tips of transients at a ceiling, and leaves everything below it untouched to the bit.",
  words: ["clip", "shave", "peaks", "loudness", "ceiling", "transients", "soft clip"],
  references: [
    "S. Bilbao, F. Esqueda, J. Parker, V. Välimäki: Antiderivative antialiasing for memoryless nonlinearities, IEEE SPL 24 (2017)",
  ],
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    ceilingDb: decibels({ min: -24, max: 0, default: 0, description: "No sample leaves above this." }),
    driveDb: decibels({ min: 0, max: 24, default: 0, description: "Gain in front of the curve." }),
    kneePercent: percent({
      min: 0,
      max: 100,
      default: 20,
      description: "0: hard. More begins to bend earlier, at 100 from 12 dB below the ceiling.",
    }),
    limitShaveDb: decibels({
      min: 0,
      max: 12,
      default: 0,
      description: "The most that may be taken; what is louder passes, lowered by just this. 0: no limit.",
    }),
    channelMode: choice(["stereo", "midSide"], {
      default: "stereo",
      structural: true,
      description: "Clip left and right, or mid and side. The ceiling holds for left and right in either.",
    }),
    mixPercent: percent({
      min: 0,
      max: 100,
      default: 100,
      description: "How much of the clipped signal is heard over the untouched, equally late input.",
    }),
    delta: toggle({ default: false, description: "Listen to what is taken: input minus output." }),
    truePeak: toggle({
      default: true,
      structural: true,
      description:
        "Holds true peaks below the ceiling as well, by gain, instead of clipping single samples, which would fold: −41 dB of a " +
        "loud 5 kHz, −22 dB of 10 kHz at 10 dB of drive. Later by 64 samples.",
    }),
    oversampling: choice(OVERSAMPLING_FACTORS, {
      default: 4,
      structural: true,
      description: "How many times faster the curve runs, against aliasing. Costs time and latency.",
    }),
  },
  // Now, at most, and the level that 95 % of the last 3 s in which it shaved stays below
  meters: ["shavedDb", "shavedMaxDb", "shaved95PercentDb"],
  // The residue is nothing where the signal is small, so y/x at the inner rate exists everywhere.
  linearity: "waveshaper",
  latencySamples: (values) => filterLatency(values) + (values["truePeak"] === true ? GUARD_LATENCY_SAMPLES : 0),
  tailSamples: filterLatency, // linear-phase filters ring as long after as before
  kernel: "clipper",
});
