import { choice, defineNode, stereo, type NodeDefinition } from "@twobus/core";

export const midSideDecoder: NodeDefinition = defineNode({
  type: "twobus.midSideDecoder",
  version: 1,
  name: "Mid/side decoder",
  category: "stereo",
  summary: "Mid and side become left and right again.",
  words: ["mid", "side", "matrix", "M/S", "Blumlein"],
  references: ["L = M + S, R = M − S: the way back from M = (L + R)/2, S = (L − R)/2"],
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    use: choice(["both", "mid", "side"], {
      default: "both",
      structural: true,
      description: "What is decoded: mid on the left input with side on the right one, or one of them alone.",
    }),
  },
  linearity: "linear",
  kernel: "midSideDecoder",
});
