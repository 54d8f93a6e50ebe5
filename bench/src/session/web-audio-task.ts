import type { SessionShape } from "./topology.ts";

export interface WebAudioTask {
  readonly folder: string;
  readonly shape: SessionShape;
}

export interface WebAudioRun {
  readonly cpuSeconds: number;
  /** Of these, what it took until all files were in buffers. */
  readonly loadCpuSeconds: number;
  readonly frames: number;
}
