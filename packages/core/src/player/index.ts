export type { AutomatedPlace, PlainPlace, SourcePlace, VoiceImage } from "./image.ts";
export type * from "./messages.ts";
export type { MonitorSettings } from "./monitor.ts";
export { Player, type PlayerOptions } from "./player.ts";
export type { Ramp } from "./ramp.ts";
export * from "./ring.ts";
export { createSlots } from "./slots.ts";
export * from "./watch.ts";
