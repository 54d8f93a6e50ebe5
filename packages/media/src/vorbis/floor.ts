import { decibelsToGain } from "@twobus/dsp";
import { bitLength, type Codebook } from "./codebook.ts";
import { DamagedVorbis } from "./damaged-vorbis.ts";
import type { VorbisBits } from "./vorbis-bits.ts";

const RANGES = [256, 128, 86, 64];
const HIGHEST_POINTS = 65;

/** Gains of the curve's 256 steps: 140 dB in all (section 10.1). */
const STEP_GAINS = Float64Array.from({ length: 256 }, (_, step) => decibelsToGain(((step - 255) * 140) / 256));

interface FloorClass {
  readonly dimensions: number;
  readonly subclassBits: number;
  readonly master: Codebook | undefined;
  readonly books: readonly (Codebook | undefined)[];
}

/** A spectral envelope of straight lines between points, on a scale in decibels (Vorbis I, section 7, floor type 1). */
export class Floor {
  readonly #partitions: readonly FloorClass[];
  readonly #multiplier: number;
  readonly #positions: readonly number[];
  /** Numbers of the points by position, and for each point from the third on its neighbours among those before it. */
  readonly #order: readonly number[];
  readonly #neighbours: readonly (readonly [low: number, high: number])[];

  constructor(bits: VorbisBits, books: readonly Codebook[]) {
    const classNumbers = Array.from({ length: bits.read(5) }, () => bits.read(4));
    const classes = Array.from({ length: Math.max(-1, ...classNumbers) + 1 }, () => readClass(bits, books));
    this.#partitions = classNumbers.map((number) => classes[number]!);
    this.#multiplier = bits.read(2) + 1;
    const positionBits = bits.read(4);
    const count = this.#partitions.reduce((sum, { dimensions }) => sum + dimensions, 0);
    this.#positions = [0, 1 << positionBits, ...Array.from({ length: count }, () => bits.read(positionBits))];
    if (this.#positions.length > HIGHEST_POINTS || new Set(this.#positions).size < this.#positions.length) {
      throw new DamagedVorbis("a floor has too many points, or two in one place");
    }
    this.#order = this.#positions.map((_, i) => i).toSorted((a, b) => this.#positions[a]! - this.#positions[b]!);
    this.#neighbours = this.#positions.map((_, i) => neighbours(this.#positions, i));
  }

  /** Reads a channel's envelope into `curve` as gains; false where the channel is silent in this packet. */
  decode(bits: VorbisBits, curve: Float64Array, length: number): boolean {
    if (!bits.readFlag()) return false;
    const range = RANGES[this.#multiplier - 1]!;
    const values = [bits.read(bitLength(range - 1)), bits.read(bitLength(range - 1))];
    for (const partition of this.#partitions) readPartition(bits, partition, values);
    if (bits.isOver) return false;
    this.#draw(this.#heights(values, range), curve, length);
    return true;
  }

  /** Undoes the prediction of each point from its neighbours; undefined where a point lies on their line. */
  #heights(values: readonly number[], range: number): (number | undefined)[] {
    const heights = values.slice();
    const isUsed = values.map((value, i) => i < 2 || value !== 0);
    for (let i = 2; i < values.length; i++) {
      const [low, high] = this.#neighbours[i]!;
      const predicted = this.#heightAt(low, high, heights, this.#positions[i]!);
      heights[i] = predicted + unfold(values[i]!, predicted, range);
      if (values[i] !== 0) isUsed[low] = isUsed[high] = true;
    }
    return heights.map((height, i) => (isUsed[i] ? height : undefined));
  }

  #heightAt(low: number, high: number, heights: readonly number[], x: number): number {
    const rise = heights[high]! - heights[low]!;
    const run = this.#positions[high]! - this.#positions[low]!;
    return heights[low]! + Math.trunc((rise * (x - this.#positions[low]!)) / run);
  }

  #draw(heights: readonly (number | undefined)[], curve: Float64Array, length: number): void {
    let x = 0;
    let y = heights[0]! * this.#multiplier;
    for (const point of this.#order.slice(1)) {
      const height = heights[point];
      if (height === undefined) continue;
      const nextX = this.#positions[point]!;
      const nextY = height * this.#multiplier;
      drawLine(curve, length, x, y, nextX, nextY);
      x = nextX;
      y = nextY;
    }
    for (; x < length; x++) curve[x] = gainOf(y);
  }
}

function readClass(bits: VorbisBits, books: readonly Codebook[]): FloorClass {
  const dimensions = bits.read(3) + 1;
  const subclassBits = bits.read(2);
  const master = subclassBits === 0 ? undefined : bookAt(books, bits.read(8));
  const subclassBooks = Array.from({ length: 1 << subclassBits }, () => {
    const number = bits.read(8);
    return number === 0 ? undefined : bookAt(books, number - 1);
  });
  return { dimensions, subclassBits, master, books: subclassBooks };
}

function readPartition(bits: VorbisBits, partition: FloorClass, values: number[]): void {
  let choice = partition.master?.decode(bits) ?? 0;
  for (let i = 0; i < partition.dimensions; i++) {
    const book = partition.books[choice & ((1 << partition.subclassBits) - 1)];
    choice >>= partition.subclassBits;
    values.push(book?.decode(bits) ?? 0);
  }
}

/** The nearest earlier points on both sides of point `i`. */
function neighbours(positions: readonly number[], i: number): readonly [low: number, high: number] {
  let low = 0;
  let high = 1;
  for (let j = 2; j < i; j++) {
    const x = positions[j]!;
    if (x < positions[i]! && x > positions[low]!) low = j;
    if (x > positions[i]! && x < positions[high]!) high = j;
  }
  return [low, high];
}

/** Turns a coded difference, which alternates in sign while there is room on both sides, into a plain one. */
function unfold(value: number, predicted: number, range: number): number {
  const above = range - predicted;
  const below = predicted;
  if (value >= 2 * Math.min(above, below)) return above > below ? value - below : above - value - 1;
  return (value & 1) === 1 ? -(value + 1) / 2 : value / 2;
}

/** Bresenham's line as section 9.2.7 rounds it; its last point belongs to the next line. */
function drawLine(curve: Float64Array, length: number, x0: number, y0: number, x1: number, y1: number): void {
  const run = x1 - x0;
  const base = Math.trunc((y1 - y0) / run);
  const rest = Math.abs(y1 - y0) - Math.abs(base) * run;
  const direction = y1 < y0 ? -1 : 1;
  let error = 0;
  let y = y0;
  for (let x = x0; x < Math.min(x1, length); x++) {
    curve[x] = gainOf(y);
    error += rest;
    y += base;
    if (error >= run) {
      error -= run;
      y += direction;
    }
  }
}

function gainOf(height: number): number {
  return STEP_GAINS[Math.max(0, Math.min(255, height))]!;
}

export function bookAt(books: readonly Codebook[], number: number): Codebook {
  const book = books[number];
  if (book === undefined) throw new DamagedVorbis(`codebook ${number} is not there`);
  return book;
}
