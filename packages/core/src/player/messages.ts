import type { Stretch } from "@twobus/dsp";
import type { AdvancedStep } from "../engine/advance-step.ts";
import type { VoiceImage } from "./image.ts";
import type { Join } from "./joins.ts";
import type { MonitorSettings } from "./monitor.ts";
import type { Ramp, RampPlace } from "./ramp.ts";
import type { Ring, RingShape } from "./ring.ts";

/** What a player is told. All of it is plain data. */
export type PlayerMessage =
  | { readonly kind: "handOver"; readonly handOver: HandOver }
  | { readonly kind: "ramp"; readonly slot: number; readonly ramps: readonly Ramp[] }
  | { readonly kind: "drop"; readonly slot: number }
  | { readonly kind: "stop" }
  | { readonly kind: "monitor"; readonly settings: MonitorSettings }
  /** The next chunk of a ring, where memory is not shared. */
  | { readonly kind: "chunk"; readonly ring: number; readonly samples: Float64Array };

/** A voice that is to sound instead of the one that does. */
export interface HandOver {
  /** Which memory it lies in: one that nothing runs in. */
  readonly slot: number;
  readonly image: VoiceImage;
  /** What the memory holds, where it is not shared. */
  readonly content?: ArrayBuffer;
  /** By its id where the sounding voice has it already; its shape where memory is not shared and chunks come one by one. */
  readonly ring: Ring | RingShape | number;
  readonly entry: Entry;
}

/** Numbers of a processor that are on their way in the sounding voice, and go on from there in the next one. */
export interface GoingOn {
  /** Its parameters in the memory of either. */
  readonly from: number;
  readonly to: number;
  readonly bytes: number;
  /** Those that have a new goal. */
  readonly ramps: readonly Ramp[];
  /** Those that have an automation lane now, and had none or another. */
  readonly lanes: readonly RampPlace[];
}

/** Processors that the sounding voice does not have. What moves by itself in them is where it is in that quantum, at most a few too early. */
export interface Newcomers {
  readonly quantum: number;
  readonly steps: readonly AdvancedStep[];
}

export type Entry =
  /** Goes on where the sounding voice is, with what its processors remember. */
  | {
      readonly kind: "continue";
      /** The memory of the voice that it was made to follow. */
      readonly from: number;
      /** Memory that is taken over from the sounding voice, address by address. */
      readonly kept: readonly Stretch[];
      /** What goes on hearing the sounding voice for a moment. */
      readonly joins: readonly Join[];
      readonly goingOn: readonly GoingOn[];
      readonly newcomers: Newcomers;
      /** How long newcomers run unheard. */
      readonly settleFrames: number;
      /** The quantum that runs first, in plan time, where that is another than the sounding voice's next: it catches up, or waits. */
      readonly quantum?: number;
    }
  /** Begins somewhere else, with a memory that knows what came before. */
  | {
      readonly kind: "enter";
      /** The quantum that runs first, in plan time. */
      readonly quantum: number;
      /** The frame of the mix that is heard first. */
      readonly position: number;
      /** The frame of the sounding voice at which that happens; at once without it. */
      readonly at?: number;
    };

/** What a player says. Rare: once per hand-over. */
export type PlayerEvent =
  /** The voice in `slot` is alone now; `freed` may be used again. */
  | { readonly kind: "sounding"; readonly slot: number; readonly freed?: number }
  | { readonly kind: "stopped"; readonly position: number; readonly freed?: number }
  /** A hand-over that came too late to mean anything, or was overtaken by stop; with a cause, one that cannot be played. */
  | { readonly kind: "refused"; readonly slot: number; readonly cause?: string }
  /** Sources were not there in time. */
  | { readonly kind: "starved"; readonly position: number };
