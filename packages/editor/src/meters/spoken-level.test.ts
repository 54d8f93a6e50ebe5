import { expect, test } from "vitest";
import { spokenLevel } from "./spoken-level.ts";

const readings = {
  levels: { "bus/comp.main": { peakDbfs: [-6.24, -Infinity] as const }, "bus.main": { peakDbfs: [0.5, -1] as const } },
  meters: { "bus/comp.gainReductionDb": -4.2 },
};

test("levels and reduction are told in words", () => {
  expect(spokenLevel(readings, "bus/comp")).toBe("minus 6.2 decibels left, silent right, turned down by 4.2 decibels");
  expect(spokenLevel(readings, "bus")).toBe("0.5 decibels left, minus 1.0 decibels right, turned down by 4.2 decibels");
  expect(spokenLevel(readings, "other")).toBe("nothing is measured while nothing plays");
  expect(spokenLevel(undefined, "bus")).toBe("nothing is measured while nothing plays");
});
