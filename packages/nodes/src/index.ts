import { API_VERSION, type Pack } from "@twobus/core";
import { digitalCompressor } from "./compressors/digital-compressor/node.ts";
import { glueCompressor } from "./compressors/glue-compressor/node.ts";
import { parametricEq } from "./equalisers/parametric-eq/node.ts";
import { clipper } from "./peaks/clipper/node.ts";
import { deEsser } from "./peaks/de-esser/node.ts";
import { gate } from "./peaks/gate/node.ts";
import { transientShaper } from "./peaks/transient-shaper/node.ts";
import { truePeakLimiter } from "./peaks/true-peak-limiter/node.ts";
import { tubeSaturator } from "./saturators/tube-saturator/node.ts";
import { chorus } from "./space/chorus/node.ts";
import { echo } from "./space/echo/node.ts";
import { phaser } from "./space/phaser/node.ts";
import { reverb } from "./space/reverb/node.ts";
import { balance } from "./stereo/balance/node.ts";
import { imager } from "./stereo/imager/node.ts";
import { midSideDecoder } from "./stereo/mid-side-decoder/node.ts";
import { midSideEncoder } from "./stereo/mid-side-encoder/node.ts";
import { bus } from "./strips/bus/node.ts";
import { track } from "./strips/track/node.ts";
import { dcFilter } from "./utility/dc-filter/node.ts";
import { delay } from "./utility/delay/node.ts";
import { gain } from "./utility/gain/node.ts";
import { phaseRotator } from "./utility/phase-rotator/node.ts";

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
    tubeSaturator,
    clipper,
    truePeakLimiter,
    transientShaper,
    gate,
    deEsser,
    echo,
    reverb,
    chorus,
    phaser,
    imager,
    midSideEncoder,
    midSideDecoder,
    balance,
    delay,
    gain,
    dcFilter,
    phaseRotator,
  ],
  wasm: {
    url: new URL("../build/nodes.wasm", import.meta.url),
    sharedUrl: new URL("../build/nodes.shared.wasm", import.meta.url),
  },
};
