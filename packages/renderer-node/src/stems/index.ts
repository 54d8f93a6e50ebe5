export type { StemManifest } from "./manifest.ts";
export { renderStems, type RenderStemsOptions, type StemsResult } from "./render-stems.ts";
export { verifyStems, type StemsCheck } from "./verify-stems.ts";
