export { stemParts, type StemSplit } from "./stem-parts.ts";
export type { StemPart } from "./split-stems.ts";
export { compile } from "./compile.ts";
export { nodeLatencies } from "./node-latencies.ts";
export type * from "./plan.ts";
export { printPlan } from "./print-plan.ts";
export type { FlatLane } from "./flat-graph.ts";
