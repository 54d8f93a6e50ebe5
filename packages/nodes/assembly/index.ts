// The module: one line per kernel.
export * from "../src/compressors/digital-compressor/kernel";
export * from "../src/compressors/glue-compressor/kernel";
export * from "../src/equalisers/parametric-eq/kernel";
export * from "../src/peaks/clipper/kernel";
export * from "../src/peaks/de-esser/kernel";
export * from "../src/peaks/gate/kernel";
export * from "../src/peaks/transient-shaper/kernel";
export * from "../src/peaks/true-peak-limiter/kernel";
export * from "../src/saturators/tube-saturator/kernel";
export * from "../src/stereo/balance/kernel";
export * from "../src/stereo/imager/kernel";
export * from "../src/stereo/mid-side-decoder/kernel";
export * from "../src/stereo/mid-side-encoder/kernel";
export * from "../src/strips/kernel";
export * from "../src/utility/delay/kernel";
export * from "../src/utility/gain/kernel";
