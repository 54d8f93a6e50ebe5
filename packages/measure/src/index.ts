export * from "./compare-audio.ts";
export * from "./kernels.ts";
export * from "./measure-stream.ts";
export * from "./measurement.ts";
export * from "./meter.ts";
export * from "./null-meter.ts";
export * from "./planar-stream.ts";
