import type { MeterReadings } from "../meters/meter-source.tsx";
import { CLIP_DB, HELD_READINGS } from "./gauges.ts";

/** Which signals were over full scale in the last one and a half seconds. */
export class ClipWatch {
  /** For how many more readings each of them counts. */
  readonly #left = new Map<string, number>();

  /** Returns whether they are others than before. */
  take({ levels }: MeterReadings): boolean {
    let isChanged = false;
    for (const [signal, left] of this.#left) {
      if (left > 0 && levels[signal] !== undefined) this.#left.set(signal, left - 1);
      else isChanged = this.#left.delete(signal);
    }
    for (const [signal, { peakDbfs }] of Object.entries(levels)) {
      if (Math.max(...peakDbfs) <= CLIP_DB) continue;
      isChanged ||= !this.#left.has(signal);
      this.#left.set(signal, HELD_READINGS);
    }
    return isChanged;
  }

  has(signal: string): boolean {
    return this.#left.has(signal);
  }
}
