import type { MixDocument, Problem, UpdateReport } from "@twobus/core";
import type { PlayerReport } from "./live/live-worker.ts";
import type { Monitor } from "./monitor.ts";
import type { Output } from "./speaker.ts";
import type { MediaLocation } from "./storage/locations.ts";

export interface WebPlayerOptions extends Output {
  /** Starts the application's Worker, whose script calls `serveRenderWorker`. Called again after one has died. */
  readonly newWorker: () => Worker;
  readonly media: MediaLocation;
  /** Told what goes wrong while the mix plays. */
  readonly onProblem?: (problem: Problem) => void;
  /** Whether reports say how busy the audio thread is: looking at the clock leaves garbage there, which nothing else does. */
  readonly measuresLoad?: boolean;
  /** Chunks of 1024 frames that are read ahead at most: 4 to 4096, 32 unless given. */
  readonly aheadChunks?: number;
}

/** A range of the mix, in seconds. */
export interface Loop {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** Plays a mix live: what the page steers, a Worker makes ready and an AudioWorklet sounds. */
export interface WebPlayer {
  /** Takes a new state of the mix, playing or not. Throws a `TwobusError` for one that cannot sound; the old one goes on. */
  update(document: MixDocument): Promise<UpdateReport>;
  /**
   * Throws `autoplay-refused` where the browser wants a click first. Resumes an output that was suspended, and opens another where it
   * was closed.
   */
  play(): Promise<void>;
  /**
   * Resolves when what was asked for stands ready on the audio thread, with as much read ahead as ever is. Before an
   * offline context starts, it is awaited after `play`: such a context does not wait for recordings.
   */
  ready(): Promise<void>;
  stop(): Promise<void>;
  seek(seconds: number): Promise<void>;
  loop(range: Loop | undefined): Promise<void>;
  /** How it is listened to; no part of the mix. Refuses what the mix does not have (`unknown-node`). */
  monitor(settings: Partial<Monitor>): Promise<void>;
  /** Calls back 30 times a second, until the function that it returns is called, or the player is closed; throws `player-closed` then. */
  subscribe(listener: (report: PlayerReport) => void): () => void;
  dispose(): Promise<void>;
}
