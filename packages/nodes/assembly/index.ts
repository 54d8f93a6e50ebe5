export * from "../src/utility/gain/kernel";
export * from "../src/compressors/glue-compressor/kernel";
export * from "../src/compressors/digital-compressor/kernel";
export * from "../src/utility/delay/kernel";
