import type { MixDocument, PlanarStereo, RenderFormat, RenderJob, RenderResult } from "@twobus/core";
import type { ProxyMarked } from "comlink";
import type { BounceOptions, BounceResult } from "./bounce.ts";
import type { NodeFigures } from "./node-figures.ts";
import type { MediaLocation } from "./storage/locations.ts";

/** What the Worker does. It keeps nothing between two calls, so that another Worker can take the next one. */
export interface RenderWorker {
  /** Gives the name of a lock that the Worker holds as long as it lives; none where the browser has no locks. */
  lifeLock(): Promise<string | undefined>;
  /** Answers, which a Worker that hangs does not. */
  ping(): Promise<void>;
  /** Any message through `cancel` ends the work. */
  render(subject: Subject, job: PostedJob, page: PageEnd & ProxyMarked, cancel: MessagePort): Promise<RenderResult>;
  bounce(subject: Subject, job: PostedBounce, page: PageEnd & ProxyMarked, cancel: MessagePort): Promise<BounceResult>;
  figures(subject: Subject, addresses: readonly string[], cancel: MessagePort): Promise<Record<string, NodeFigures>>;
}

/** A mix and its recordings. */
export interface Subject {
  /** Absent before the first update. */
  readonly document?: MixDocument;
  readonly media: MediaLocation;
}

/** What to render, without what stays on the page and is called there. */
export type PostedJob = Omit<RenderJob, keyof PageJob | "signal">;
export type PostedBounce = Omit<BounceOptions, keyof PageJob | "signal">;

/** What of a job stays on the page. */
export type PageJob = Pick<RenderJob, "begin" | "receive" | "progress">;

/** Sound on its way to the page. */
export interface Block {
  readonly mix: PlanarStereo;
  readonly frames: number;
  readonly stems: readonly PlanarStereo[];
}

/** What the Worker calls while it works. */
export interface PageEnd {
  begin(format: RenderFormat): Promise<void>;
  receive(block: Block): Promise<void>;
  progress(doneFrames: number, totalFrames: number): Promise<void>;
}
