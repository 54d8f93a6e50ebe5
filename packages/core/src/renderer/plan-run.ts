import type { RenderPlan } from "../compile/plan.ts";
import type { Registry } from "../definition/pack.ts";
import type { CompiledModules } from "../engine/modules.ts";
import type { SourceFeed } from "./source-feed.ts";

/** What it takes to run a plan: code, sound, and how much of it. */
export interface PlanRun {
  readonly plan: RenderPlan;
  readonly modules: CompiledModules;
  readonly registry: Registry;
  /** Quanta per chunk. */
  readonly chunkQuanta: number;
  /** How many chunks to make. */
  readonly chunks: number;
  readonly createFeed: (chunkFrames: number) => SourceFeed;
  readonly signal: AbortSignal;
  /** Called for each chunk in order with the mix and its stems as interleaved stereo doubles, valid during the call. */
  readonly take: (outputs: readonly Float64Array[]) => Promise<void>;
  /** Lets other work on the calling thread in, between chunks. */
  readonly giveWay?: () => Promise<void>;
}
