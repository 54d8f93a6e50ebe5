import { API_VERSION, type Pack } from "@twobus/core";
import { digitalCompressor } from "./compressors/digital-compressor/node.ts";
import { glueCompressor } from "./compressors/glue-compressor/node.ts";
import { multibandCompressor } from "./compressors/multiband-compressor/node.ts";
import { parametricEq } from "./equalisers/parametric-eq/node.ts";
import { clipper } from "./peaks/clipper/node.ts";
import { truePeakLimiter } from "./peaks/true-peak-limiter/node.ts";
import { multibandSaturator } from "./saturators/multiband-saturator/node.ts";
import { tapeSaturator } from "./saturators/tape-saturator/node.ts";
import { transformerSaturator } from "./saturators/transformer-saturator/node.ts";
import { tubeSaturator } from "./saturators/tube-saturator/node.ts";
import { bus } from "./strips/bus/node.ts";
import { track } from "./strips/track/node.ts";
import { bandSplitter } from "./utility/band-splitter/node.ts";
import { delay } from "./utility/delay/node.ts";
import { gain } from "./utility/gain/node.ts";

/** The built-in nodes: one line per node here, one per kernel in `assembly/index.ts`. */
export const builtInPack: Pack = {
  name: "twobus",
  apiVersion: API_VERSION,
  nodes: [
    track,
    bus,
    parametricEq,
    glueCompressor,
    digitalCompressor,
    multibandCompressor,
    tubeSaturator,
    tapeSaturator,
    transformerSaturator,
    multibandSaturator,
    clipper,
    truePeakLimiter,
    bandSplitter,
    delay,
    gain,
  ],
  wasm: {
    url: new URL("../build/nodes.wasm", import.meta.url),
    sharedUrl: new URL("../build/nodes.shared.wasm", import.meta.url),
  },
};
