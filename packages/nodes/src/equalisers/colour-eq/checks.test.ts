import type { PlainValues } from "@twobus/core";
import { describe, expect, test } from "vitest";
import { partsAddUp } from "../../../test/follow.ts";
import { builtInPack } from "../../index.ts";
import { harmonicDb, rms, sine } from "../../../test/probes.ts";
import { decibels, noise, peak } from "../../../test/signals.ts";
import { runnerOf } from "../../../test/responses.ts";
import { colourEq } from "./node.ts";

const eq = await runnerOf("twobus.colourEq");
const parametric = await runnerOf("twobus.parametricEq");
const LATENCY = colourEq.latencySamples!({ oversampling: 4 }, 48000);

const run = (signal: Float64Array, values: PlainValues): Float64Array =>
  eq.run({ inputs: { main: [signal, signal] }, values }).outputs["main"]![0];

const clean: PlainValues = Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`band${n}SaturationPercent`, 0]));

// Check 1 asks 0.05 dB.
test("without saturation it is the parametric EQ, as late as declared, to the last digits", () => {
  const signal = noise(12000, 1);
  const shared = {
    band1GainDb: 6,
    band2GainDb: -4,
    band3GainDb: 9,
    band3Q: 2,
    band4GainDb: -12,
    band4FrequencyHz: 9000,
  };
  const shapes = { band1Shape: "lowShelf", band2Shape: "bell", band3Shape: "bell", band4Shape: "highShelf" };
  const places = { band1FrequencyHz: 60, band2FrequencyHz: 300, band3FrequencyHz: 3000 };
  const values = { ...shared, ...shapes, ...places };
  const plain = parametric.run({ inputs: { main: [signal, signal] }, values }).outputs["main"]![0];
  const output = run(signal, { ...clean, ...values });
  const difference = output.subarray(LATENCY).map((value, i) => value - plain[i]!);
  expect(decibels(peak(difference))).toBeLessThan(-240);
});

test("high-pass and low-pass are those of the parametric EQ, and off at their ends they change no bit", () => {
  const signal = noise(12000, 2);
  const knee = Math.SQRT1_2;
  const plain = parametric.run({
    inputs: { main: [signal, signal] },
    values: {
      band1Shape: "highPass",
      band1FrequencyHz: 90,
      band1Q: knee,
      band2Shape: "lowPass",
      band2FrequencyHz: 8000,
      band2Q: knee,
    },
  }).outputs["main"]![0];
  const output = run(signal, { highPassHz: 90, lowPassHz: 8000 });
  expect(decibels(peak(output.subarray(LATENCY).map((value, i) => value - plain[i]!)))).toBeLessThan(-240);
  expect(run(signal, {}).subarray(LATENCY)).toEqual(signal.subarray(0, signal.length - LATENCY));
});

// What the filters take away is not there to saturate.
test("lows below the high-pass gain no harmonics from a low shelf that boosts them", () => {
  const values = { band1GainDb: 12, band1FrequencyHz: 200, band1SaturationPercent: 100, driveDb: 12 };
  const thirdOf = (highPassHz: number): number => {
    const output = run(sine(50, -12, 48000), { ...values, highPassHz });
    return harmonicDb(output, 50, 3);
  };
  expect(thirdOf(20) - thirdOf(400)).toBeGreaterThan(30);
});

test("cuts have no harmonics, whatever the saturation", () => {
  const output = run(sine(3000, -6, 24000), { band3GainDb: -12, band3SaturationPercent: 100, driveDb: 24 });
  for (const order of [2, 3]) expect(harmonicDb(output, 3000, order)).toBeLessThan(-200);
});

describe("saturation on a band at 3 kHz, +12 dB", () => {
  const values = { band3GainDb: 12, band3Q: 1, band3SaturationPercent: 100 };

  // Check 2 asks −90 dB, at no level of its own: here at −6 dBFS, 12 dB above 0 VU.
  test("a tone of 100 Hz gains no harmonic above −90 dB", () => {
    const output = run(sine(100, -6, 24000), values);
    for (const order of [2, 3, 4, 5]) expect(harmonicDb(output, 100, order)).toBeLessThan(-90);
  });

  test("one of 3 kHz gains its second and third", () => {
    const output = run(sine(3000, -18, 24000), values);
    for (const order of [2, 3]) expect(harmonicDb(output, 3000, order)).toBeGreaterThan(-60);
  });
});

// Check 3
test.each([2, 3])("harmonic %d grows with the band's gain and with the drive", (order) => {
  const levels = [3, 6, 9, 12, 15].map((band3GainDb) =>
    harmonicDb(run(sine(3000, -18, 24000), { band3GainDb, band3SaturationPercent: 100 }), 3000, order),
  );
  levels.slice(1).forEach((level, i) => expect(level).toBeGreaterThan(levels[i]! + 2));
  const driven = run(sine(3000, -18, 24000), { band3GainDb: 3, band3SaturationPercent: 100, driveDb: 6 });
  // One order up is 6 dB per 6 dB of drive.
  expect(Math.abs(harmonicDb(driven, 3000, order) - levels[0]! - 6 * (order - 1))).toBeLessThan(0.5);
});

test("a loud tone is boosted by less: what the band adds saturates", () => {
  const gainAt = (peakDb: number): number => {
    const signal = sine(3000, peakDb, 24000);
    return decibels(rms(run(signal, { band3GainDb: 12, band3SaturationPercent: 100 }).subarray(-4800)) / rms(signal));
  };
  expect(Math.abs(gainAt(-48) - 12)).toBeLessThan(0.01);
  expect(gainAt(0)).toBeLessThan(10);
});

test("parts of a signal come through as parts of the whole", async () => {
  const parts = [0, 2].map((seed) => [noise(3000, seed + 1), noise(3000, seed + 2)] as const);
  const values = { band1GainDb: 6, band2GainDb: 3, band3GainDb: 12, driveDb: 12 };
  expect(await partsAddUp(builtInPack, "twobus.colourEq", values, parts)).toBeLessThan(-240);
});
