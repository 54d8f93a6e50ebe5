import { readFile } from "node:fs/promises";
import { createNodeRunner } from "@twobus/core/solo";
import { defaultValues, type PlainValues } from "@twobus/core";
import { expect, test } from "vitest";
import { registry } from "../registry.ts";
import { measureCurves } from "./measure-curves.ts";

const curvesOf = async (type: string, values: PlainValues) => {
  const definition = registry.definition(type)!;
  const runner = await createNodeRunner(registry.packOf(type)!, type, readFile);
  return measureCurves(runner, definition, { ...defaultValues(definition), ...values });
};

const at = (xs: readonly number[], ys: readonly number[], x: number): number =>
  ys[xs.findIndex((value) => value >= x)]!;

test("a bell is as high as its gain, at its frequency, and only on the channel that it is for", async () => {
  const band = { band5Shape: "bell", band5FrequencyHz: 1000, band5GainDb: 6, band5Q: 1 };
  const both = (await curvesOf("twobus.parametricEq", band)).response!;
  expect(Math.max(...both.midDb)).toBeCloseTo(6, 1);
  expect(at(both.hz, both.midDb, 1000)).toBeCloseTo(6, 1);
  expect(at(both.hz, both.midDb, 20)).toBeCloseTo(0, 1);
  expect(both.sideDb).toBeUndefined();
  const side = (await curvesOf("twobus.parametricEq", { ...band, band5Channel: "side" })).response!;
  expect(Math.max(...side.sideDb!)).toBeCloseTo(6, 1);
  expect(Math.max(...side.midDb.map(Math.abs))).toBeLessThan(0.05);
});

test("a high-pass falls by its slope", async () => {
  const { response } = await curvesOf("twobus.parametricEq", {
    band1Shape: "highPass",
    band1FrequencyHz: 400,
    band1SlopeDbPerOctave: 24,
  });
  expect(at(response!.hz, response!.midDb, 100) - at(response!.hz, response!.midDb, 50)).toBeCloseTo(24, 0);
});

test("a compressor lets a quarter of what is above its threshold through", async () => {
  const { transfer } = await curvesOf("twobus.digitalCompressor", {
    thresholdDb: -24,
    ratio: 4,
    kneeDb: 0,
    attackMs: 1,
    releaseMs: 50,
    autoMakeup: false,
  });
  const { inputDb, outputDb } = transfer!;
  expect(at(inputDb, outputDb, -40)).toBeCloseTo(at(inputDb, inputDb, -40), 1);
  const rise =
    (at(inputDb, outputDb, -1) - at(inputDb, outputDb, -13)) / (at(inputDb, inputDb, -1) - at(inputDb, inputDb, -13));
  expect(rise).toBeCloseTo(1 / 4, 1);
});

test("late nodes are drawn where they are", async () => {
  const { transfer } = await curvesOf("twobus.truePeakLimiter", { ceilingDb: -6, gainDb: 0 });
  const { inputDb, outputDb } = transfer!;
  expect(at(inputDb, outputDb, -30)).toBeCloseTo(at(inputDb, inputDb, -30), 1);
  expect(Math.max(...outputDb)).toBeLessThan(-5.9);
});

test("what is neither has no curves", async () => {
  expect(await curvesOf("twobus.reverb", {})).toEqual({});
});
