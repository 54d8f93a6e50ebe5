import { expect, test } from "vitest";
import { bandLevels } from "./crossover-bands.ts";

test("bands are 6 dB down where they meet, and fall by 24 dB per octave", () => {
  const [low, high] = bandLevels([1000], 1000);
  expect(low).toBeCloseTo(-6.02, 2);
  expect(high).toBeCloseTo(-6.02, 2);
  expect(bandLevels([1000], 16_000)[0]! - bandLevels([1000], 8000)[0]!).toBeCloseTo(-24.08, 1);
  expect(bandLevels([1000], 125)[1]! - bandLevels([1000], 250)[1]!).toBeCloseTo(-24.08, 1);
});

test("between its crossovers a band is all there is", () => {
  const [low, middle, high] = bandLevels([100, 10_000], 1000);
  expect(middle).toBeCloseTo(0, 2);
  expect(Math.max(low!, high!)).toBeLessThan(-79);
});
