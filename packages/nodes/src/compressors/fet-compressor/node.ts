import { choice, decibels, defineNode, key, milliseconds, stereo, type NodeDefinition } from "@twobus/core";
import {
  colourLatencySamples,
  colourOversampling,
  colourTailSamples,
  keyTailSamples,
  sideChainParameters,
} from "../side-chain.ts";
import { memoryOf } from "../../tail.ts";

export const fetCompressor: NodeDefinition = defineNode({
  type: "twobus.fetCompressor",
  version: 1,
  name: "FET compressor",
  category: "compressor",
  summary:
    "The fastest of the analogue kind: catches single crests, brightens as it works, and explodes with all buttons in.",
  words: ["fet", "fast", "aggressive", "crush", "all buttons", "drums", "vocal", "energy"],
  references: [
    "UA 1176LN manual: feedback topology, ratios with their thresholds, attack 20–800 µs, release 50 ms–1.1 s to 63 %",
    "UA 1176AE manual: all buttons between 12:1 and 20:1, with a lag on transients and more distortion",
  ],
  estimates: [
    { of: "the steps of the threshold", params: ["thresholdDb", "ratio"] },
    { of: "the levels of the harmonics" },
  ],
  inputs: { main: stereo(), key: key() },
  outputs: { main: stereo() },
  params: {
    thresholdDb: decibels({
      min: -60,
      max: 0,
      default: -20,
      description: "Peak level in dBFS above which 4:1 compresses. Higher ratios start up to 3.5 dB higher.",
    }),
    ratio: choice(["4:1", "8:1", "12:1", "20:1", "all"], {
      default: "4:1",
      description: "How much level above the threshold comes out as 1 dB; all is every button at once.",
    }),
    attackMs: milliseconds({ min: 0.02, max: 0.8, default: 0.4, description: "Time to 63 % of a reduction." }),
    releaseMs: milliseconds({ min: 50, max: 1100, default: 250, description: "Time to give 63 % of it back." }),
    ...sideChainParameters,
    oversampling: colourOversampling,
  },
  meters: ["gainReductionDb"],
  linearity: "waveshaper",
  latencySamples: colourLatencySamples,
  tailSamples: (values, sampleRate) => colourTailSamples(values, sampleRate, keyTailSamples(values, sampleRate)),
  memorySamples: ({ releaseMs }, sampleRate) => memoryOf(Number(releaseMs) / 1000, sampleRate),
  kernel: "fetCompressor",
});
