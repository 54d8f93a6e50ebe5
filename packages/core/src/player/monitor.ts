import { QUANTUM } from "../engine/quantum.ts";
import { glideQuanta, Glide } from "./glide.ts";

/** How the mix is listened to. No part of the mix: nothing of it reaches a bounce. */
export interface MonitorSettings {
  /** Linear. */
  readonly gain: number;
  /** Both sides carry their mean. */
  readonly mono: boolean;
}

/** The monitor's volume and mono button, both without clicks. At unity and in stereo samples pass as they are. */
export class Monitor {
  readonly #sampleRate: number;
  /** What each side passes to itself, and to the other. */
  readonly #toOwn = new Glide(1);
  readonly #toOther = new Glide(0);
  #direct = 1;
  #cross = 0;

  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate;
  }

  set({ gain, mono }: MonitorSettings): void {
    this.#move(this.#toOwn, mono ? gain / 2 : gain);
    this.#move(this.#toOther, mono ? gain / 2 : 0);
  }

  /** Writes interleaved doubles to two channels. */
  process(mix: Float64Array, left: Float32Array, right: Float32Array): void {
    if (this.#toOwn.isThere && this.#toOther.isThere && this.#direct === 1 && this.#cross === 0) {
      for (let i = 0; i < QUANTUM; i++) {
        left[i] = mix[2 * i]!;
        right[i] = mix[2 * i + 1]!;
      }
      return;
    }
    const direct = this.#direct;
    const cross = this.#cross;
    this.#direct = this.#toOwn.next();
    this.#cross = this.#toOther.next();
    const directStep = (this.#direct - direct) / QUANTUM;
    const crossStep = (this.#cross - cross) / QUANTUM;
    for (let i = 0; i < QUANTUM; i++) {
      const own = direct + directStep * (i + 1);
      const other = cross + crossStep * (i + 1);
      left[i] = own * mix[2 * i]! + other * mix[2 * i + 1]!;
      right[i] = own * mix[2 * i + 1]! + other * mix[2 * i]!;
    }
  }

  #move(glide: Glide, to: number): void {
    if (to !== glide.goal) glide.moveTo(to, glideQuanta(this.#sampleRate, to - glide.goal));
  }
}
