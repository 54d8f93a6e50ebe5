export * from "./node.ts";
export * from "./pack.ts";
export * from "./parameters.ts";
export * from "./ports.ts";
