import { expect, test } from "vitest";
import { isCrossing } from "./crossing.ts";

const line = (...points: readonly (readonly [number, number])[]) => points.map(([x, y]) => ({ x, y }));

test("lines meet where a piece of one goes through a piece of the other, however many pieces there are", () => {
  const bow = line([0, 0], [5, 5], [10, 0]);
  expect(isCrossing(bow, line([0, 2], [10, 2]))).toBe(true);
  expect(isCrossing(bow, line([0, 6], [10, 6]))).toBe(false);
  expect(isCrossing(bow, line([5, 8], [5, 6], [5, 1]))).toBe(true);
  expect(isCrossing(bow, line([20, -1], [20, 1]))).toBe(false);
  expect(isCrossing(bow, line([3, 3]))).toBe(false);
});
