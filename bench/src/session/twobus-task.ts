import type { MemorySample } from "../watch-memory.ts";
import type { SessionShape } from "./topology.ts";

/** Renders the session in a process of its own. */
export const twobusScript: URL = new URL("./render-twobus.ts", import.meta.url);

export interface TwobusTask {
  readonly folder: string;
  readonly shape: SessionShape;
  readonly threads: number;
  /** A float WAV file to write, measured and hashed on the way; without it the mix stays in memory. */
  readonly path?: string;
  /** A new folder for the stems of the buses, instead of a mix. */
  readonly stemsFolder?: string;
}

export interface TwobusRun {
  readonly cpuSeconds: number;
  /** From the mix as a document to its last sample, the start of the process not counted. */
  readonly renderSeconds: number;
  readonly frames: number;
  readonly pcmSha256?: string;
  /** How many stems were written, the rest counted. */
  readonly stems?: number;
  readonly memory: readonly MemorySample[];
  readonly peakBytes: number;
}
