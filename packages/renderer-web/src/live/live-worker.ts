import type { MixDocument, Problem, UpdateReport } from "@twobus/core";
import type { Readings } from "@twobus/core/live";
import type { MonitorSettings } from "@twobus/core/player";
import type { LiveMeasurement } from "@twobus/measure";
import type { ProxyMarked } from "comlink";
import type { Listening } from "../monitor.ts";
import type { MediaLocation } from "../storage/locations.ts";

/** What the Worker does for a player: it reads recordings, makes voices ready and watches the meters. */
export interface LiveWorker {
  /** `port` leads to the worklet. */
  openLive(setup: LiveSetup, port: MessagePort, page: LivePage & ProxyMarked): Promise<LiveSession & ProxyMarked>;
}

export interface LiveSetup {
  readonly media: MediaLocation;
  /** Whether threads may share memory. */
  readonly isShared: boolean;
  readonly sampleRate: number;
  /** Chunks of 1024 frames that are read ahead at most. */
  readonly aheadChunks?: number;
  readonly measuresLoad: boolean;
  /** What the page knows already. */
  readonly toldOfRecordings: ToldOfRecordings;
}

/** What the page has been told of recordings and still holds. Plain data: it outlives the Worker, and keeps the next from saying it again. */
export interface ToldOfRecordings {
  readonly told: ReadonlySet<string>;
  /** By file: what of it is why the file cannot be opened. */
  readonly unopened: ReadonlyMap<string, readonly string[]>;
}

/** One player, as the page steers it. Frames are frames of the mix. */
export interface LiveSession {
  update(document: MixDocument): Promise<UpdateReport>;
  play(): Promise<void>;
  ready(): Promise<void>;
  stop(): Promise<void>;
  seek(frame: number): Promise<void>;
  loop(range: { readonly start: number; readonly end: number } | undefined): Promise<void>;
  monitor(settings: MonitorSettings, listening: Listening): Promise<void>;
  close(): Promise<void>;
}

/** What the Worker tells the page. */
export interface LivePage<Report = LiveReport> {
  report(report: Report): void;
  problem(problem: Problem): void;
  /** To be given to the next Worker. */
  remember(told: ToldOfRecordings): void;
  /** The mix has played to its end, and gone back to its start. */
  ended(): void;
}

/** What the Worker sees while a mix plays. */
export interface LiveReport extends Readings {
  readonly isPlaying: boolean;
  readonly positionSeconds: number;
  /** Where the mix ends, with all that rings on. */
  readonly endSeconds: number;
  /** From a source to the mix: what the player makes up for. */
  readonly latencySamples: number;
  /** Of the time that the audio thread has: 1 is all of it. Over the last second; null where it is not measured. */
  readonly load: number | null;
  /** Of the mix, before the monitor, since playback began. */
  readonly loudness: LiveMeasurement;
  /** That the audio thread has made since it began. */
  readonly quanta: number;
}

/** What is to be seen while a mix plays; at most 30 times a second. */
export interface PlayerReport extends Omit<LiveReport, "quanta"> {
  /** Of the output, since it was opened; null where the browser does not count it. */
  readonly missed: Missed | null;
}

/** Sound that did not come in time. */
export interface Missed {
  /** How often. */
  readonly gaps: number;
  /** How much of it in all, at the mix's rate. */
  readonly frames: number;
}
