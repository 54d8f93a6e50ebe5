import { choice, decibels, defineNode, key, milliseconds, stereo, type NodeDefinition } from "@twobus/core";
import {
  colourLatencySamples,
  colourOversampling,
  colourTailSamples,
  sideChainParameters,
  weightedKeyTailSamples,
} from "../side-chain.ts";
import { memoryOf } from "../../tail.ts";

/** The slowest pole of the detector's tilt, rounded down. */
const TILT_HZ = 150;

export const modernMuCompressor: NodeDefinition = defineNode({
  type: "twobus.modernMuCompressor",
  version: 1,
  name: "Modern variable-mu compressor",
  category: "compressor",
  summary:
    "Slow, smooth tubes that hug the level: a detector that hears low mids and lets subs by, each channel for itself.",
  words: ["variable mu", "tube", "smooth", "glassy", "mastering", "dual mono", "bus"],
  references: [
    "Manley Variable Mu product text and manual: compress 1.5:1, limit 4:1 to 20:1, attack and recovery, linked control voltages",
    "Nu Mu manual: high-pass of 100 Hz in the side-chain",
  ],
  estimates: [{ of: "the tilt of the detector" }, { of: "the levels of the harmonics" }],
  inputs: { main: stereo(), key: key() },
  outputs: { main: stereo() },
  params: {
    thresholdDb: decibels({ min: -60, max: 0, default: -22, description: "Peak level in dBFS where it begins." }),
    mode: choice(["compress", "limit"], {
      default: "compress",
      description: "1.5:1 behind a wide knee, or 4:1 that rises to 20:1.",
    }),
    attackMs: milliseconds({ min: 25, max: 70, default: 40, description: "Time to 63 % of a reduction." }),
    recoverySeconds: choice([0.2, 0.4, 0.6, 4, 8], {
      default: 0.4,
      description: "Seconds to give 63 % of it back.",
    }),
    detectorTiltDb: decibels({
      min: -6,
      max: 12,
      default: 3,
      description: "How much more the detector hears of what lies below 500 Hz: low mids are held, highs left open.",
    }),
    driveDb: decibels({
      min: 0,
      max: 12,
      default: 0,
      description: "How much harder the tubes work, at the same level: mostly second harmonic.",
    }),
    ...sideChainParameters,
    keyHighPassHz: { ...sideChainParameters.keyHighPassHz, default: 100 },
    channelMode: { ...sideChainParameters.channelMode, default: "dualMono" },
    oversampling: colourOversampling,
  },
  meters: ["gainReductionDb"],
  linearity: "waveshaper",
  latencySamples: colourLatencySamples,
  tailSamples: (values, sampleRate) =>
    colourTailSamples(values, sampleRate, weightedKeyTailSamples(values, sampleRate, TILT_HZ)),
  memorySamples: ({ recoverySeconds }, sampleRate) => memoryOf(Number(recoverySeconds), sampleRate),
  kernel: "modernMuCompressor",
});
