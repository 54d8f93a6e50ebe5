// The module: kernels that the engine and the meters call by name. Building blocks for node kernels are imported file by file.

export * from "./biquad";
export * from "./buffer";
export * from "./delay";
export * from "./loudness";
export * from "./mix";
export * from "./resampler";
export * from "./stereo-sums";
export * from "./true-peak-meter";
export * from "./oversampling";
export * from "./filter-design";
export * from "./mix";
export * from "./svf";
