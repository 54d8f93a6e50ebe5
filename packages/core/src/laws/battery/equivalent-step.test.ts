// The click metric against the calibration that it was published with: levels in dBFS.

import { expect, test } from "vitest";
import { equivalentStep } from "./equivalent-step.ts";

const FRAMES = 6000;
const AT = 3000;

const worstDb = (sample: (n: number) => number): number =>
  20 *
  Math.log10(
    equivalentStep(
      Float64Array.from({ length: FRAMES }, (_, n) => sample(n)),
      127,
      FRAMES - 127,
    ),
  );

const sine = (hz: number, n: number): number => 0.5 * Math.sin((2 * Math.PI * hz * n) / 48000);

test.each([1, 0.1, 0.0001])("a step of %d reads as itself", (height) => {
  expect(Math.abs(worstDb((n) => (n < AT ? 0 : height)) - 20 * Math.log10(height))).toBeLessThan(1e-9);
});

test("a single wrong sample of 1e-3 reads −54 dB", () => {
  expect(Math.abs(worstDb((n) => (n === AT ? 1e-3 : 0)) + 54)).toBeLessThan(1);
});

test.each([100, 997])("a steady tone of %i Hz at −6 dBFS reads nothing", (hz) => {
  expect(worstDb((n) => sine(hz, n))).toBeLessThan(-110);
});

test.each([
  [480, -71],
  [960, -77],
])(
  "a straight ramp of −6 dB in %i frames that begins at the peak of 100 Hz reads about %i dB",
  (frames, expectedDb) => {
    const gain = (n: number): number => 1 - 0.5 * Math.min(1, Math.max(0, (n - AT) / frames));
    expect(Math.abs(worstDb((n) => gain(n) * sine(100, n)) - expectedDb)).toBeLessThan(5);
  },
);

test("what is least is all that is told of less, and hides nothing of more", () => {
  const click = Float64Array.from({ length: FRAMES }, (_, n) => sine(41, n) + (n === AT ? 1e-3 : 0));
  expect(equivalentStep(click, 127, FRAMES - 127, 1e-4)).toBe(equivalentStep(click, 127, FRAMES - 127));
  const steady = Float64Array.from({ length: FRAMES }, (_, n) => sine(41, n));
  expect(equivalentStep(steady, 127, FRAMES - 127, 1e-4)).toBeCloseTo(1e-4, 12);
});
