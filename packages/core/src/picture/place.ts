import type { Cell, Columns } from "./cells.ts";

/** The least distance between the middles of two cells that follow each other in a column. */
export type Separation = (upper: Cell, lower: Cell) => number;

/** Heights of cells' middles. */
type Heights = ReadonlyMap<Cell, number>;

/** How much a cell that is not anchored resists being moved, beside the 1 of those that are. */
const LIGHT = 1e-3;
const LEAST_SHORTFALL = 0.5;
const MOST_ROUNDS = 64;

/**
 * Heights for all cells: the leftmost column is packed, every other cell stands beside the middle of what plays into it.
 * Where that brings two cells nearer than `separation` allows, the tracks behind them are moved apart, so that buses
 * with few tracks still stand beside them.
 */
export function placeCells(columns: Columns, separation: Separation): Map<Cell, number> {
  const leafBehind = firstLeaves(columns);
  const rooms = new Map<Cell, number>();
  for (let round = 1; ; round++) {
    const heights = settleAll(columns, (upper, lower) => separation(upper, lower) + (rooms.get(lower) ?? 0));
    const shortfalls = firstShortfalls(columns, separation, heights);
    if (shortfalls.length === 0 || round === MOST_ROUNDS) return heights;
    for (const { cell, missing } of shortfalls) {
      const leaf = leafBehind.get(cell);
      if (leaf) rooms.set(leaf, (rooms.get(leaf) ?? 0) + missing);
    }
  }
}

function settleAll(columns: Columns, separation: Separation): Map<Cell, number> {
  const heights = new Map<Cell, number>();
  for (const column of columns.toReversed()) {
    const settled = keepApart(
      column.map((cell) => ({ at: wishOf(cell, heights), weight: cell.anchored ? 1 : LIGHT })),
      column.slice(1).map((cell, index) => separation(column[index]!, cell)),
    );
    column.forEach((cell, index) => heights.set(cell, settled[index]!));
  }
  return heights;
}

/** The middle of what plays into a cell; 0 where nothing does. */
function wishOf({ left }: Cell, heights: Heights): number {
  return left.length === 0 ? 0 : left.reduce((sum, cell) => sum + heights.get(cell)!, 0) / left.length;
}

interface Shortfall {
  /** The lower of two cells whose wishes are too near. */
  readonly cell: Cell;
  readonly missing: number;
}

/** Of the leftmost column that has any: mending it moves the columns to its right. */
function firstShortfalls(columns: Columns, separation: Separation, heights: Heights): Shortfall[] {
  for (const column of columns.slice(0, -1).toReversed()) {
    const shortfalls = shortfallsIn(column, separation, heights);
    if (shortfalls.length > 0) return shortfalls;
  }
  return [];
}

function shortfallsIn(column: readonly Cell[], separation: Separation, heights: Heights): Shortfall[] {
  const shortfalls: Shortfall[] = [];
  let above: Cell | undefined;
  let needed = 0;
  column.forEach((cell, index) => {
    if (index > 0) needed += separation(column[index - 1]!, cell);
    if (!cell.anchored) return;
    const missing = above ? needed - (wishOf(cell, heights) - wishOf(above, heights)) : 0;
    if (missing > LEAST_SHORTFALL) shortfalls.push({ cell, missing });
    [above, needed] = [cell, 0];
  });
  return shortfalls;
}

/** For each cell the uppermost of the leftmost column that plays into it; none for returns. */
function firstLeaves(columns: Columns): ReadonlyMap<Cell, Cell> {
  const [leaves = [], ...others] = columns.toReversed();
  const places = new Map(leaves.map((leaf, place) => [leaf, place]));
  for (const cell of others.flat()) {
    const behind = cell.left.flatMap((next) => places.get(next) ?? []);
    if (behind.length > 0)
      places.set(
        cell,
        behind.reduce((first, place) => Math.min(first, place)),
      );
  }
  return new Map([...places].map(([cell, place]) => [cell, leaves[place]!]));
}

interface Wish {
  readonly at: number;
  readonly weight: number;
}

/**
 * The positions nearest to the wishes (least weighted squares) that keep their order and the gaps between them: isotonic
 * regression by pooling adjacent violators (Ayer, Brunk, Ewing, Reid and Silverman, 1955) once the gaps are taken off.
 */
export function keepApart(wishes: readonly Wish[], gaps: readonly number[]): number[] {
  const offsets = [0];
  for (const gap of gaps) offsets.push(offsets.at(-1)! + gap);
  const blocks: Block[] = [];
  wishes.forEach(({ at, weight }, index) => {
    let block: Block = { mean: at - offsets[index]!, weight, size: 1 };
    while (blocks.length > 0 && blocks.at(-1)!.mean >= block.mean) block = pool(blocks.pop()!, block);
    blocks.push(block);
  });
  const means = blocks.flatMap(({ mean, size }) => Array<number>(size).fill(mean));
  return means.map((mean, index) => mean + offsets[index]!);
}

/** Wishes that share their distance from the offsets. */
interface Block {
  readonly mean: number;
  readonly weight: number;
  readonly size: number;
}

function pool(a: Block, b: Block): Block {
  const weight = a.weight + b.weight;
  return { mean: (a.mean * a.weight + b.mean * b.weight) / weight, weight, size: a.size + b.size };
}
