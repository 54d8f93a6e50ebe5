import type { Loop } from "../player-contract.ts";

/** Two days: no mix is longer than one, and behind its end all is silence. */
const FARTHEST_SECONDS = 172_800;

/** A report that is so near to where it has been sent to is no older than that. */
const NEAR_SECONDS = 1;

export const frameAt = (seconds: number, sampleRate: number): number => Math.round(placeNear(seconds) * sampleRate);

export const framesOf = (
  loop: Loop | undefined,
  sampleRate: number,
): { readonly start: number; readonly end: number } | undefined =>
  loop === undefined
    ? undefined
    : { start: frameAt(loop.startSeconds, sampleRate), end: frameAt(loop.endSeconds, sampleRate) };

const placeNear = (seconds: number): number => Math.min(Math.max(0, seconds), FARTHEST_SECONDS);

/** Where a player is, as the page knows it. */
export class Playhead {
  #seconds = 0;
  /** Where it has been sent; until it is there, reports are of the time before. */
  #soughtSeconds: number | undefined;

  get seconds(): number {
    return this.#seconds;
  }

  send(seconds: number): void {
    this.#seconds = this.#soughtSeconds = placeNear(seconds);
  }

  /** A report says that it is here. */
  seen(seconds: number): void {
    const isOld = this.#soughtSeconds !== undefined && Math.abs(seconds - this.#soughtSeconds) >= NEAR_SECONDS;
    if (isOld) return;
    this.#soughtSeconds = undefined;
    this.#seconds = seconds;
  }

  /** It has gone elsewhere by itself: reports are believed again. */
  letGo(): void {
    this.#soughtSeconds = undefined;
  }
}
