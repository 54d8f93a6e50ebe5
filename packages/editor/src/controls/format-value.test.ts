import {
  bpm,
  choice,
  decibels,
  degrees,
  hertz,
  milliseconds,
  percent,
  quality,
  ratio,
  samples,
  seconds,
  toggle,
} from "@twobus/core";
import { expect, test } from "vitest";
import { formatValue, spokenValue } from "./format-value.ts";
import { parseValue } from "./parse-value.ts";

const range = { min: -1e6, max: 1e6, default: 0, description: "" };

test.each([
  [decibels(range), -18, "−18.0 dB", "minus 18.0 decibels"],
  [decibels(range), -0.04, "0.0 dB", "0.0 decibels"],
  [hertz(range), 35, "35.0 Hz", "35.0 hertz"],
  [hertz(range), 440, "440 Hz", "440 hertz"],
  [hertz(range), 2500, "2.50 kHz", "2.50 kilohertz"],
  [milliseconds(range), 0.3, "0.30 ms", "0.30 milliseconds"],
  [milliseconds(range), 30, "30.0 ms", "30.0 milliseconds"],
  [milliseconds(range), 300, "300 ms", "300 milliseconds"],
  [seconds(range), 1.5, "1.50 s", "1.50 seconds"],
  [bpm(range), 120, "120.0 bpm", "120.0 beats per minute"],
  [percent(range), -25, "−25 %", "minus 25 percent"],
  [ratio(range), 4, "4.0 : 1", "4.0 to 1"],
  [degrees(range), 90, "90°", "90 degrees"],
  [samples(range), 64, "64 samples", "64 samples"],
  [quality(range), 0.7071, "0.71", "0.71"],
])("%o of %d", (parameter, value, written, spoken) => {
  expect(formatValue(parameter, value)).toBe(written);
  expect(spokenValue(parameter, value)).toBe(spoken);
  expect(parseValue(written, parameter, 0)).toBeCloseTo(value, 1);
});

test("choices and toggles", () => {
  expect(formatValue(choice(["2:1", "4:1"], { default: "2:1", description: "" }), "4:1")).toBe("4:1");
  expect(formatValue(choice([0.1, 10], { default: 10, description: "" }), 0.1)).toBe("0.1");
  const on = toggle({ default: false, description: "" });
  expect([formatValue(on, true), formatValue(on, false)]).toEqual(["on", "off"]);
  expect(spokenValue(on, true)).toBe("on");
});
