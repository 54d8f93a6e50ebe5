import { API_VERSION, type Pack } from "@twobus/core";
import { digitalCompressor } from "./compressors/digital-compressor/node.ts";
import { glueCompressor } from "./compressors/glue-compressor/node.ts";
import { colourEq } from "./equalisers/colour-eq/node.ts";
import { dynamicEq } from "./equalisers/dynamic-eq/node.ts";
import { filter } from "./equalisers/filter/node.ts";
import { linearPhaseEq } from "./equalisers/linear-phase-eq/node.ts";
import { masteringEq } from "./equalisers/mastering-eq/node.ts";
import { parametricEq } from "./equalisers/parametric-eq/node.ts";
import { passiveEq } from "./equalisers/passive-eq/node.ts";
import { tiltEq } from "./equalisers/tilt-eq/node.ts";
import { clipper } from "./peaks/clipper/node.ts";
import { truePeakLimiter } from "./peaks/true-peak-limiter/node.ts";
import { tubeSaturator } from "./saturators/tube-saturator/node.ts";
import { bus } from "./strips/bus/node.ts";
import { track } from "./strips/track/node.ts";
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
    passiveEq,
    filter,
    tiltEq,
    masteringEq,
    dynamicEq,
    colourEq,
    linearPhaseEq,
    glueCompressor,
    digitalCompressor,
    tubeSaturator,
    clipper,
    truePeakLimiter,
    delay,
    gain,
  ],
  wasm: {
    url: new URL("../build/nodes.wasm", import.meta.url),
    sharedUrl: new URL("../build/nodes.shared.wasm", import.meta.url),
  },
};
