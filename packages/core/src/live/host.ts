import type { Registry } from "../definition/pack.ts";
import type { CompiledModules } from "../engine/modules.ts";
import type { PlayerMessage } from "../player/messages.ts";
import type { Problem } from "../problem.ts";
import type { OpenRecording } from "../renderer/open-sources.ts";

/** What a host brings to a director: code, recordings, and a way to the player. */
export interface DirectorHost {
  readonly registry: Registry;
  /** For shared memory where there is any. */
  readonly modules: CompiledModules;
  /** For memory that is not shared. */
  readonly plainModules: CompiledModules;
  readonly open: OpenRecording;
  /** To the player. */
  readonly send: (message: PlayerMessage, transfer: Transferable[]) => void;
  readonly rest: (milliseconds: number) => Promise<void>;
  /** Called between pieces of work that nobody waits for, of some milliseconds each: lets in who else wants this thread. */
  readonly giveWay: () => Promise<void>;
  /** Told what goes wrong while it plays: playback goes on with what is there. */
  readonly report: (problem: Problem) => void;
  /** Whether recordings stay open while the mix rests, so that playing waits for none. */
  readonly standsBy: boolean;
  /** Chunks of 1024 frames that are read ahead at most. */
  readonly aheadChunks?: number;
}
