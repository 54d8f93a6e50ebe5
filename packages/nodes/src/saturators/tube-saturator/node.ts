import { choice, decibels, defineNode, level, percent, stereo, toggle, type NodeDefinition } from "@twobus/core";
import { OVERSAMPLING_FACTORS, firstStageTaps, oversamplingLatencySamples, type OversamplingFactor } from "@twobus/dsp";
import { memoryOf } from "../../tail.ts";

/** How the bias of a grid that has drawn current comes back, as the kernel has it. */
const LEAK_SECONDS = 0.2;

export const tubeSaturator: NodeDefinition = defineNode({
  type: "twobus.tubeSaturator",
  version: 1,
  name: "Tube saturator",
  category: "saturator",
  summary: "Even and odd harmonics from a valve stage whose bias remembers: louder, denser, with lower peaks.",
  words: ["tube", "valve", "warmth", "bounce", "density", "harmonics", "triode", "pentode"],
  references: [
    "A series triode/pentode stage with grid conduction, in the manner of valve mastering processors of the 6U8A kind",
    "Lambert's continued fraction of tanh as the transfer curve",
  ],
  estimates: [
    { of: "the times and the amount of the bias's shift", params: ["bouncePercent"] },
    { of: "the levels of the harmonics", params: ["character", "biasPercent"] },
  ],
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    driveDb: decibels({
      min: 0,
      max: 24,
      default: 6,
      description: "How hard the stage is driven. At 0 dB a sine of −18 dBFS (0 VU) is nearly clean.",
    }),
    biasPercent: percent({
      min: 0,
      max: 100,
      default: 30,
      description: "How far the operating point lies from the middle of the curve: more is more second harmonic.",
    }),
    character: choice(["triode", "pentode"], {
      default: "triode",
      structural: true,
      description: "Triode: second harmonic, gentle. Pentode: third harmonic and above, clips earlier.",
    }),
    bouncePercent: percent({
      min: 0,
      max: 100,
      default: 50,
      description:
        "How much loud peaks shift the bias: it moves in milliseconds and comes back in a sixth of a second.",
    }),
    outputDb: level({ min: -24, max: 12, default: 0, description: "Level after everything." }),
    autoGain: toggle({
      default: true,
      description: "Matches the level at 0 VU, so that peaks come down; without it full scale stays full scale.",
    }),
    mixPercent: percent({
      min: 0,
      max: 100,
      default: 100,
      description: "How much of the stage is heard over the untouched, equally late input.",
    }),
    oversampling: choice(OVERSAMPLING_FACTORS, {
      default: 4,
      structural: true,
      description: "How many times faster the stage runs, against aliasing. Costs time and latency.",
    }),
  },
  // The bias moves with the signal, but the curve always passes through zero: y/x at the inner rate holds all of it.
  linearity: "waveshaper",
  latencySamples: (values, sampleRate) =>
    oversamplingLatencySamples(values["oversampling"] as OversamplingFactor, firstStageTaps(sampleRate)),
  tailSamples: (_, sampleRate) => sampleRate, // the DC blocker at 5 Hz, far below −120 dB by then
  memorySamples: (_, sampleRate) => memoryOf(LEAK_SECONDS, sampleRate),
  kernel: "tubeSaturator",
});
