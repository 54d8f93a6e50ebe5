import { defineNode, hertz, percent, stereo, type NodeDefinition, type Pack } from "@twobus/core/definition";

const edge: NodeDefinition = defineNode({
  type: "module.edge",
  version: 1,
  name: "Edge",
  category: "equaliser",
  summary: "What lies above a corner, a second time on top of the sound.",
  words: ["edge"],
  references: [],
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    cornerHz: hertz({ min: 500, max: 10000, default: 2000, structural: true, description: "3 dB down." }),
    amountPercent: percent({ min: 0, max: 100, default: 50, description: "How much of it is added." }),
  },
  linearity: "linear",
  kernel: "edge",
});

/** A second pack as other people write them: with a WebAssembly module of its own, built from `assembly`. */
export const outsideModule: Pack = {
  name: "module",
  apiVersion: 1,
  nodes: [edge],
  wasm: {
    url: new URL("../build/outside-module.wasm", import.meta.url),
    sharedUrl: new URL("../build/outside-module.shared.wasm", import.meta.url),
  },
};
