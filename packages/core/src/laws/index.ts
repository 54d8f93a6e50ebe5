export * from "./migrations.ts";
export * from "./node-laws.ts";
export * from "./node-runner.ts";
