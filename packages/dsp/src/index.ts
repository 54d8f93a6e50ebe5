export * from "./maths.ts";
export * from "./memory.ts";
export * from "./module.ts";
export * from "./oversampling.ts";
