import { choice, defineNode, percent, stereo, toggle, type NodeDefinition } from "@twobus/core";

export const balance: NodeDefinition = defineNode({
  type: "twobus.balance",
  version: 1,
  name: "Balance",
  category: "stereo",
  summary: "Where the image stands, how wide it is, and which way round its channels are.",
  words: ["pan", "width", "polarity", "phase invert", "swap", "rotate", "mono"],
  references: ["Rotation of the stereo image keeps left² + right²: constant power for whatever stands in it"],
  examples: {
    aside: { panPercent: 40, widthPercent: 60 },
  },
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    panPercent: percent({ min: -100, max: 100, default: 0, description: "From left (−100) to right (100)." }),
    panLaw: choice(["balance", "rotate"], {
      default: "balance",
      structural: true,
      description: "Turn the far side down along a cosine, or rotate the image: ±100 puts its middle on one side.",
    }),
    widthPercent: percent({ min: 0, max: 200, default: 100, description: "0 is mono, 200 doubles the side." }),
    invertLeft: toggle({ default: false, description: "Turn the left channel's polarity round." }),
    invertRight: toggle({ default: false, description: "Turn the right channel's polarity round." }),
    swapChannels: toggle({ default: false, description: "Left becomes right and right becomes left." }),
  },
  linearity: "linear",
  kernel: "balance",
});
