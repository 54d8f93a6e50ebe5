import { choice, decibels, hertz, quality } from "@twobus/core";
import { expect, test } from "vitest";
import { toyRegistry } from "../../test/toy-registry.ts";
import { bandsOf, crossoversOf, settled, settledAfter } from "./bands.ts";

test("a band is a frequency with what is named like it", () => {
  const bands = bandsOf(toyRegistry.definition("toy.equaliser")!);
  expect(
    bands.map(({ label, frequency, gain, q, shape }) => [label, frequency.name, gain?.name, q?.name, shape?.name]),
  ).toEqual([
    ["Band 1", "band1FrequencyHz", "band1GainDb", "band1Q", "band1Shape"],
    ["Band 2", "band2FrequencyHz", "band2GainDb", "band2Q", "band2Shape"],
  ]);
  expect(bandsOf(toyRegistry.definition("toy.compressor")!)).toEqual([]);
});

test("corners without a gain are bands, and a shape that is never off is none of their business", () => {
  const lowPassHz = hertz({ min: 20, max: 20_000, default: 20_000, description: "Corner." });
  const lowShape = choice(["shelf", "bell"], { default: "shelf", description: "Shape." });
  const lowFrequencyHz = choice([20, 60, 100], { default: 60, description: "Centre." });
  const params = { lowPassHz, lowShape, lowFrequencyHz };
  const bands = bandsOf({ ...toyRegistry.definition("toy.equaliser")!, params });
  expect(bands.map(({ label, gain, shape }) => [label, gain, shape])).toEqual([
    ["Low pass", undefined, undefined],
    ["Low", undefined, undefined],
  ]);
});

test("crossovers are known by their names", () => {
  const at = hertz({ min: 20, max: 20_000, default: 120, description: "Between bands." });
  const keyHighPassHz = at;
  expect(crossoversOf({ crossover1Hz: at, keyHighPassHz }).map(({ label }) => label)).toEqual(["Crossover 1"]);
});

test("values are settled where a hand means them, and steps of choices go to the neighbours", () => {
  const steps = choice([20, 60, 100, 200], { default: 60, description: "Centre." });
  expect(settled(steps, 35)).toBe(60);
  expect(settled(steps, 34)).toBe(20);
  expect(settled(steps, 1e6)).toBe(200);
  expect([settledAfter(steps, 60, 1), settledAfter(steps, 60, -1), settledAfter(steps, 200, 1)]).toEqual([
    100, 20, 200,
  ]);
  const gain = decibels({ min: -24, max: 24, default: 0, description: "Gain." });
  expect(settled(gain, 3.14)).toBe(3.1);
  expect(settled(gain, 99)).toBe(24);
  const q = quality({ min: 0.1, max: 40, default: 0.7071, description: "Narrowness." });
  expect(settledAfter(q, 40, 1)).toBe(40);
  expect(settledAfter(q, 1, 1)).toBeGreaterThan(1);
});
