import { defineNode, level, stereo, type NodeDefinition } from "@twobus/core";

export const gain: NodeDefinition = defineNode({
  type: "twobus.gain",
  version: 1,
  name: "Gain",
  category: "utility",
  summary: "Level in decibels, nothing else.",
  words: ["trim", "level", "volume"],
  references: [],
  examples: {
    quieter: { gainDb: -6 },
  },
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    gainDb: level({ min: -96, max: 24, default: 0, description: "How much louder or quieter." }),
  },
  linearity: "linear",
  kernel: "gain",
});
