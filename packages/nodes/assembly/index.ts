// The module: one line per kernel.
export * from "../src/strips/kernel";
export * from "../src/utility/gain/kernel";
