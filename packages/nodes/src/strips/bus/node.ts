import { choice, defineNode, stereo, type NodeDefinition } from "@twobus/core";
import { stripParameters, stripTailSamples } from "../strip-parameters.ts";

export const bus: NodeDefinition = defineNode({
  type: "twobus.bus",
  version: 1,
  name: "Bus",
  category: "strip",
  summary: "Sums whatever is connected to it: trim, an insert chain over the sum, fader, pan and width.",
  words: ["group", "submix", "stereo bus", "two-bus", "2-bus", "mix bus", "master", "main", "return"],
  references: [],
  inputs: { main: stereo({ optional: true }) },
  outputs: { main: stereo() },
  params: {
    ...stripParameters,
    summing: choice(["clean"], {
      default: "clean",
      structural: true,
      description: "The character of the sum. Clean adds in double precision, in a fixed order, and nothing else.",
    }),
  },
  linearity: "linear",
  tailSamples: stripTailSamples,
  kernel: { head: "stripHead", tail: "stripTail" },
});
