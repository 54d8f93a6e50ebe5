import type { Loop } from "@twobus/renderer-web";

/** What the page of the bench can be asked for. Mixes come as text; their recordings lie in the private file system. */
export interface BenchPage {
  /** Keeps a file from the server under the same name. */
  keep(file: string): Promise<void>;
  /** Opens a mix and plays it, with a Worker and an audio context of its own. Milliseconds to the first sound. */
  open(mix: string): Promise<number>;
  /** From its beginning, stopped before. Milliseconds to the first sound. */
  play(): Promise<number>;
  seek(seconds: number): Promise<void>;
  /** Watches the mix play for so long. */
  watch(seconds: number): Promise<Watched>;
  /** Edits the mix that plays ten times a second for so long. */
  edit(mix: string, seconds: number): Promise<Gaps>;
  /** Milliseconds from an edit, which ends a silence, to its sound. Of a loop that is given, the start has been being made ready by then. */
  unmute(mix: string, loop?: Loop): Promise<number>;
  /** Milliseconds until its start is ready. */
  loop(loop: Loop): Promise<number>;
  close(): Promise<void>;
  /** Bounces a mix into the private file system. */
  bounce(mix: string, toSeconds: number): Promise<Bounced>;
}

/** How often sound was missing. */
export interface Gaps {
  /** From the device, as the browser counts; null where it does not. */
  readonly underruns: number | null;
  /** From the mix, which waited for its recordings: the player's own count. */
  readonly waits: number;
}

export interface Watched extends Gaps {
  /** Of one core, by the audio thread. */
  readonly load: number;
  /** Seconds by which the mix went on. */
  readonly playedSeconds: number;
  /** What the player had to say. */
  readonly problems: readonly string[];
}

export interface Bounced {
  readonly seconds: number;
  readonly pcmSha256: string;
}

declare global {
  var bench: BenchPage;
}
