export type { BounceOptions, BounceResult, Delivered } from "./bounce.ts";
export type { BounceTarget, MediaLocation } from "./storage/locations.ts";
export { createWebRenderer, type WebRenderer, type WebRendererOptions } from "./web-renderer.ts";
