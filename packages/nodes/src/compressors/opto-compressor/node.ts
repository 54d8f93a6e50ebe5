import { choice, decibels, defineNode, key, percent, seconds, stereo, type NodeDefinition } from "@twobus/core";
import {
  colourLatencySamples,
  colourOversampling,
  colourTailSamples,
  sideChainParameters,
  weightedKeyTailSamples,
} from "../side-chain.ts";
import { memoryOf } from "../../tail.ts";

/** The slowest pole of the emphasis, rounded down. */
const EMPHASIS_HZ = 500;

/** How long the cell takes to learn that it is lit, as the kernel has it. */
const EXPOSURE_SECONDS = 2;

export const optoCompressor: NodeDefinition = defineNode({
  type: "twobus.optoCompressor",
  version: 1,
  name: "Opto compressor",
  category: "compressor",
  summary:
    "Light-dependent leveller whose release has two stages and remembers how long it was lit, with tubes behind.",
  words: ["opto", "leveller", "smooth", "groove", "vocal", "bass", "warm", "tube"],
  references: [
    "Teletronix LA-2A manual (1966): gain reduction, distortion, two-stage release",
    "UREI/UA LA-2A manuals: average attack of 10 ms, compress and limit, high-frequency emphasis R37",
  ],
  estimates: [
    { of: "shares and time constants of the cell's memory, within the published times", params: ["recoverySeconds"] },
    { of: "what the drive adds", params: ["driveDb"] },
  ],
  inputs: { main: stereo(), key: key() },
  outputs: { main: stereo() },
  params: {
    peakReductionDb: decibels({
      min: 0,
      max: 60,
      default: 20,
      description: "Gain of the side-chain: a tone starts to be reduced when its peaks are this far below full scale.",
    }),
    mode: choice(["compress", "limit"], {
      default: "compress",
      description: "About 3:1, or nearly flat.",
    }),
    recoverySeconds: seconds({
      min: 0.5,
      max: 5,
      default: 1.5,
      description: "Time constant of the slow half of the release. The first half takes 60 ms.",
    }),
    emphasisPercent: percent({
      min: 0,
      max: 100,
      default: 0,
      description: "How much less the cell sees of what lies below 1 kHz: 100 % is 10 dB.",
    }),
    driveDb: decibels({
      min: 0,
      max: 12,
      default: 0,
      description: "How much harder the tubes after the cell work, at the same level: mostly second harmonic.",
    }),
    ...sideChainParameters,
    oversampling: colourOversampling,
  },
  meters: ["gainReductionDb"],
  linearity: "waveshaper",
  latencySamples: colourLatencySamples,
  tailSamples: (values, sampleRate) =>
    colourTailSamples(values, sampleRate, weightedKeyTailSamples(values, sampleRate, EMPHASIS_HZ)),
  memorySamples: ({ recoverySeconds }, sampleRate) => memoryOf(EXPOSURE_SECONDS + Number(recoverySeconds), sampleRate),
  kernel: "optoCompressor",
});
