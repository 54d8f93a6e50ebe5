export * from "../src/equalisers/parametric-eq/kernel";
export * from "../src/utility/gain/kernel";
