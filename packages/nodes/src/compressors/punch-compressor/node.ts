import { choice, decibels, defineNode, key, milliseconds, stereo, type NodeDefinition } from "@twobus/core";
import { envelopeLatencySamples, envelopeOversampling } from "../../envelope.ts";
import { keyTailSamples, sideChainParameters, weightedKeyTailSamples } from "../side-chain.ts";
import { memoryOf } from "../../tail.ts";

/** The slowest pole of the thrust filter. */
const THRUST_HZ = 10;

export const punchCompressor: NodeDefinition = defineNode({
  type: "twobus.punchCompressor",
  version: 1,
  name: "Punch VCA compressor",
  category: "compressor",
  summary:
    "VCA compressor that hears power, not peaks, through a filter that lets bass by: grab, with the low end kept.",
  words: ["punch", "grab", "rock", "thrust", "drums", "forward", "bus"],
  references: [
    "API 2500 and 2500+ manuals: controls, times, thrust filter, feed-forward and feedback types, link",
    "Giannoulis, Massberg, Reiss: Digital Dynamic Range Compressor Design, JAES 60 (2012)",
  ],
  estimates: [
    { of: "the widths of the knees", params: ["knee"] },
    { of: "the pivot of the filter, and medium thrust", params: ["thrust"] },
    { of: "the corners of the link filters", params: ["linkFilter"] },
  ],
  examples: {
    normal: { thrust: "normal" },
    loud: { thrust: "loud" },
  },
  inputs: { main: stereo(), key: key() },
  outputs: { main: stereo() },
  params: {
    thresholdDb: decibels({
      min: -60,
      max: 10,
      default: -20,
      description: "RMS level in dBFS above which it compresses. A sine reads 3 dB lower than its peak.",
    }),
    ratio: choice(["1.5:1", "2:1", "3:1", "4:1", "6:1", "10:1", "inf:1"], {
      default: "4:1",
      description: "How much level above the threshold comes out as 1 dB.",
    }),
    attackMs: choice([0.03, 0.1, 0.3, 1, 3, 10, 30], {
      default: 10,
      description: "Time to 63 % of a reduction. Short attacks also shorten the mean that the detector takes.",
    }),
    releaseMs: milliseconds({ min: 50, max: 3000, default: 200, description: "Time to give 63 % of it back." }),
    knee: choice(["hard", "medium", "soft"], {
      default: "medium",
      description: "Width of the bend around the threshold: none, 6 dB or 12 dB.",
    }),
    thrust: choice(["normal", "medium", "loud"], {
      default: "normal",
      description: "What the detector hears: all alike, a little less bass and more treble, or 3 dB more per octave.",
    }),
    topology: choice(["feedForward", "feedback"], {
      default: "feedForward",
      description: "Whether the detector hears the input (new, faster) or a compressed copy of it (old, softer).",
    }),
    linkFilter: choice(["flat", "highPass", "lowPass", "bandPass"], {
      default: "flat",
      description: "What of a channel counts for the other: all, above 300 Hz, below 3 kHz, or between them.",
    }),
    ...sideChainParameters,
    oversampling: envelopeOversampling(
      "Of 5 kHz less than −90 dB folds: at 1 with attacks from 1 ms on, at 4 from 0.1 ms on, at 8 with the fastest.",
    ),
  },
  meters: ["gainReductionDb"],
  latencySamples: envelopeLatencySamples,
  tailSamples: (values, sampleRate) =>
    envelopeLatencySamples(values, sampleRate) +
    (values["thrust"] === "normal"
      ? keyTailSamples(values, sampleRate)
      : weightedKeyTailSamples(values, sampleRate, THRUST_HZ)),
  linearity: "gain",
  memorySamples: ({ releaseMs }, sampleRate) => memoryOf(Number(releaseMs) / 1000, sampleRate),
  kernel: "punchCompressor",
});
