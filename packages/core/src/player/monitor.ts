import { QUANTUM } from "../engine/quantum.ts";

/** How the mix is listened to. No part of the mix: nothing of it reaches a bounce. */
export interface MonitorSettings {
  /** Linear. */
  readonly gain: number;
  /** Both sides carry their mean. */
  readonly mono: boolean;
}

const QUANTA = 16;

/** The monitor's volume and mono button, both without clicks. At unity and in stereo samples pass as they are. */
export class Monitor {
  /** What each side passes to itself, and to the other. */
  #direct = 1;
  #cross = 0;
  #from = [1, 0];
  #to = [1, 0];
  #done = QUANTA;

  set({ gain, mono }: MonitorSettings): void {
    this.#from = [this.#direct, this.#cross];
    this.#to = mono ? [gain / 2, gain / 2] : [gain, 0];
    this.#done = 0;
  }

  /** Writes interleaved doubles to two channels. */
  process(mix: Float64Array, left: Float32Array, right: Float32Array): void {
    if (this.#done === QUANTA && this.#direct === 1 && this.#cross === 0) {
      for (let i = 0; i < QUANTUM; i++) {
        left[i] = mix[2 * i]!;
        right[i] = mix[2 * i + 1]!;
      }
      return;
    }
    const direct = this.#direct;
    const cross = this.#cross;
    if (this.#done < QUANTA) this.#step();
    const directStep = (this.#direct - direct) / QUANTUM;
    const crossStep = (this.#cross - cross) / QUANTUM;
    for (let i = 0; i < QUANTUM; i++) {
      const own = direct + directStep * (i + 1);
      const other = cross + crossStep * (i + 1);
      left[i] = own * mix[2 * i]! + other * mix[2 * i + 1]!;
      right[i] = own * mix[2 * i + 1]! + other * mix[2 * i]!;
    }
  }

  #step(): void {
    const way = ++this.#done / QUANTA;
    const share = way * way * (3 - 2 * way);
    const isThere = this.#done === QUANTA;
    this.#direct = isThere ? this.#to[0]! : this.#from[0]! + (this.#to[0]! - this.#from[0]!) * share;
    this.#cross = isThere ? this.#to[1]! : this.#from[1]! + (this.#to[1]! - this.#from[1]!) * share;
  }
}
