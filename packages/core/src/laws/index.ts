export * from "./migrations.ts";
export * from "./node-runner.ts";
