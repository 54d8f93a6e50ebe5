export * from "./node-runner.ts";
