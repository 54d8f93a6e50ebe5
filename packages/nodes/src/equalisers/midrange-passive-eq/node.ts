import { choice, defineNode, level, percent, stereo, type NodeDefinition } from "@twobus/core";
import { colourLatencySamples, oversampling } from "../colour.ts";

export const midrangePassiveEq: NodeDefinition = defineNode({
  type: "twobus.midrangePassiveEq",
  version: 1,
  name: "Midrange passive EQ",
  category: "equaliser",
  summary: "A passive network that boosts low mids, dips the mids and boosts high mids, then a valve make-up stage.",
  words: ["passive", "tube", "valve", "mids", "midrange", "presence", "boxy", "vocal", "guitar", "power region"],
  references: [
    "Bands, frequencies and reach of the Pultec MEQ-5 midrange equaliser; the circuit and its values are our own",
    "Universal Audio, Analog Obsession: Pultec Plots (2004), for how widths change and the end of the dip's travel",
  ],
  estimates: [
    {
      of: "the Q of the band, as a circuit of our own gives it",
      params: ["lowBoostFrequencyHz", "dipFrequencyHz", "highBoostFrequencyHz"],
    },
    { of: "the level of the second harmonic", params: ["colourPercent"] },
  ],
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    lowBoostFrequencyHz: choice([200, 300, 500, 700, 1000], { default: 500, description: "Centre of the low boost." }),
    lowBoostPercent: percent({ min: 0, max: 100, default: 0, description: "Turn of the low boost, up to 10 dB." }),
    dipFrequencyHz: choice([200, 300, 500, 700, 1000, 1500, 2000, 3000, 4000, 5000, 7000], {
      default: 700,
      description: "Centre of the dip.",
    }),
    dipPercent: percent({
      min: 0,
      max: 100,
      default: 0,
      description: "Turn of the dip, down to −10 dB; the last fifth of the way changes little.",
    }),
    highBoostFrequencyHz: choice([1500, 2000, 3000, 4000, 5000], {
      default: 3000,
      description: "Centre of the high boost.",
    }),
    highBoostPercent: percent({ min: 0, max: 100, default: 0, description: "Turn of the high boost, up to 8 dB." }),
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
  // The slowest branch, 5 H beside 3.2 kΩ, and the blocker of the colour's DC are below −120 dB by then.
  tailSamples: (_, sampleRate) => Math.ceil(sampleRate / 2),
  kernel: "midrangePassiveEq",
});
