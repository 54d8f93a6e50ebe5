import { expect, test } from "vitest";
import { hertz, level, percent } from "../definition/parameters.ts";
import { movedTogether } from "./moved-together.ts";

const fader = level({ min: -96, max: 12, default: 0, description: "Level." });
const pan = percent({ min: -100, max: 100, default: 0, description: "Place." });
const corner = hertz({ min: 20, max: 20_000, default: 1000, description: "Corner." });
const numbers = <P>(parameter: P, values: readonly number[]) => values.map((value) => ({ parameter, value }));

test("decibels keep their differences, and frequencies their ratios", () => {
  expect(movedTogether(numbers(fader, [-3.1, -12.35, 0]), -2.9)).toEqual([-2.9, -12.15, 0.2]);
  expect(movedTogether(numbers(corner, [100, 250]), 200)).toEqual([200, 500]);
  expect(movedTogether(numbers(fader, [-3]), 4)).toEqual([4]);
});

test("the loudest limits: at the ceiling no difference is lost", () => {
  expect(movedTogether(numbers(fader, [-20, 6, -3]), 0)).toEqual([-14, 12, 3]);
  expect(movedTogether(numbers(corner, [1000, 8000]), 10_000)).toEqual([2500, 20_000]);
  expect(movedTogether(numbers(pan, [0, -80]), -50)).toEqual([-20, -100]);
});

test("what moves up and down again from where it began comes back, whatever stopped it on the way", () => {
  const start = [-20, 6, -3, -41.7];
  for (const to of [12, -96, -20]) {
    const moved = movedTogether(numbers(fader, start), to);
    const differences = moved.map((value, index) => value - start[index]!);
    for (const difference of differences) expect(difference).toBeCloseTo(differences[0]!, 9);
    expect(moved.every((value) => value >= fader.min && value <= fader.max)).toBe(true);
  }
  expect(movedTogether(numbers(fader, start), -20)).toEqual(start);
});

test("silence stays silent, stops nobody and leads nobody", () => {
  expect(movedTogether(numbers(fader, [0, -96, -10]), -20)).toEqual([-20, -96, -30]);
  expect(movedTogether(numbers(fader, [0, -96, -10]), 6)).toEqual([6, -96, -4]);
  expect(movedTogether(numbers(fader, [-96, 0]), -10)).toEqual([-10, 0]);
});
