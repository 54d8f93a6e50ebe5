import { setSeam } from "../engine/records.ts";

/** A processor that two voices have, and that hears in the later one for a moment what it hears in the earlier one. */
export interface Join {
  /** In the earlier voice: the step's record and its seam. */
  readonly record: number;
  readonly seam: number;
  /** Where it has what it has heard in a quantum, and where it is given that in the later voice. */
  readonly from: number;
  readonly to: number;
  readonly bytes: number;
  /** For how long. */
  readonly quanta: number;
}

/** Room for a voice that has been kept waiting for its sources. */
const SPARE_QUANTA = 8;

/** Brings what is heard in one voice to another one, which may be some quanta behind it. */
export class Joins {
  /** The quantum from which on nothing is brought any more, and the one that has not been heard yet. */
  readonly #end: number;
  #next: number;
  readonly #rows: readonly {
    readonly from: Float64Array;
    readonly to: Float64Array;
    readonly heard: readonly Float64Array[];
  }[];

  /** From quantum `first` on, which the earlier voice has yet to run. `behindQuanta` is how far the later voice is behind. */
  constructor(
    joins: readonly Join[],
    earlier: WebAssembly.Memory,
    later: WebAssembly.Memory,
    first: number,
    behindQuanta: number,
  ) {
    const words = new Int32Array(earlier.buffer);
    for (const join of joins) setSeam(words, join);
    this.#next = first;
    this.#end = first + Math.max(0, ...joins.map(({ quanta }) => quanta));
    this.#rows = joins.map(({ from, to, bytes }) => {
      const doubles = bytes / 8;
      const heard = Array.from({ length: behindQuanta + SPARE_QUANTA }, () => new Float64Array(doubles));
      return {
        from: new Float64Array(earlier.buffer, from, doubles),
        to: new Float64Array(later.buffer, to, doubles),
        heard,
      };
    });
  }

  /** Up to which quantum the later voice may run. */
  get limit(): number {
    return this.#next < this.#end ? this.#next : Infinity;
  }

  /** The earlier voice has run all before that quantum. */
  listen(quantum: number): void {
    if (this.#next >= Math.min(quantum, this.#end)) return;
    for (let index = 0; index < this.#rows.length; index++) {
      const { from, heard } = this.#rows[index]!;
      heard[this.#next % heard.length]!.set(from);
    }
    this.#next++;
  }

  /** The later voice runs that quantum next. */
  bring(quantum: number): void {
    if (quantum >= this.#end) return;
    for (let index = 0; index < this.#rows.length; index++) {
      const { to, heard } = this.#rows[index]!;
      to.set(heard[quantum % heard.length]!);
    }
  }
}
