import fc from "fast-check";
import { expect, test } from "vitest";
import { compareNaturally } from "./natural-order.ts";

test("people count", () => {
  const names = ["10 vox", "2 snare", "Tom 10", "tom 9", "Tom 009", "kick", "Kick", ""];
  expect(names.toSorted(compareNaturally)).toEqual([
    "",
    "2 snare",
    "10 vox",
    "Kick",
    "kick",
    "Tom 009",
    "tom 9",
    "Tom 10",
  ]);
});

test("it is an order: what shuffling cannot change, and only equals are equal", () => {
  const name = fc
    .array(fc.constantFrom("a", "B", "b", "1", "01", "2", "10", " "), { maxLength: 4 })
    .map((x) => x.join(""));
  fc.assert(
    fc.property(fc.array(name, { maxLength: 8 }), (names) => {
      expect(names.toReversed().toSorted(compareNaturally)).toEqual(names.toSorted(compareNaturally));
    }),
    { seed: 1, numRuns: 300 },
  );
});
