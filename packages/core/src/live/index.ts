export { Director, type LoopRange } from "./director.ts";
export type { DirectorHost } from "./host.ts";
export { planReadings, type Level, type ReadingPlan, type Readings } from "./readings.ts";
