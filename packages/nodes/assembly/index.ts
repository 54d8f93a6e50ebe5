export * from "../src/peaks/clipper/kernel";
export * from "../src/saturators/tube-saturator/kernel";
export * from "../src/utility/gain/kernel";
