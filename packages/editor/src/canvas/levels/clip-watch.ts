import type { MeterReadings } from "../../meters/meter-source.tsx";
import { CLIP_DB, HELD_READINGS } from "./gauges.ts";

/** Which signals were over full scale in the last one and a half seconds. */
export class ClipWatch {
  /** For how many more readings each of them counts. */
  readonly #left = new Map<string, number>();

  /** Returns whether others of `signals` are over than before. */
  take({ levels }: MeterReadings, signals: Iterable<string>): boolean {
    let isChanged = false;
    for (const signal of signals) {
      const level = levels[signal];
      const left = this.#left.get(signal);
      if (level !== undefined && Math.max(...level.peakDbfs) > CLIP_DB) {
        this.#left.set(signal, HELD_READINGS);
        isChanged ||= left === undefined;
      } else if (left !== undefined) {
        if (level !== undefined && left > 0) this.#left.set(signal, left - 1);
        else isChanged = this.#left.delete(signal);
      }
    }
    return isChanged;
  }

  has(signal: string): boolean {
    return this.#left.has(signal);
  }
}
