import { expect, test } from "vitest";
import { clockText, parseTime, spokenTime } from "./time-text.ts";

test("a time is shown in minutes and tenths, and rounds into the next minute", () => {
  expect([0, 9.96, 59.94, 59.96, 62.5, 3725].map(clockText)).toEqual([
    "0:00.0",
    "0:10.0",
    "0:59.9",
    "1:00.0",
    "1:02.5",
    "62:05.0",
  ]);
});

test("a time is read aloud in words", () => {
  expect([0, 1, 2.5, 60, 61, 125.5].map(spokenTime)).toEqual([
    "0 seconds",
    "1 second",
    "2.5 seconds",
    "1 minute 0 seconds",
    "1 minute 1 second",
    "2 minutes 5.5 seconds",
  ]);
});

test("a time is typed in seconds or by the clock, and what is none is refused", () => {
  expect(["62.5", "62,5 s", "1:02.5", " 1 : 02.5 ", "1:02:03", ".5", "7."].map(parseTime)).toEqual([
    62.5, 62.5, 62.5, 62.5, 3723, 0.5, 7,
  ]);
  expect(["", "-1", "a", "1:2:3:4", "1.5:2", "3 bars"].map(parseTime)).toEqual(Array(6).fill(undefined));
});

test("what is shown is what may be typed", () => {
  for (let tenths = 0; tenths < 40_000; tenths += 37)
    expect(parseTime(clockText(tenths / 10))).toBeCloseTo(tenths / 10);
});
