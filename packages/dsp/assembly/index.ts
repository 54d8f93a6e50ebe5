// The module: kernels that the engine and the meters call by name. Building blocks for node kernels are imported file by file.

export * from "./biquad";
export * from "./buffer";
export * from "./crossover";
export * from "./delay";
export * from "./filter-design";
export * from "./loudness";
export * from "./mix";
export * from "./oversampling";
export * from "./resampler";
export * from "./run-steps";
export * from "./stereo-sums";
export * from "./svf";
export * from "./true-peak-meter";
