import { expect, test } from "vitest";
import type { Cell } from "./cells.ts";
import { countCrossings, orderCells } from "./order.ts";

/** Two columns: cell i of the left one has cables to the cells of the right one that `links[i]` names. */
function columnsOf(size: number, links: readonly (readonly number[])[]): Cell[][] {
  const cells = (column: number, count: number): Cell[] =>
    Array.from({ length: count }, () => ({ column, strip: undefined, anchored: true, left: [], right: [] }));
  const [right, left] = [cells(0, size), cells(1, links.length)];
  links.forEach((targets, index) => {
    for (const target of targets) {
      left[index]!.right.push(right[target]!);
      right[target]!.left.push(left[index]!);
    }
  });
  return [right, left];
}

test("crossings are pairs of cables, not of cells", () => {
  expect(countCrossings(columnsOf(2, [[1], [0]]))).toBe(1);
  expect(
    countCrossings(
      columnsOf(2, [
        [0, 1],
        [0, 1],
      ]),
    ),
  ).toBe(1);
  expect(countCrossings(columnsOf(3, [[2], [1], [0]]))).toBe(3);
  expect(countCrossings(columnsOf(2, [[0], [0], [1]]))).toBe(0);
});

test("what can be untangled is", () => {
  for (const links of [
    [[1], [0]],
    [[2], [1], [0]],
    [[1], [0], [1], [0]],
  ]) {
    expect(countCrossings(orderCells(columnsOf(3, links)))).toBe(0);
  }
});

test("what cannot be bettered stays as it was", () => {
  const columns = columnsOf(2, [
    [0, 1],
    [0, 1],
  ]);
  expect(orderCells(columns)).toBe(columns);
});
