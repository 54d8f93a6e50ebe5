import { defineNode, milliseconds, percent, stereo, toggle, type NodeDefinition } from "@twobus/core";
import { log } from "@twobus/dsp";

/** Where repeats count as over: −120 dB. */
const INAUDIBLE_GAIN = 1e-6;

export const delay: NodeDefinition = defineNode({
  type: "twobus.delay",
  version: 1,
  name: "Delay",
  category: "utility",
  summary: "Exactly this much later, once or repeating.",
  words: ["echo", "slap", "align", "time", "haas"],
  references: [
    "Laakso, Välimäki, Karjalainen, Laine: Splitting the Unit Delay, IEEE Signal Processing Magazine 13 (1996)",
  ],
  examples: {
    repeating: { delayMs: 2, feedbackPercent: 40, mixPercent: 50 },
  },
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    delayMs: {
      ...milliseconds({
        min: 0,
        max: 2000,
        default: 0,
        description: "How much later. Heard as a delay, not compensated as latency.",
      }),
      scale: "linear",
    },
    interpolate: toggle({
      default: false,
      description:
        "Keep fractions of a sample (third-order Lagrange, softens the top octave); else round to whole samples.",
    }),
    feedbackPercent: percent({
      min: 0,
      max: 95,
      default: 0,
      description: "How much of the delayed sound goes round again. None at less than a sample of delay.",
    }),
    mixPercent: percent({ min: 0, max: 100, default: 100, description: "From dry to delayed." }),
  },
  linearity: "linear",
  tailSamples: ({ delayMs, feedbackPercent }, sampleRate) => {
    const samples = Math.ceil(((delayMs as number) * sampleRate) / 1000);
    const feedback = (feedbackPercent as number) / 100;
    const repeats = feedback === 0 ? 1 : 1 + Math.max(0, Math.ceil(log(INAUDIBLE_GAIN) / log(feedback)));
    return samples === 0 ? 0 : samples * repeats + 2;
  },
  kernel: "delay",
});
