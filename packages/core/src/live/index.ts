export { Director, type DirectorHost, type LoopRange } from "./director.ts";
export { planReadings, type Level, type ReadingPlan, type Readings } from "./readings.ts";
