export { createNodeRunner, type NodeRunner, type RunOptions, type RunResult, type Stereo } from "./node-runner.ts";
