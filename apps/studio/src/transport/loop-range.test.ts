import fc from "fast-check";
import { expect, test } from "vitest";
import { rangeBetween, SHORTEST_SECONDS, withEnd, withStart, type LoopRange } from "./loop-range.ts";

const MIX_SECONDS = 100;
const seconds = fc.double({ min: -50, max: 150, noNaN: true });
const range = fc.tuple(seconds, seconds).map(([one, other]) => rangeBetween(one, other, MIX_SECONDS));

function expectPlayable({ startSeconds, endSeconds }: LoopRange): void {
  expect(startSeconds).toBeGreaterThanOrEqual(0);
  expect(endSeconds).toBeLessThanOrEqual(MIX_SECONDS);
  expect(endSeconds - startSeconds).toBeGreaterThanOrEqual(SHORTEST_SECONDS - 1e-9);
}

test("whatever a loop's ends are moved to, it lies in the mix and is long enough for a player", () => {
  fc.assert(
    fc.property(range, seconds, (before, to) => {
      expectPlayable(before);
      expectPlayable(withStart(before, to, MIX_SECONDS));
      expectPlayable(withEnd(before, to, MIX_SECONDS));
    }),
    { seed: 1 },
  );
});

test("an end that is moved stays where it was put, and the other where it was, unless it is passed", () => {
  const before = { startSeconds: 10, endSeconds: 20 };
  expect(withStart(before, 15, MIX_SECONDS)).toEqual({ startSeconds: 15, endSeconds: 20 });
  expect(withStart(before, 30, MIX_SECONDS)).toEqual({ startSeconds: 30, endSeconds: 40 });
  expect(withStart(before, 95, MIX_SECONDS)).toEqual({ startSeconds: 95, endSeconds: 100 });
  expect(withEnd(before, 12, MIX_SECONDS)).toEqual({ startSeconds: 10, endSeconds: 12 });
  expect(withEnd(before, 5, MIX_SECONDS)).toEqual({ startSeconds: 0, endSeconds: 5 });
  expect(withEnd({ startSeconds: 30, endSeconds: 35 }, 20, MIX_SECONDS)).toEqual({ startSeconds: 15, endSeconds: 20 });
});

test("a drag draws the same loop in both directions", () => {
  expect(rangeBetween(30, 12, MIX_SECONDS)).toEqual({ startSeconds: 12, endSeconds: 30 });
  expect(rangeBetween(12, 30, MIX_SECONDS)).toEqual({ startSeconds: 12, endSeconds: 30 });
});
