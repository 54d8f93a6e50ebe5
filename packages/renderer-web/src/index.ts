export type { BounceOptions, BounceResult, Delivered } from "./bounce.ts";
export type { BounceTarget, MediaLocation } from "./storage/locations.ts";
export type { NodeFigures } from "./node-figures.ts";
export { createWebRenderer, type WebRenderer, type WebRendererOptions } from "./web-renderer.ts";
export type { Level, Readings } from "@twobus/core/live";
export type { PlayerReport } from "./live/live-worker.ts";
export type { Monitor } from "./monitor.ts";
export type { Loop, WebPlayer, WebPlayerOptions } from "./player-contract.ts";
export { createWebPlayer } from "./web-player.ts";
