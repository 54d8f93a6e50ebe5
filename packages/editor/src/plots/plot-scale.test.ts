import { expect, test } from "vitest";
import { pathThrough, place, rangeFor } from "./plot-scale.ts";

const decibels = { from: -12, to: 12, length: 100, isFlipped: true };
const hertz = { from: 20, to: 20_000, length: 300, scale: "logarithmic" } as const;

test("levels rise upwards, octaves are equally wide", () => {
  expect(place(decibels, 0)).toBe(50);
  expect(place(decibels, 12)).toBe(0);
  expect(place(hertz, 20)).toBe(0);
  expect(place(hertz, 200)).toBeCloseTo(100, 9);
  expect(place(hertz, 2000) - place(hertz, 1000)).toBeCloseTo(place(hertz, 200) - place(hertz, 100), 9);
});

test("what is off the scale, or is no number, stays near the picture", () => {
  expect(place(decibels, -500)).toBeCloseTo(105, 9);
  expect(place(decibels, Number.NEGATIVE_INFINITY)).toBeCloseTo(105, 9);
  expect(place(decibels, Number.NaN)).toBe(100);
});

test("a path goes through its points", () => {
  expect(pathThrough(hertz, [20, 200, 20_000], decibels, [0, 6, -12])).toBe("M0.0 50.0L100.0 25.0L300.0 100.0");
});

test.each([
  [[0, 0], 6],
  [[0, 5.5], 6],
  [[-8, 3], 12],
  [[23, 0], 24],
  [[-90, 2], 12],
  [[0, 40], 24],
])("a response of %j is drawn on ±%d dB", (levels, range) => {
  expect(rangeFor(levels)).toBe(range);
});
