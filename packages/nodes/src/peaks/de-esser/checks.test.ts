// The behaviour of de-essers, with the limits that the reference sheet sets (section E.6).

import type { NodeRunner } from "@twobus/core/laws";
import { expect, test } from "vitest";
import {
  decibelsOf,
  differenceDb,
  gainOf,
  noise,
  outputOf,
  programme,
  reductionTrace,
  rms,
  runnerOf,
  SAMPLE_RATE,
  secondsToShare,
  staticReductionDb,
  tone,
  zipperDb,
} from "../../../test/dynamics.ts";
import { partsAddUp } from "../../../test/follow.ts";
import { builtInPack } from "../../index.ts";

const atAnyRate = await runnerOf("twobus.deEsser");
/** At the rate of the song, where it can be told to the bit what happens to the sound; `envelope.test.ts` has the others. */
const deEsser: NodeRunner = {
  ...atAnyRate,
  run: (options) => atAnyRate.run({ ...options, values: { oversampling: 1, ...options.values } }),
};
const LOUD_DB = -18;

/** What the detector reads of a tone: a Butterworth high-pass of second order, bilinear. */
function highsDb(hz: number, frequencyHz: number): number {
  const w = Math.tan((Math.PI * hz) / SAMPLE_RATE) / Math.tan((Math.PI * frequencyHz) / SAMPLE_RATE);
  return -10 * Math.log10(1 + w ** -4);
}

test.each(["split", "wide"])(
  "check 1: %s: a 7 kHz burst 12 dB over is reduced by 4 to 10 dB, 500 Hz is not",
  (mode) => {
    const values = { mode, detection: "absolute", thresholdDb: LOUD_DB - 12 };
    const burst = tone(7000, [[LOUD_DB, 0.1]]);
    const reductionDb = Math.max(
      ...deEsser.run({ inputs: { main: [burst, burst] }, values }).meters["gainReductionDb"]!,
    );
    expect(reductionDb).toBeGreaterThan(4);
    expect(reductionDb).toBeLessThan(10);
    expect(Math.abs(reductionDb - 0.75 * (12 + highsDb(7000, 6000)))).toBeLessThan(0.05);
    expect(staticReductionDb(deEsser, values, LOUD_DB, { hz: 500 })).toBeLessThan(0.2);
  },
);

test("check 2: relative detection does not know the level", () => {
  const burst = tone(8000, [[LOUD_DB, 0.2]]);
  const loud = reductionTrace(deEsser, { mode: "wide" }, burst);
  const quiet = reductionTrace(
    deEsser,
    { mode: "wide" },
    burst.map((sample) => 0.1 * sample),
  );
  expect(Math.max(...loud)).toBeGreaterThan(7);
  loud.forEach((reductionDb, i) => expect(Math.abs(reductionDb - quiet[i]!)).toBeLessThan(0.001)); // asked for: 0.5
});

test("relative detection keeps still for what stands over a low tone, and reduces what stands alone", () => {
  const low = tone(80, [[-6, 0.7]]);
  const high = tone(8000, [[-26, 0.7]]);
  const both = low.map((sample, i) => sample + high[i]!);
  const settled = (key: Float64Array): Float64Array =>
    reductionTrace(deEsser, { mode: "wide" }, key).subarray(0.45 * SAMPLE_RATE);
  expect(Math.max(...settled(both))).toBeLessThan(0.01);
  expect(Math.min(...settled(high))).toBeGreaterThan(7);
});

/** Level of a quiet tone after over before, while a steady key reduces by `rangeDb`. */
function pilotDb(hz: number, values: Record<string, number | string>): number {
  const main = tone(hz, [[-40, 0.6]]);
  const key = tone(9000, [[-6, 0.6]]);
  const output = deEsser.run({ inputs: { main: [main, main], key: [key, key] }, values }).outputs["main"]![0];
  return decibelsOf(rms(output.subarray(-9600)) / rms(main.subarray(-9600)));
}

const REDUCED = { detection: "absolute", thresholdDb: -60, ratio: 20 };

test.each([4000, 6000, 9000])("check 3: in split mode nothing happens below half of %d Hz", (frequencyHz) => {
  for (const rangeDb of [6, 12]) {
    for (const share of [0.05, 0.25, 0.4, 0.5]) {
      const change = pilotDb(share * frequencyHz, { ...REDUCED, frequencyHz, rangeDb });
      expect(Math.abs(change)).toBeLessThan(0.2);
    }
  }
});

test("in split mode the highs are turned down along |H|² = (1 + g²w⁶)/(1 + w⁶)", () => {
  for (const rangeDb of [6, 12, 24]) {
    for (const hz of [1000, 3000, 5000, 6000, 8000, 16000]) {
      const w = Math.tan((Math.PI * hz) / SAMPLE_RATE) / Math.tan((Math.PI * 6000) / SAMPLE_RATE);
      const expected = 10 * Math.log10((1 + (gainOf(-rangeDb) * w ** 3) ** 2) / (1 + w ** 6));
      expect(Math.abs(pilotDb(hz, { ...REDUCED, rangeDb }) - expected)).toBeLessThan(0.01);
    }
  }
});

test.each(["split", "wide"])("check 4: inactive, %s leaves the sound as it is, phase included", (mode) => {
  const main = programme(12000);
  const output = outputOf(deEsser, { mode, detection: "absolute", thresholdDb: 0, rangeDb: 0 }, main);
  expect(differenceDb(output[0], main[0])).toBeLessThan(-280); // asked for: flat within 0.05 dB
});

test.each([
  [
    "attackMs",
    5,
    [
      [-100, 0.05],
      [-6, 0.1],
    ],
  ],
  [
    "releaseMs",
    60,
    [
      [-6, 0.2],
      [-100, 0.5],
    ],
  ],
] as const)("%s of %d is the time to 63 %", (name, ms, stretches) => {
  const values = { mode: "wide", detection: "absolute", thresholdDb: -20, [name]: ms };
  const trace = reductionTrace(deEsser, values, tone(10000, stretches));
  const start = stretches[0][1] * SAMPLE_RATE - 1;
  const seconds = secondsToShare(trace, start, 1 - Math.exp(-1), trace.at(-1)!);
  expect(Math.abs((seconds * 1000) / ms - 1)).toBeLessThan(0.15);
});

test("mid/side without link, a hissing side leaves the middle alone", () => {
  const fadedIn = (sample: number, i: number): number => sample * Math.min(1, i / 4800); // an onset is a click
  const side = tone(9000, [[-10, 0.3]]).map(fadedIn);
  const middle = tone(300, [[-10, 0.3]]).map(fadedIn);
  const left = middle.map((sample, i) => sample + side[i]!);
  const right = middle.map((sample, i) => sample - side[i]!);
  const values = { channelMode: "midSide", linkPercent: 0, detection: "absolute", thresholdDb: -30 };
  const [outLeft, outRight] = outputOf(deEsser, values, [left, right]);
  expect(
    differenceDb(
      outLeft.map((sample, i) => (sample + outRight[i]!) / 2),
      middle,
    ),
  ).toBeLessThan(-250);
  const sideAfter = outLeft.map((sample, i) => (sample - outRight[i]!) / 2);
  expect(decibelsOf(rms(sideAfter.subarray(9600)) / rms(side.subarray(9600)))).toBeLessThan(-6);
});

test("moving the frequency makes no zipper noise", () => {
  const values = { ...REDUCED, rangeDb: 12 };
  expect(zipperDb(deEsser, values, "frequencyHz", 2000, 12000)).toBeLessThan(-80);
});

test.each([
  {},
  { mode: "wide", linkPercent: 0 },
  { channelMode: "midSide", linkPercent: 40 },
  { channelMode: "dualMono", detection: "absolute" },
])("parts add up to the whole: %o", async (values) => {
  const parts = [programme(9000), [noise(9000, 5), noise(9000, 6)] as const];
  const all = { thresholdDb: -30, ...values };
  expect(await partsAddUp(builtInPack, "twobus.deEsser", all, parts)).toBeLessThan(-240);
});
