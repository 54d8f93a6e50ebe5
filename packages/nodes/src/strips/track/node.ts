import { defineNode, stereo, type NodeDefinition } from "@twobus/core";
import { stripParameters, stripTailSamples } from "../strip-parameters.ts";

export const track: NodeDefinition = defineNode({
  type: "twobus.track",
  version: 1,
  name: "Track",
  category: "strip",
  summary: "Plays one recording: trim, polarity and delay, an insert chain, fader, pan and width.",
  words: ["channel", "strip", "input", "recording"],
  references: [],
  inputs: {},
  outputs: { main: stereo() },
  params: stripParameters,
  linearity: "linear",
  tailSamples: stripTailSamples,
  kernel: { head: "stripHead", tail: "stripTail" },
});
