export * from "./maths.ts";
export * from "./memory.ts";
export * from "./module.ts";
export { ResamplerKernels, sampleRateFault } from "./resampler-kernels.ts";
export * from "./planar-stream.ts";
export * from "./resampler.ts";
export * from "./oversampling.ts";
