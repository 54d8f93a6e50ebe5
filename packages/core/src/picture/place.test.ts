import fc from "fast-check";
import { expect, test } from "vitest";
import { keepApart } from "./place.ts";

const even = (...places: number[]): { at: number; weight: number }[] => places.map((at) => ({ at, weight: 1 }));

test("wishes that leave room are granted", () => {
  expect(keepApart(even(0, 10, 25), [10, 10])).toEqual([0, 10, 25]);
});

test("equal wishes spread evenly about their place", () => {
  expect(keepApart(even(5, 5, 5), [10, 10])).toEqual([-5, 5, 15]);
});

test("the light give way to the heavy", () => {
  const [light, heavy] = keepApart(
    [
      { at: 0, weight: 0.001 },
      { at: 0, weight: 1 },
    ],
    [10],
  );
  expect(heavy).toBeCloseTo(0, 1);
  expect(heavy! - light!).toBeCloseTo(10, 9);
});

test("gaps are kept, and no small move that keeps them comes nearer to the wishes", () => {
  const wishes = fc.array(fc.record({ at: fc.integer({ min: -50, max: 50 }), weight: fc.constantFrom(0.1, 1) }), {
    minLength: 1,
    maxLength: 8,
  });
  fc.assert(
    fc.property(wishes, fc.array(fc.nat({ max: 9 }), { minLength: 8, maxLength: 8 }), (wished, spare) => {
      const gaps = spare.slice(1, wished.length);
      const settled = keepApart(wished, gaps);
      const cost = (places: readonly number[]): number =>
        places.reduce((sum, place, i) => sum + wished[i]!.weight * (place - wished[i]!.at) ** 2, 0);
      const isLegal = (places: readonly number[]): boolean =>
        gaps.every((gap, i) => places[i + 1]! - places[i]! >= gap - 1e-9);
      expect(isLegal(settled)).toBe(true);
      // The problem is convex: it suffices that no block of neighbours wants to move.
      for (let from = 0; from < settled.length; from++) {
        for (let to = from + 1; to <= settled.length; to++) {
          for (const step of [-0.01, 0.01]) {
            const moved = settled.map((place, i) => (i >= from && i < to ? place + step : place));
            if (isLegal(moved)) expect(cost(moved)).toBeGreaterThanOrEqual(cost(settled) - 1e-9);
          }
        }
      }
    }),
    { seed: 1, numRuns: 200 },
  );
});
