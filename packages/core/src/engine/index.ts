export * from "./bind-kernel.ts";
export { createEngine, type Engine } from "./engine.ts";
export { instantiateAll, layOut, QUANTUM, type Kernels, type Layout } from "./layout.ts";
export * from "./modules.ts";
export { valueAt } from "./automation.ts";
