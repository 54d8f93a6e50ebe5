import type { CompiledModules } from "@twobus/core/engine";
import type { PlayerEvent, PlayerMessage, WatchList } from "@twobus/core/player";
import type { PlayerStatus } from "./status.ts";

/** What the Worker tells the worklet. */
export type ToWorklet =
  | {
      readonly kind: "setUp";
      readonly modules: CompiledModules;
      /** Both only where memory is shared. */
      readonly memories?: readonly WebAssembly.Memory[];
      readonly status?: PlayerStatus;
      readonly measuresLoad: boolean;
    }
  /** To be answered with `ready` once all that was said before has been heard. */
  | { readonly kind: "ask" }
  /** What is to be sent along with the status, where memory is not shared. */
  | { readonly kind: "watch"; readonly slot: number; readonly list: WatchList }
  | PlayerMessage;

/** What the worklet tells the Worker. */
export type FromWorklet =
  | { readonly kind: "ready" }
  | { readonly kind: "event"; readonly event: PlayerEvent }
  | { readonly kind: "status"; readonly update: StatusUpdate }
  /** Something that it was told could not be done. */
  | { readonly kind: "failed"; readonly message: string };

/** The status since the last one, where memory is not shared. */
export interface StatusUpdate {
  readonly values: Float64Array;
  /** The mix of the last quanta. */
  readonly tap: Float32Array;
  /** As `Player.readRings` writes them. */
  readonly rings: Float64Array;
  readonly watched?: { readonly slot: number; readonly values: Float64Array };
}
