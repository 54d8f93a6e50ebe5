export * from "./maths.ts";
export * from "./memory.ts";
export * from "./module.ts";
