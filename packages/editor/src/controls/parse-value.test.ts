import { decibels, hertz, milliseconds, percent, ratio, seconds } from "@twobus/core";
import { expect, test } from "vitest";
import { parseValue } from "./parse-value.ts";

const description = "";
const gainDb = decibels({ min: -60, max: 12, default: 0, description });
const cornerHz = hertz({ min: 20, max: 20_000, default: 1000, description });
const attackMs = milliseconds({ min: 0.1, max: 5000, default: 10, description });
const holdSeconds = seconds({ min: 0, max: 10, default: 1, description });
const steepnessRatio = ratio({ min: 1, max: 20, default: 2, description });
const mixPercent = percent({ min: 0, max: 100, default: 100, description });

test.each([
  ["-18", gainDb, -18],
  ["−18 dB", gainDb, -18],
  ["6", gainDb, 6],
  ["-0,5", gainDb, -0.5],
  ["2.5k", cornerHz, 2500],
  ["2,5 kHz", cornerHz, 2500],
  ["440 Hz", cornerHz, 440],
  ["30ms", attackMs, 30],
  ["0.25 s", attackMs, 250],
  ["500µs", attackMs, 0.5],
  ["300 ms", holdSeconds, 0.3],
  ["4:1", steepnessRatio, 4],
  ["3 : 2", steepnessRatio, 1.5],
  ["1/2", holdSeconds, 0.5],
  ["50 %", mixPercent, 50],
  [".5", holdSeconds, 0.5],
])("%s is a value", (text, parameter, value) => {
  expect(parseValue(text, parameter, parameter.default)).toBeCloseTo(value, 12);
});

test("a plus is a step, and a minus where nothing lies below zero", () => {
  expect(parseValue("+3dB", gainDb, -6)).toBe(-3);
  expect(parseValue("+3", gainDb, -6)).toBe(-3);
  expect(parseValue("+1k", cornerHz, 500)).toBe(1500);
  expect(parseValue("-10 %", mixPercent, 100)).toBe(90);
  expect(parseValue("-3dB", gainDb, -6)).toBe(-3);
});

test("values are held within the range", () => {
  expect(parseValue("-100", gainDb, 0)).toBe(-60);
  expect(parseValue("+30", gainDb, 0)).toBe(12);
  expect(parseValue("96k", cornerHz, 1000)).toBe(20_000);
});

test.each(["", "loud", "3 apples", "3ms", "--3", "1/0", "4:", "1.2.3", "NaN", "Infinity"])("%j is no value", (text) => {
  expect(parseValue(text, gainDb, 0)).toBeUndefined();
});
