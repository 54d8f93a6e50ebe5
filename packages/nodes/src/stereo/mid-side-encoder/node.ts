import { choice, defineNode, stereo, type NodeDefinition } from "@twobus/core";

export const midSideEncoder: NodeDefinition = defineNode({
  type: "twobus.midSideEncoder",
  version: 1,
  name: "Mid/side encoder",
  category: "stereo",
  summary: "Left and right become mid and side, for processing them apart.",
  words: ["mid", "side", "matrix", "sum and difference", "M/S"],
  references: ["M = (L + R)/2, S = (L − R)/2: a mono signal keeps its level"],
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    output: choice(["both", "mid", "side"], {
      default: "both",
      structural: true,
      description: "Mid on the left and side on the right, or one of them on both.",
    }),
  },
  linearity: "linear",
  kernel: "midSideEncoder",
});
