import type { Cell, Columns } from "./cells.ts";

const SWEEPS = 8;

/**
 * Reorders columns so that fewer cables cross: sweeps that sort each column by the mean place of its neighbours in the one
 * before (Sugiyama, Tagawa and Toda, "Methods for Visual Understanding of Hierarchical System Structures", 1981).
 * The order with the fewest crossings stays; of equals the earliest.
 */
export function orderCells(columns: Columns): Columns {
  let [best, fewest] = [columns, countCrossings(columns)];
  for (let sweep = 0, current = columns; sweep < SWEEPS && fewest > 0; sweep++) {
    current = sweep % 2 === 0 ? sweepLeft(current) : sweepRight(current);
    const crossings = countCrossings(current);
    if (crossings < fewest) [best, fewest] = [current, crossings];
  }
  return best;
}

const sweepLeft = (columns: Columns): Columns => sortEach(columns, ({ right }) => right);
const sweepRight = (columns: Columns): Columns => sortEach(columns.toReversed(), ({ left }) => left).toReversed();

function sortEach(columns: Columns, neighboursOf: (cell: Cell) => readonly Cell[]): Columns {
  const sorted: Cell[][] = [];
  for (const column of columns) {
    const places = placesOf(sorted.at(-1) ?? []);
    const own = placesOf(column);
    const meanPlace = (cell: Cell): number => {
      const near = neighboursOf(cell).flatMap((neighbour) => places.get(neighbour) ?? []);
      return near.length === 0 ? own.get(cell)! : near.reduce((sum, place) => sum + place, 0) / near.length;
    };
    sorted.push(column.toSorted((a, b) => meanPlace(a) - meanPlace(b)));
  }
  return sorted;
}

/** How many pairs of cables between neighbouring columns cross. */
export function countCrossings(columns: Columns): number {
  let crossings = 0;
  columns.slice(1).forEach((column, index) => {
    const places = placesOf(columns[index]!);
    // Where each cable ends, in the order in which cables start.
    const ends = column.flatMap(({ right }) =>
      right.map((neighbour) => places.get(neighbour)!).toSorted((a, b) => a - b),
    );
    crossings += countInversions(ends);
  });
  return crossings;
}

/** Pairs in falling order, counted in a tree of partial sums (Fenwick, 1994): time grows with n log n. */
function countInversions(numbers: readonly number[]): number {
  const size = numbers.reduce((most, number) => Math.max(most, number), -1) + 1;
  const sums = new Uint32Array(size + 1);
  let inversions = 0;
  numbers.forEach((number, before) => {
    let notLarger = 0;
    for (let at = number + 1; at > 0; at -= at & -at) notLarger += sums[at]!;
    inversions += before - notLarger;
    for (let at = number + 1; at <= size; at += at & -at) sums[at]!++;
  });
  return inversions;
}

const placesOf = (cells: readonly Cell[]): Map<Cell, number> => new Map(cells.map((cell, place) => [cell, place]));
