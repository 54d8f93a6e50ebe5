/** What eyes want to see of a voice's memory: stretches of doubles, and words that say whether a processor has failed. */
export interface WatchList {
  readonly stretches: readonly { readonly address: number; readonly doubles: number }[];
  readonly words: readonly number[];
}

export const watchedDoubles = ({ stretches, words }: WatchList): number =>
  stretches.reduce((sum, { doubles }) => sum + doubles, words.length);

/** Looks at a voice's memory again and again; nothing is made on the way but where the memory has grown. */
export class Watch {
  /** One stretch after the other, then the words as numbers. */
  readonly values: Float64Array;
  readonly #memory: WebAssembly.Memory;
  readonly #list: WatchList;
  #doubles = new Float64Array(0);
  #words = new Int32Array(0);

  constructor(memory: WebAssembly.Memory, list: WatchList) {
    this.#memory = memory;
    this.#list = list;
    this.values = new Float64Array(watchedDoubles(list));
  }

  /** Brings the values up to date. By index: iterators would be made anew. */
  look(): void {
    const { buffer } = this.#memory;
    if (this.#doubles.buffer !== buffer) {
      this.#doubles = new Float64Array(buffer);
      this.#words = new Int32Array(buffer);
    }
    const { stretches, words } = this.#list;
    let at = 0;
    for (let index = 0; index < stretches.length; index++) {
      const { address, doubles } = stretches[index]!;
      for (let i = 0; i < doubles; i++) this.values[at++] = this.#doubles[(address >> 3) + i]!;
    }
    for (let index = 0; index < words.length; index++) this.values[at++] = this.#words[words[index]! >> 2]!;
  }
}
