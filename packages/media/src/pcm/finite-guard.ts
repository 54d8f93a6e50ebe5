import type { Problem } from "@twobus/core";

/** Turns NaN and ±Infinity into silence and remembers how many there were and where the first one was. */
export class FiniteGuard {
  readonly #name: string;
  #count = 0;
  #firstFrame = 0;

  constructor(name: string) {
    this.#name = name;
  }

  /** Cleans `samples[from…to)`, whose first sample is frame `firstFrame` of the file. */
  clean(samples: Float64Array, from: number, to: number, firstFrame: number): void {
    let poison = 0;
    for (let i = from; i < to; i++) poison += samples[i]! * 0;
    if (poison === 0) return;
    for (let i = from; i < to; i++) {
      if (Number.isFinite(samples[i])) continue;
      const frame = firstFrame + i - from;
      this.#firstFrame = this.#count === 0 ? frame : Math.min(this.#firstFrame, frame);
      this.#count++;
      samples[i] = 0;
    }
  }

  get warnings(): readonly Problem[] {
    if (this.#count === 0) return [];
    const message =
      `${this.#count} samples are NaN or infinite, the first at frame ${this.#firstFrame}; ` +
      "they play as silence: export the file again";
    return [{ code: "non-finite-samples", at: this.#name, message }];
  }
}
