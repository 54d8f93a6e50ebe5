export * from "../src/utility/gain/kernel";
export * from "../src/peaks/true-peak-limiter/kernel";
