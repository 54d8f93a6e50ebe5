import { choice, defineNode, level, percent, stereo, type NodeDefinition } from "@twobus/core";
import { colourLatencySamples, oversampling } from "../colour.ts";

export const passiveEq: NodeDefinition = defineNode({
  type: "twobus.passiveEq",
  version: 1,
  name: "Passive EQ",
  category: "equaliser",
  summary: "A passive network with boost and cut at the same low frequency, then a valve make-up stage.",
  words: ["passive", "tube", "valve", "low-end trick", "boost and cut", "air", "weight", "smooth", "euphonic"],
  references: [
    "The network of the Pultec EQP-1A program equaliser",
    "EQP-WDF-1A: an open wave digital model of that circuit, for its component values",
  ],
  estimates: [{ of: "the level of the second harmonic", params: ["colourPercent"] }],
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    lowFrequencyHz: choice([20, 30, 60, 100], {
      default: 60,
      description: "Where low boost and low cut both work.",
    }),
    lowBoostPercent: percent({
      min: 0,
      max: 100,
      default: 0,
      description:
        "Turn of the low boost: a shelf of up to 13.3 dB at its frequency, half of that at a fifth of the turn.",
    }),
    lowCutPercent: percent({
      min: 0,
      max: 100,
      default: 0,
      description:
        "Turn of the low cut, up to 18.2 dB. It reaches higher than the boost: both together leave a dip above it.",
    }),
    highBoostFrequencyHz: choice([3000, 4000, 5000, 8000, 10000, 12000, 16000], {
      default: 8000,
      description: "Centre of the high boost.",
    }),
    highBoostPercent: percent({
      min: 0,
      max: 100,
      default: 0,
      description: "Turn of the high boost: up to 20 dB sharp, 10 dB broad.",
    }),
    bandwidthPercent: percent({
      min: 0,
      max: 100,
      default: 50,
      description: "Breadth of the high boost: sharp and high at 0, broad and low at 100.",
    }),
    highCutFrequencyHz: choice([5000, 10000, 20000], {
      default: 10000,
      description: "Where the high cut reaches 16 dB at its full turn.",
    }),
    highCutPercent: percent({ min: 0, max: 100, default: 0, description: "Turn of the high cut, a shelf." }),
    colourPercent: percent({
      min: 0,
      max: 200,
      default: 100,
      description:
        "Colour of the make-up stage: at 100 a tone at 0 VU (−18 dBFS) has 0.1 % of second harmonic, more in the lows.",
    }),
    outputGainDb: level({ min: -24, max: 24, default: 0, description: "Level after everything." }),
    oversampling,
  },
  linearity: "waveshaper",
  latencySamples: colourLatencySamples,
  // The slowest branch, 8.2 kΩ beside 2.2 µF, and the blocker of the colour's DC are below −120 dB by then.
  tailSamples: (_, sampleRate) => Math.ceil(sampleRate / 2),
  kernel: "passiveEq",
});
