import type { Codebook } from "./codebook.ts";
import { DamagedVorbis } from "./damaged-vorbis.ts";
import { bookAt } from "./floor.ts";
import type { VorbisBits } from "./vorbis-bits.ts";

const PASSES = 8;

/** Spectral detail under the floor, coded in vectors and in up to eight passes (Vorbis I, section 8). */
export class Residue {
  readonly #kind: number;
  readonly #begin: number;
  readonly #end: number;
  readonly #partitionSize: number;
  readonly #classBook: Codebook;
  /** By class and pass. */
  readonly #books: readonly (readonly (Codebook | undefined)[])[];

  constructor(bits: VorbisBits, kind: number, books: readonly Codebook[]) {
    if (kind > 2) throw new DamagedVorbis(`a residue is of unknown type ${kind}`);
    this.#kind = kind;
    this.#begin = bits.read(24);
    this.#end = bits.read(24);
    this.#partitionSize = bits.read(24) + 1;
    const classCount = bits.read(6) + 1;
    this.#classBook = bookAt(books, bits.read(8));
    if (this.#classBook.dimensions === 0) throw new DamagedVorbis("a residue's class book has no dimension");
    const passes = Array.from({ length: classCount }, () => {
      const low = bits.read(3);
      return low + 8 * (bits.readFlag() ? bits.read(5) : 0);
    });
    this.#books = passes.map((used) =>
      Array.from({ length: PASSES }, (_, pass) => {
        if (((used >> pass) & 1) === 0) return undefined;
        const book = bookAt(books, bits.read(8));
        if (book.vectors === undefined || book.dimensions === 0)
          throw new DamagedVorbis("a residue's book has no vectors");
        return book;
      }),
    );
  }

  /** Type 2 codes all its channels together, silent ones too. */
  get isInterleaved(): boolean {
    return this.#kind === 2;
  }

  /** Adds to `spectra[…][0…length)`, which hold zeros. */
  decode(bits: VorbisBits, spectra: readonly Float64Array[], length: number): void {
    if (this.isInterleaved) {
      const interleaved = new Float64Array(length * spectra.length);
      this.#decodePlanes(bits, [interleaved], interleaved.length);
      spectra.forEach((spectrum, channel) => {
        for (let i = 0, at = channel; i < length; i++, at += spectra.length) spectrum[i] = interleaved[at]!;
      });
    } else this.#decodePlanes(bits, spectra, length);
  }

  #decodePlanes(bits: VorbisBits, planes: readonly Float64Array[], length: number): void {
    const begin = Math.min(this.#begin, length);
    const partitions = Math.floor((Math.min(this.#end, length) - begin) / this.#partitionSize);
    const classes = planes.map(() => new Uint8Array(Math.max(partitions, 0)));
    for (let pass = 0; pass < PASSES; pass++) {
      for (let partition = 0; partition < partitions; partition++) {
        if (
          pass === 0 &&
          partition % this.#classBook.dimensions === 0 &&
          !this.#readClasses(bits, classes, partition)
        ) {
          return;
        }
        for (let i = 0; i < planes.length; i++) {
          const book = this.#books[classes[i]![partition]!]![pass];
          if (book === undefined) continue;
          if (!this.#addPartition(bits, book, planes[i]!, begin + partition * this.#partitionSize)) return;
        }
      }
    }
  }

  /** One codeword per plane holds the classes of the next partitions, as digits of a number. False at the end. */
  #readClasses(bits: VorbisBits, classes: readonly Uint8Array[], partition: number): boolean {
    for (const plane of classes) {
      let digits = this.#classBook.decode(bits);
      if (digits < 0) return false;
      for (let i = this.#classBook.dimensions - 1; i >= 0; i--) {
        plane[partition + i] = digits % this.#books.length;
        digits = Math.floor(digits / this.#books.length);
      }
    }
    return true;
  }

  /** False where the packet ends. */
  #addPartition(bits: VorbisBits, book: Codebook, plane: Float64Array, offset: number): boolean {
    const { dimensions } = book;
    const vectors = book.vectors!;
    const count = Math.floor(this.#partitionSize / dimensions);
    const stride = this.#kind === 0 ? count : 1;
    const advance = this.#kind === 0 ? 1 : dimensions;
    for (let i = 0; i < count; i++) {
      const entry = book.decode(bits);
      if (entry < 0) return false;
      for (let j = 0, at = offset + i * advance; j < dimensions; j++, at += stride) {
        plane[at]! += vectors[entry * dimensions + j]!;
      }
    }
    return true;
  }
}
