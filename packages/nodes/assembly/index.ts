// The module: one line per kernel.
export * from "../src/compressors/digital-compressor/kernel";
export * from "../src/compressors/glue-compressor/kernel";
export * from "../src/equalisers/parametric-eq/kernel";
export * from "../src/peaks/clipper/kernel";
export * from "../src/peaks/true-peak-limiter/kernel";
export * from "../src/saturators/tube-saturator/kernel";
export * from "../src/strips/bus/summing/channel/kernel";
export * from "../src/strips/bus/summing/sum/kernel";
export * from "../src/strips/kernel";
export * from "../src/utility/delay/kernel";
export * from "../src/utility/gain/kernel";
