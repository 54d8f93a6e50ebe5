import { exp2 } from "@twobus/dsp";
import { DamagedVorbis } from "./damaged-vorbis.ts";
import type { VorbisBits } from "./vorbis-bits.ts";

const SYNC = 0x564342;

/** Larger than any encoder's books; a header may claim far more than it holds. */
const HIGHEST_ENTRIES = 131072;
const HIGHEST_VALUES = 1048576;

/** Codewords up to this length are decoded by one look into a table. */
const TABLE_BITS = 10;

/** A Huffman code, and for most books a vector that each of its entries stands for (Vorbis I, section 3). */
export class Codebook {
  readonly dimensions: number;
  /** Vectors of all entries, one after another; undefined for a book of plain numbers. */
  readonly vectors: Float64Array | undefined;
  readonly #code: HuffmanCode;

  constructor(bits: VorbisBits) {
    if (bits.read(24) !== SYNC) throw new DamagedVorbis("a codebook does not start where it should");
    this.dimensions = bits.read(16);
    const entries = bits.read(24);
    if (entries > HIGHEST_ENTRIES || entries * this.dimensions > HIGHEST_VALUES) {
      throw new DamagedVorbis(`a codebook claims ${entries} entries of ${this.dimensions} values`);
    }
    this.#code = new HuffmanCode(readLengths(bits, entries));
    this.vectors = readVectors(bits, entries, this.dimensions);
  }

  /** The next entry's number, or −1 where the packet ends or holds no codeword. */
  decode(bits: VorbisBits): number {
    return this.#code.decode(bits);
  }
}

/** Codeword lengths by entry; 0 where an entry is not used. */
function readLengths(bits: VorbisBits, entries: number): Uint8Array {
  const lengths = new Uint8Array(entries);
  if (bits.readFlag()) {
    let length = bits.read(5) + 1;
    for (let entry = 0; entry < entries; length++) {
      const count = bits.read(bitLength(entries - entry));
      if (entry + count > entries || length > 32) throw new DamagedVorbis("codeword lengths run over their book");
      lengths.fill(length, entry, entry + count);
      entry += count;
    }
    return lengths;
  }
  const isSparse = bits.readFlag();
  for (let entry = 0; entry < entries && !bits.isOver; entry++) {
    if (!isSparse || bits.readFlag()) lengths[entry] = bits.read(5) + 1;
  }
  return lengths;
}

function readVectors(bits: VorbisBits, entries: number, dimensions: number): Float64Array | undefined {
  const kind = bits.read(4);
  if (kind === 0) return undefined;
  if (kind > 2) throw new DamagedVorbis(`a codebook is of unknown kind ${kind}`);
  const lowest = readFloat(bits);
  const step = readFloat(bits);
  const valueBits = bits.read(4) + 1;
  const isSequence = bits.readFlag();
  const valueCount = kind === 1 ? latticeSide(entries, dimensions) : entries * dimensions;
  if (valueCount * valueBits > bits.left) throw new DamagedVorbis("a codebook runs over the end of its header");
  const values = Float64Array.from({ length: valueCount }, () => lowest + step * bits.read(valueBits));
  const vectors = new Float64Array(entries * dimensions);
  for (let entry = 0; entry < entries; entry++) {
    let last = 0;
    let rest = entry;
    for (let i = 0; i < dimensions; i++) {
      const value = last + values[kind === 1 ? rest % valueCount : entry * dimensions + i]!;
      vectors[entry * dimensions + i] = value;
      if (isSequence) last = value;
      rest = Math.floor(rest / valueCount);
    }
  }
  return vectors;
}

/** The largest number whose power to `dimensions` is not above `entries` (section 9.2.3). */
function latticeSide(entries: number, dimensions: number): number {
  const fits = (side: number): boolean => {
    let power = 1;
    for (let i = 0; i < dimensions && power <= entries; i++) power *= side;
    return power <= entries;
  };
  if (dimensions === 0) return 0;
  let side = 0;
  while (fits(side + 1) && side < entries) side++;
  return side;
}

/** Sign, 10 bits of exponent, 21 of whole mantissa (section 9.2.2). */
function readFloat(bits: VorbisBits): number {
  const packed = bits.read(32);
  const mantissa = packed & 0x1fffff;
  const exponent = (packed >>> 21) & 0x3ff;
  return (packed > 0x7fffffff ? -mantissa : mantissa) * exp2(exponent - 788);
}

/** Bits that hold a number: 0 for 0, 3 for 7 (section 9.2.1, `ilog`). */
export function bitLength(value: number): number {
  return 32 - Math.clz32(value);
}

class HuffmanCode {
  /** By the next bits: entry · 32 + length, or −1 where the codeword is longer. */
  readonly #table = new Int32Array(1 << TABLE_BITS).fill(-1);
  /** Pairs of what follows a zero and a one: the pair's number, or −2 − entry; 0 where there is nothing. */
  readonly #tree: number[] = [0, 0];

  /** Gives each entry the lowest codeword of its length that is still free; a lone one takes either bit (section 3.2.1). */
  constructor(lengths: Uint8Array) {
    const free: (number | undefined)[] = [0];
    lengths.forEach((length, entry) => {
      if (length === 0) return;
      let depth = length;
      while (depth >= 0 && free[depth] === undefined) depth--;
      const codeword = free[depth];
      if (codeword === undefined) throw new DamagedVorbis("a codebook has more codewords than fit");
      free[depth] = undefined;
      for (let below = depth + 1; below <= length; below++) free[below] = codeword + exp2(32 - below);
      this.#add(codeword, length, entry);
    });
    const used = lengths.reduce((count, length) => (length > 0 ? count + 1 : count), 0);
    if (used === 1) this.#table.fill(lengths.findIndex((length) => length > 0) * 32 + 1);
  }

  decode(bits: VorbisBits): number {
    const ahead = bits.peek();
    const found = this.#table[ahead & ((1 << TABLE_BITS) - 1)]!;
    if (found >= 0) {
      bits.skip(found & 31);
      return bits.isOver ? -1 : found >> 5;
    }
    let node = 0;
    while (node >= 0) {
      node = this.#tree[2 * node + bits.read(1)]!;
      if (node === 0 || bits.isOver) return -1;
    }
    return -2 - node;
  }

  /** `codeword` stands in the upper bits of 32, its first bit highest. */
  #add(codeword: number, length: number, entry: number): void {
    let node = 0;
    for (let i = 0; i < length - 1; i++) {
      const at = 2 * node + ((codeword >>> (31 - i)) & 1);
      if (this.#tree[at] === 0) this.#tree[at] = this.#tree.push(0, 0) / 2 - 1;
      node = this.#tree[at]!;
    }
    this.#tree[2 * node + ((codeword >>> (32 - length)) & 1)] = -2 - entry;
    if (length > TABLE_BITS) return;
    let reversed = 0;
    for (let i = 0; i < length; i++) reversed |= ((codeword >>> (31 - i)) & 1) << i;
    for (let at = reversed; at < 1 << TABLE_BITS; at += 1 << length) this.#table[at] = entry * 32 + length;
  }
}
