export * from "./chain-pack.ts";
export * from "./chain-text.ts";
export { compress, decompress, type Bytes } from "./compress.ts";
export { chainAlone, GOLDEN_RANGE, goldenMix, playGoldenMix, playOnLoop, type LoopSound } from "./golden.ts";
export { CHAIN_ENDING, PACKAGE_NAME, type PackManifest } from "./pack-manifest.ts";
export { sha256 } from "./sha256.ts";
export { readTar, writeTar, type PackedFile } from "./tar.ts";
export { LOOP_SAMPLE_RATE, testLoop, type TestLoop } from "./test-loop.ts";
