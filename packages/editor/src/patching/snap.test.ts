import { expect, test } from "vitest";
import { GRID, snap } from "./snap.ts";

const box = (x: number, y: number, width = 100, height = 50) => ({ x, y, width, height });
const REACH = 5;

test("far from all others boxes come to stand on the grid, as one", () => {
  for (const [x, y] of [
    [3, 5],
    [-13, 203],
    [1000.4, -0.5],
  ] as const) {
    const { by, guides } = snap([box(x, y), box(x + 31, y + 70)], [box(5000, 5000)], REACH);
    expect(Math.abs((x + by.x) % GRID)).toBeCloseTo(0);
    expect(Math.abs((y + by.y) % GRID)).toBeCloseTo(0);
    expect(Math.max(Math.abs(by.x), Math.abs(by.y))).toBeLessThanOrEqual(GRID / 2);
    expect(guides).toEqual([]);
  }
});

test("edges and middles within reach are brought into line, and the line goes along all that stands on it", () => {
  const standing = [box(203, 0), box(203, 400)];
  const left = snap([box(207, 200)], standing, REACH);
  expect(left.by).toEqual({ x: -4, y: 0 });
  expect(left.guides.filter(({ axis }) => axis === "x")).toEqual(
    [203, 253, 303].map((at) => ({ axis: "x", at, from: 0, to: 450 })),
  );
  // Another width: its middle alone is in line.
  const middle = snap([box(230, 200, 51)], standing, REACH);
  expect(middle.by.x).toBe(253 - 255.5);
  expect(middle.guides).toEqual([{ axis: "x", at: 253, from: 0, to: 450 }]);
  expect(snap([box(209, 200)], standing, REACH).by.x).toBe(-1);
});

test("of several the nearest is taken, and each axis goes its own way", () => {
  const { by, guides } = snap([box(102, 303)], [box(98, 0, 10, 10), box(103, 800, 10, 10), box(900, 300)], REACH);
  expect(by).toEqual({ x: 1, y: -3 });
  expect(guides.map(({ axis, at }) => [axis, at])).toEqual([
    ["x", 103],
    ["y", 300],
    ["y", 325],
    ["y", 350],
  ]);
});
