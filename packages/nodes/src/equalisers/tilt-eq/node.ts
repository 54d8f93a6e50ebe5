import { decibels, defineNode, hertz, level, stereo, type NodeDefinition } from "@twobus/core";
import { decibelsToGain } from "@twobus/dsp";
import { INAUDIBLE_NEPERS } from "../../tail.ts";

export const tiltEq: NodeDefinition = defineNode({
  type: "twobus.tiltEq",
  version: 1,
  name: "Tilt EQ",
  category: "equaliser",
  summary: "Leans the whole spectrum around a pivot, and two wide Baxandall shelves for bass and treble.",
  words: ["tilt", "baxandall", "bass", "treble", "tone", "brighter", "darker", "broad", "air"],
  references: [
    "P. J. Baxandall, Negative-feedback tone control, Wireless World 58 (1952)",
    "The ranges of the Dangerous BAX EQ",
  ],
  examples: {
    brighter: { tiltDb: 4, lowGainDb: 3, highGainDb: 2 },
  },
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    tiltDb: decibels({
      min: -12,
      max: 12,
      default: 0,
      description: "From end to end: highs rise by half of it and lows fall by the other half.",
    }),
    pivotHz: hertz({ min: 200, max: 5000, default: 800, description: "Where the tilt changes nothing." }),
    lowGainDb: decibels({ min: -15, max: 15, default: 0, description: "Bass: gain far below its turnover." }),
    lowTurnoverHz: hertz({
      min: 40,
      max: 400,
      default: 120,
      description: "Where the bass is 3 dB short of a large gain; more gain reaches further up.",
    }),
    highGainDb: decibels({ min: -15, max: 15, default: 0, description: "Treble: gain far above its turnover." }),
    highTurnoverHz: hertz({
      min: 1600,
      max: 20000,
      default: 7000,
      description: "Where the treble is 3 dB short of a large gain; more gain reaches further down.",
    }),
    outputGainDb: level({ min: -24, max: 24, default: 0, description: "Level after the curve." }),
  },
  linearity: "linear",
  // The slowest poles: of a tilt downwards, below its pivot by half its gain, and of the bass.
  tailSamples: ({ pivotHz, tiltDb, lowTurnoverHz }, sampleRate) => {
    const slowestHz = Math.min(Number(pivotHz) / decibelsToGain(Math.abs(Number(tiltDb)) / 2), Number(lowTurnoverHz));
    return Math.ceil((INAUDIBLE_NEPERS * sampleRate) / (2 * Math.PI * slowestHz));
  },
  kernel: "tiltEq",
});
