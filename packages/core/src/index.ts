export * from "./commands/index.ts";
export * from "./compile/index.ts";
export * from "./definition/index.ts";
export * from "./document/index.ts";
export * from "./engine/index.ts";
export * from "./intake/index.ts";
export * from "./picture/index.ts";
export * from "./problem.ts";
export type * from "./renderer/contract.ts";
