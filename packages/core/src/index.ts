export * from "./definition/index.ts";
export * from "./engine/bind-kernel.ts";
export * from "./engine/modules.ts";
export * from "./document/index.ts";
export * from "./commands/index.ts";
export * from "./problem.ts";
