import { choice, defineNode, degrees, hertz, milliseconds, percent, stereo, type NodeDefinition } from "@twobus/core";
import { log } from "@twobus/dsp";
import { INAUDIBLE_NEPERS } from "../../tail.ts";

export const chorus: NodeDefinition = defineNode({
  type: "twobus.chorus",
  version: 1,
  name: "Chorus",
  category: "space",
  summary: "Copies that drift in time and pitch: chorus with long delays, flanger with short ones and feedback.",
  words: ["flanger", "ensemble", "doubling", "thicken", "jet", "vibrato", "movement"],
  references: [
    "J. Dattorro: Effect Design, Part 2: Delay-Line Modulation and Chorus, JAES 45 (1997)",
    "Laakso, Välimäki, Karjalainen, Laine: Splitting the Unit Delay, IEEE Signal Processing Magazine 13 (1996)",
  ],
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    voices: choice([1, 2, 3, 4], {
      default: 2,
      structural: true,
      description: "How many copies, evenly apart in phase.",
    }),
    delayMs: milliseconds({ min: 0.5, max: 30, default: 12, description: "How late the copies are on average." }),
    depthMs: {
      ...milliseconds({
        min: 0,
        max: 10,
        default: 2,
        description: "How far each sways to either side; no further than the delay allows.",
      }),
      scale: "linear",
    },
    rateHz: hertz({ min: 0.05, max: 5, default: 0.6, description: "How often it sways." }),
    stereoDegrees: degrees({ min: 0, max: 180, default: 90, description: "How far the right sways behind the left." }),
    feedbackPercent: percent({
      min: -90,
      max: 90,
      default: 0,
      description: "How much of the copies is copied again; negative turns it round.",
    }),
    mixPercent: percent({ min: 0, max: 100, default: 50, description: "From dry to copies alone." }),
  },
  linearity: "linear",
  tailSamples: ({ delayMs, depthMs, feedbackPercent }, sampleRate) => {
    const longest = ((Number(delayMs) + Number(depthMs)) / 1000) * sampleRate + 4;
    const feedback = Math.abs(Number(feedbackPercent)) / 100;
    const repeats = feedback === 0 ? 1 : 2 + Math.ceil(-INAUDIBLE_NEPERS / log(feedback));
    return Math.ceil(longest * repeats);
  },
  kernel: "chorus",
});
