export * from "./compare-audio.ts";
export { loadMeterKernels, type MeterKernels } from "./kernels.ts";
export * from "./measure-stream.ts";
export type { Measurement } from "./measurement.ts";
export * from "./meter.ts";
export * from "./null-meter.ts";
export type { ClosableStream, OpenStream } from "./planar-stream.ts";
export { drawCards } from "./card/draw-card.ts";
export { measureCard, thdText, type Card, type Point } from "./card/measure-card.ts";
