// The module: one line per kernel.
export * from "../src/strips/kernel";
export * from "../src/utility/gain/kernel";
export * from "../src/compressors/glue-compressor/kernel";
export * from "../src/compressors/digital-compressor/kernel";
