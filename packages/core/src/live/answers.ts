import type { PlayerEvent } from "../player/messages.ts";

/** Ends what waits for a player when there is none any more. */
export const CLOSED: Error = new Error("the player is closed");

/** What a player is going to say of a voice, by its slot, or of having stopped. */
export class Answers {
  readonly #awaited = new Map<number | "stopped", PromiseWithResolvers<PlayerEvent>>();
  #isClosed = false;

  /** Rejects with `CLOSED` where no one is left to answer. */
  about(key: number | "stopped"): Promise<PlayerEvent> {
    const waiting = Promise.withResolvers<PlayerEvent>();
    if (this.#isClosed) waiting.reject(CLOSED);
    this.#awaited.set(key, waiting);
    return waiting.promise;
  }

  take(event: Exclude<PlayerEvent, { kind: "starved" }>): void {
    const key = event.kind === "stopped" ? "stopped" : event.slot;
    this.#awaited.get(key)?.resolve(event);
    this.#awaited.delete(key);
  }

  close(): void {
    this.#isClosed = true;
    for (const { reject } of this.#awaited.values()) reject(CLOSED);
  }
}
