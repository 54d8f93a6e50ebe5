import { choice, decibels, defineNode, key, percent, stereo, type NodeDefinition } from "@twobus/core";
import {
  colourLatencySamples,
  colourOversampling,
  colourTailSamples,
  keyTailSamples,
  sideChainParameters,
} from "../side-chain.ts";
import { memoryOf } from "../../tail.ts";

/** What the fastest release still thumps, down by 120 dB. */
const THUMP_SECONDS = 2;

/** By time constant, the slowest of each. */
const RECOVERY_SECONDS = [0.3, 0.8, 2, 5, 10, 25];

export const vintageMuCompressor: NodeDefinition = defineNode({
  type: "twobus.vintageMuCompressor",
  version: 1,
  name: "Vintage variable-mu compressor",
  category: "compressor",
  summary:
    "Push-pull tubes whose ratio rises as they work, with six time constants, for left and right or middle and side.",
  words: ["variable mu", "tube", "round", "bounce", "mastering", "lateral", "vertical", "mid side"],
  references: [
    "Fairchild 670 manual (1959): one push-pull stage, lateral and vertical matrix, threshold and ratio that move together",
    "UTA UnFairchild 670M II manual: attack and release of the six time constants",
    "UAD Fairchild manual: an error of balance adds a thump of one polarity at each attack",
  ],
  estimates: [{ of: "the ratio against reduction" }, { of: "the levels of the harmonics and of the thump" }],
  inputs: { main: stereo(), key: key() },
  outputs: { main: stereo() },
  params: {
    thresholdDb: decibels({ min: -60, max: 0, default: -20, description: "Peak level in dBFS where it begins." }),
    headroomDb: decibels({
      min: 4,
      max: 30,
      default: 14,
      description:
        "How far above the threshold the output can rise at all (the DC threshold): 6 limits, 14 compresses, 30 leans in.",
    }),
    timeConstant: choice([1, 2, 3, 4, 5, 6], {
      default: 3,
      description:
        "1 to 4: releases of 0.3, 0.8, 2, 5 s. 5: 2 s after single peaks, 10 s after many. 6: 0.3, 10 or 25 s.",
    }),
    sideOffsetDb: decibels({
      min: -24,
      max: 60,
      default: 0,
      description: "In mid/side, how far the side's threshold lies over that of the middle; 60 leaves the side alone.",
    }),
    imbalancePercent: percent({
      min: 0,
      max: 100,
      default: 0,
      description:
        "How far the two halves of the stage differ: adds second harmonic to the third, and a thump to each attack.",
    }),
    ...sideChainParameters,
    oversampling: colourOversampling,
  },
  meters: ["gainReductionDb"],
  linearity: "waveshaper",
  latencySamples: colourLatencySamples,
  tailSamples: (values, sampleRate) =>
    colourTailSamples(values, sampleRate, keyTailSamples(values, sampleRate)) +
    (values["imbalancePercent"] === 0 ? 0 : THUMP_SECONDS * sampleRate),
  memorySamples: ({ timeConstant }, sampleRate) => memoryOf(RECOVERY_SECONDS[Number(timeConstant) - 1]!, sampleRate),
  kernel: "vintageMuCompressor",
});
