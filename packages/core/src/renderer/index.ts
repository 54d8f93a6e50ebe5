export type * from "./contract.ts";
export { createOfflineRenderer, describeFailure, type RenderHost } from "./offline-renderer.ts";
export { openSources, type OpenRecording, type OpenSources } from "./open-sources.ts";
export { planMix, type PlannedMix } from "./plan-mix.ts";
export type { PlanRun } from "./plan-run.ts";
export { playable, type Recording } from "./recording.ts";
export { createSourceFeed, createSourceFeedFrom, type FedSource, type SourceFeed } from "./source-feed.ts";
