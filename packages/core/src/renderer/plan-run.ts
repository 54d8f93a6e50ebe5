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
  /** The chunk to begin with; 0 but where what lies before is passed over. */
  readonly firstChunk: number;
  /** The chunk to end before. */
  readonly chunks: number;
  /** A feed that begins with that chunk. */
  readonly createFeed: (chunkFrames: number) => Promise<SourceFeed>;
  readonly signal: AbortSignal;
  /** Called for each chunk in order with the mix and its stems as interleaved stereo doubles, valid during the call. */
  readonly take: (outputs: readonly Float64Array[]) => Promise<void>;
  /** Lets other work on the calling thread in, between chunks. */
  readonly giveWay?: () => Promise<void>;
}
