import {
  choice,
  decibels,
  defineNode,
  hertz,
  level,
  percent,
  stereo,
  type NodeDefinition,
  type PlainValues,
} from "@twobus/core";
import { OVERSAMPLING_FACTORS, firstStageTaps, oversamplingLatencySamples, type OversamplingFactor } from "@twobus/dsp";
import { INAUDIBLE_NEPERS } from "../../tail.ts";

const filterLatency = (values: PlainValues, sampleRate: number): number =>
  oversamplingLatencySamples(values["oversampling"] as OversamplingFactor, firstStageTaps(sampleRate));

export const transformerSaturator: NodeDefinition = defineNode({
  type: "twobus.transformerSaturator",
  version: 1,
  name: "Transformer saturator",
  category: "saturator",
  summary: "An iron core: lows thicken and grow harmonics, highs stay clean and ride on them.",
  words: ["transformer", "iron", "weight", "thick", "low end", "harmonics", "nickel", "steel"],
  references: [
    "Line-level audio transformers: distortion goes with (V/f)², 0.025 % at 20 Hz and +4 dBu for a good one",
    "Lambert's continued fraction of tanh as the core's curve",
  ],
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    driveDb: decibels({
      min: 0,
      max: 36,
      default: 12,
      description: "How small the core is. 0 dB: a large one, 0.025 % at 20 Hz and 0 VU; 6 dB more is four times that.",
    }),
    biasPercent: percent({
      min: 0,
      max: 100,
      default: 0,
      description: "Direct current through the winding: even harmonics.",
    }),
    highPassHz: hertz({ min: 2, max: 100, default: 5, description: "Corner of the winding's inductance, 6 dB/oct." }),
    lowPassHz: hertz({
      min: 8000,
      max: 40000,
      default: 40000,
      description: "Corner of leakage and capacitance, 12 dB/oct. Off from 0.45 of the sample rate.",
    }),
    outputDb: level({ min: -24, max: 12, default: 0, description: "Level after everything." }),
    mixPercent: percent({
      min: 0,
      max: 100,
      default: 100,
      description: "How much of the transformer is heard over the untouched, equally late input.",
    }),
    oversampling: choice(OVERSAMPLING_FACTORS, {
      default: 4,
      structural: true,
      description: "How many times faster the core runs, against aliasing. Costs time and latency.",
    }),
  },
  // The flux remembers, but it is a linear integral: saturated flux over flux at the inner rate holds all of it.
  linearity: "waveshaper",
  latencySamples: filterLatency,
  // the oversampling filters are symmetric: what comes after their centre takes as long as what comes before
  tailSamples: (values, sampleRate) =>
    Math.ceil((INAUDIBLE_NEPERS * sampleRate) / (2 * Math.PI * Number(values["highPassHz"]))) +
    filterLatency(values, sampleRate),
  kernel: "transformerSaturator",
});
