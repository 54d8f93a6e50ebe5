export { equivalentStep } from "./battery/equivalent-step.ts";
export * from "./migrations.ts";
export * from "./mix-player.ts";
export * from "./node-laws.ts";
export * from "../solo/index.ts";
