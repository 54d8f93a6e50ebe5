import { decibels, hertz, milliseconds, percent, samples } from "@twobus/core";
import { expect, test } from "vitest";
import { faderScale, knobScale, rounded, stepped } from "./scale.ts";

const description = "";
const faderDb = decibels({ min: -96, max: 12, default: 0, description });
const cornerHz = hertz({ min: 20, max: 20_000, default: 1000, description });
const delayMs = milliseconds({ min: 0, max: 1000, default: 0, description });
const panPercent = percent({ min: -100, max: 100, default: 0, description });
const blockSamples = samples({ min: 0, max: 64, default: 0, description });
const kneeDb = decibels({ min: 0, max: 2, default: 0, description });

const scales = [
  [knobScale, faderDb],
  [knobScale, cornerHz],
  [knobScale, delayMs],
  [knobScale, panPercent],
  [faderScale, faderDb],
] as const;

test.each(scales)("a scale goes from end to end, and back to where it came from", (scale, parameter) => {
  expect(scale.toPosition(parameter, parameter.min)).toBeCloseTo(0, 12);
  expect(scale.toPosition(parameter, parameter.max)).toBeCloseTo(1, 12);
  for (const position of [0, 0.1, 0.37, 0.5, 0.9, 1]) {
    expect(scale.toPosition(parameter, scale.toValue(parameter, position))).toBeCloseTo(position, 9);
  }
  expect(scale.toValue(parameter, -1)).toBeCloseTo(parameter.min, 9);
  expect(scale.toValue(parameter, 2)).toBeCloseTo(parameter.max, 9);
});

test("hertz are spread by octaves, milliseconds from 0 by their root, pan evenly", () => {
  expect(knobScale.toValue(cornerHz, 0.5)).toBeCloseTo(Math.sqrt(20 * 20_000), 9);
  expect(knobScale.toValue(delayMs, 0.5)).toBe(250);
  expect(knobScale.toPosition(panPercent, 0)).toBe(0.5);
});

test("a fader gives the top of its way to what is near 0 dB", () => {
  expect(faderScale.toPosition(faderDb, 0)).toBeGreaterThan(0.55);
  expect(faderScale.toPosition(faderDb, 0)).toBeLessThan(0.65);
  expect(faderScale.toPosition(faderDb, -60)).toBeLessThan(0.05);
});

test("hands mean tenths of a decibel, whole samples and four digits", () => {
  expect(rounded(faderDb, -3.14159)).toBe(-3.1);
  expect(rounded(blockSamples, 12.4)).toBe(12);
  expect(rounded(cornerHz, 1234.5678)).toBe(1235);
  expect(rounded(cornerHz, 21.98765)).toBe(21.99);
  expect(rounded(faderDb, 40)).toBe(12);
});

test("a step is a hundredth of the way, and never nothing", () => {
  expect(stepped(knobScale, panPercent, 0, 1)).toBe(2);
  expect(stepped(knobScale, panPercent, 0, -10)).toBe(-20);
  expect(stepped(knobScale, kneeDb, 1, 0.1)).toBe(1.1);
  expect(stepped(knobScale, kneeDb, 1, -0.1)).toBe(0.9);
  expect(stepped(knobScale, blockSamples, 3, 0.1)).toBe(4);
  expect(stepped(knobScale, kneeDb, 2, 1)).toBe(2);
});
