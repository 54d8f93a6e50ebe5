import { choice, defineNode, degrees, hertz, percent, stereo, type NodeDefinition } from "@twobus/core";
import { log } from "@twobus/dsp";
import { INAUDIBLE_NEPERS } from "../../tail.ts";

export const phaser: NodeDefinition = defineNode({
  type: "twobus.phaser",
  version: 1,
  name: "Phaser",
  category: "space",
  summary: "Notches that wander up and down, half as many as there are stages.",
  words: ["swirl", "sweep", "all-pass", "movement", "notch"],
  references: ["J. O. Smith: An Allpass Approach to Digital Phasing and Flanging, ICMC 1984"],
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    stages: choice([2, 4, 6, 8, 10, 12], {
      default: 4,
      structural: true,
      description: "All-pass stages in a row; each two of them make a notch.",
    }),
    lowestHz: hertz({ min: 50, max: 2000, default: 300, description: "Where the stages turn by 90° at their lowest." }),
    highestHz: hertz({ min: 200, max: 12000, default: 3000, description: "Where they do at their highest." }),
    rateHz: hertz({ min: 0.02, max: 10, default: 0.4, description: "How often they go up and down." }),
    stereoDegrees: degrees({ min: 0, max: 180, default: 0, description: "How far the right goes behind the left." }),
    feedbackPercent: percent({
      min: -90,
      max: 90,
      default: 0,
      description: "How much goes through the stages again: peaks between the notches.",
    }),
    mixPercent: percent({
      min: 0,
      max: 100,
      default: 50,
      description: "From dry to the stages; notches are deepest at 50.",
    }),
  },
  linearity: "linear",
  tailSamples: ({ stages, lowestHz, highestHz, feedbackPercent }, sampleRate) => {
    const decay = sampleRate / (2 * Math.PI * Math.min(Number(lowestHz), Number(highestHz))) + 1;
    const feedback = Math.abs(Number(feedbackPercent)) / 100;
    // Each stage delays by up to two time constants; several in a row ring longer than one
    const rounds = feedback === 0 ? 0 : -INAUDIBLE_NEPERS / log(feedback);
    return Math.ceil(decay * (INAUDIBLE_NEPERS + 3 * Number(stages)) + rounds * (2 * Number(stages) * decay + 1));
  },
  kernel: "phaser",
});
