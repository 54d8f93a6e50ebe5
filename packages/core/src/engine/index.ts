export * from "./bind-kernel.ts";
export { createEngine, type Engine } from "./engine.ts";
export { instantiateAll, layOut, type Kernels, type Layout } from "./layout.ts";
export { QUANTUM } from "./quantum.ts";
export * from "./modules.ts";
export { valueAt } from "./automation.ts";
