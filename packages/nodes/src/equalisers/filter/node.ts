import { choice, defineNode, hertz, quality, stereo, toggle, type NodeDefinition } from "@twobus/core";
import { decayPerFrame, INAUDIBLE_NEPERS } from "../../tail.ts";

const SLOPES_DB_PER_OCTAVE = [6, 12, 18, 24, 30, 36, 42, 48] as const;

const slope = choice(SLOPES_DB_PER_OCTAVE, {
  default: 12,
  description: "Steepness in dB per octave; all of them are Butterworth, −3 dB at the frequency.",
});
const knee = quality({
  min: 0.3,
  max: 10,
  default: 0.7071,
  description: "Knee at 12 dB per octave: 0.7071 is Butterworth, above it rises. Steeper and gentler ones have none.",
});

/** The sharpest pair of a Butterworth filter of order 8. */
const SHARPEST_Q = 2.57;

export const filter: NodeDefinition = defineNode({
  type: "twobus.filter",
  version: 1,
  name: "High-pass and low-pass",
  category: "equaliser",
  summary: "A high-pass and a low-pass, 6 to 48 dB per octave, true to their analogue curves up to 20 kHz.",
  words: ["filter", "high-pass", "low-pass", "low-cut", "high-cut", "rumble", "subsonic", "telephone"],
  references: ["S. Butterworth, On the theory of filter amplifiers, Experimental Wireless 7 (1930)"],
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    highPass: toggle({ default: true, description: "Whether lows are taken away." }),
    highPassFrequencyHz: hertz({ min: 10, max: 20000, default: 30, description: "Corner of the high-pass." }),
    highPassSlopeDbPerOctave: slope,
    highPassQ: knee,
    lowPass: toggle({ default: false, description: "Whether highs are taken away." }),
    lowPassFrequencyHz: hertz({
      min: 10,
      max: 20000,
      default: 18000,
      description: "Corner of the low-pass; held below 0.49 of the sample rate.",
    }),
    lowPassSlopeDbPerOctave: slope,
    lowPassQ: knee,
  },
  linearity: "linear",
  tailSamples: (values, sampleRate) => {
    const framesOf = (name: "highPass" | "lowPass"): number => {
      if (values[name] !== true) return 0;
      const slowness = Math.max(2 * Number(values[`${name}Q`]), 2 * SHARPEST_Q, 1 / Number(values[`${name}Q`]));
      return (INAUDIBLE_NEPERS * slowness) / decayPerFrame(Number(values[`${name}FrequencyHz`]), sampleRate);
    };
    return Math.ceil(framesOf("highPass") + framesOf("lowPass"));
  },
  kernel: "filter",
});
