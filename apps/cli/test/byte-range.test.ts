import { expect, test } from "vitest";
import { parseRange } from "../src/studio/byte-range.ts";

test.each([
  [undefined, 10, undefined],
  ["bytes=0-9", 10, { start: 0, end: 10 }],
  ["bytes=2-100", 10, { start: 2, end: 10 }],
  ["bytes=9-", 10, { start: 9, end: 10 }],
  ["bytes=-3", 10, { start: 7, end: 10 }],
  ["bytes=-30", 10, { start: 0, end: 10 }],
  ["bytes=10-", 10, "unsatisfiable"],
  ["bytes=-0", 10, "unsatisfiable"],
  ["bytes=0-0", 0, "unsatisfiable"],
  ["bytes=5-4", 10, undefined],
  ["bytes=-", 10, undefined],
  ["bytes=0-1,3-4", 10, undefined],
  ["seconds=0-1", 10, undefined],
])("Range %s of %d bytes", (header, size, range) => {
  expect(parseRange(header, size)).toEqual(range);
});
