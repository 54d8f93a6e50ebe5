import { API_VERSION, type Pack } from "@twobus/core";
import { parametricEq } from "./equalisers/parametric-eq/node.ts";
import { gain } from "./utility/gain/node.ts";

/** The built-in nodes: one line per node here, one per kernel in `assembly/index.ts`. */
export const builtInPack: Pack = {
  name: "twobus",
  apiVersion: API_VERSION,
  nodes: [gain, parametricEq],
  wasm: {
    url: new URL("../build/nodes.wasm", import.meta.url),
    sharedUrl: new URL("../build/nodes.shared.wasm", import.meta.url),
  },
};
