export * from "./definition/index.ts";
export * from "./engine/bind-kernel.ts";
export * from "./engine/modules.ts";
export * from "./document/types.ts";
export * from "./problem.ts";
export * from "./intake/index.ts";
export * from "./picture/index.ts";
