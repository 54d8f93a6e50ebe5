export * from "../src/utility/gain/kernel";
