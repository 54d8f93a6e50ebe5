export { Director } from "./director.ts";
export type { LoopRange } from "./voices.ts";
export type { DirectorHost } from "./host.ts";
export { planReadings, type Level, type ReadingPlan, type Readings } from "./readings.ts";
