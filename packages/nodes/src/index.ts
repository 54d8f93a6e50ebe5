import { API_VERSION, type Pack } from "@twobus/core";
import { digitalCompressor } from "./compressors/digital-compressor/node.ts";
import { diodeCompressor } from "./compressors/diode-compressor/node.ts";
import { fetCompressor } from "./compressors/fet-compressor/node.ts";
import { glueCompressor } from "./compressors/glue-compressor/node.ts";
import { modernMuCompressor } from "./compressors/modern-mu-compressor/node.ts";
import { multibandCompressor } from "./compressors/multiband-compressor/node.ts";
import { optoCompressor } from "./compressors/opto-compressor/node.ts";
import { punchCompressor } from "./compressors/punch-compressor/node.ts";
import { vintageMuCompressor } from "./compressors/vintage-mu-compressor/node.ts";
import { colourEq } from "./equalisers/colour-eq/node.ts";
import { dynamicEq } from "./equalisers/dynamic-eq/node.ts";
import { filter } from "./equalisers/filter/node.ts";
import { linearPhaseEq } from "./equalisers/linear-phase-eq/node.ts";
import { masteringEq } from "./equalisers/mastering-eq/node.ts";
import { midrangePassiveEq } from "./equalisers/midrange-passive-eq/node.ts";
import { parametricEq } from "./equalisers/parametric-eq/node.ts";
import { passiveEq } from "./equalisers/passive-eq/node.ts";
import { tiltEq } from "./equalisers/tilt-eq/node.ts";
import { clipper } from "./peaks/clipper/node.ts";
import { deEsser } from "./peaks/de-esser/node.ts";
import { gate } from "./peaks/gate/node.ts";
import { transientShaper } from "./peaks/transient-shaper/node.ts";
import { truePeakLimiter } from "./peaks/true-peak-limiter/node.ts";
import { multibandSaturator } from "./saturators/multiband-saturator/node.ts";
import { tapeSaturator } from "./saturators/tape-saturator/node.ts";
import { transformerSaturator } from "./saturators/transformer-saturator/node.ts";
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
import { bandSplitter } from "./utility/band-splitter/node.ts";
import { dcFilter } from "./utility/dc-filter/node.ts";
import { delay } from "./utility/delay/node.ts";
import { gain } from "./utility/gain/node.ts";
import { phaseRotator } from "./utility/phase-rotator/node.ts";
import { testSignal } from "./utility/test-signal/node.ts";

export { factoryChains, loadChain, loadChainFigures, type ChainFigures } from "./chains.ts";

/** The built-in nodes: one line per node here, one per kernel in `assembly/index.ts`. */
export const builtInPack: Pack = {
  name: "twobus",
  apiVersion: API_VERSION,
  nodes: [
    track,
    bus,
    colourEq,
    dynamicEq,
    filter,
    linearPhaseEq,
    masteringEq,
    midrangePassiveEq,
    parametricEq,
    passiveEq,
    tiltEq,
    digitalCompressor,
    diodeCompressor,
    fetCompressor,
    glueCompressor,
    modernMuCompressor,
    multibandCompressor,
    optoCompressor,
    punchCompressor,
    vintageMuCompressor,
    multibandSaturator,
    tapeSaturator,
    transformerSaturator,
    tubeSaturator,
    clipper,
    deEsser,
    gate,
    transientShaper,
    truePeakLimiter,
    balance,
    imager,
    midSideDecoder,
    midSideEncoder,
    chorus,
    echo,
    phaser,
    reverb,
    bandSplitter,
    dcFilter,
    delay,
    gain,
    phaseRotator,
    testSignal,
  ],
  wasm: {
    get url() {
      return new URL("../build/nodes.wasm", import.meta.url);
    },
    get sharedUrl() {
      return new URL("../build/nodes.shared.wasm", import.meta.url);
    },
  },
};
