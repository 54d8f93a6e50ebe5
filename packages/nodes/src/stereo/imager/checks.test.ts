// The behaviour of stereo imagers, with the limits that the reference sheet sets (section E.4).

import { expect, test } from "vitest";
import type { PlainValues } from "@twobus/core";
import type { Stereo } from "@twobus/core/laws";
import { decibelsOf, differenceDb, noise, outputOf, rms, runnerOf, SAMPLE_RATE, tone } from "../../../test/dynamics.ts";
import { partsAddUp } from "../../../test/follow.ts";
import { builtInPack } from "../../index.ts";

const imager = await runnerOf("twobus.imager");
const main = [noise(SAMPLE_RATE, 1), noise(SAMPLE_RATE, 2)] as const;

const half = ([left, right]: Stereo, sign: number): Float64Array => left.map((x, i) => (x + sign * right[i]!) / 2);
const mid = (signal: Stereo): Float64Array => half(signal, 1);
const side = (signal: Stereo): Float64Array => half(signal, -1);

test("check 1: width 100 is the input, width 0 is mono", () => {
  const neutral = outputOf(imager, {}, main);
  for (const channel of [0, 1] as const) expect(differenceDb(neutral[channel], main[channel])).toBeLessThan(-300);
  const [left, right] = outputOf(imager, { widthPercent: 0 }, main);
  expect(right).toEqual(left); // correlation 1.000
});

test.each([50, 130, 200])("width %d scales the side and leaves the middle", (widthPercent) => {
  const output = outputOf(imager, { widthPercent }, main);
  expect(differenceDb(mid(output), mid(main))).toBeLessThan(-300);
  expect(
    differenceDb(
      side(output),
      side(main).map((x) => (x * widthPercent) / 100),
    ),
  ).toBeLessThan(-300);
});

/** Level of a tone of the side after over before, and how far the middle of another tone is off. */
function sideChangeDb(hz: number, values: PlainValues): { sideDb: number; midErrorDb: number } {
  const [middle, aside] = [tone(330, [[-12, 1]]), tone(hz, [[-12, 1]])];
  const output = outputOf(imager, values, [middle.map((x, i) => x + aside[i]!), middle.map((x, i) => x - aside[i]!)]);
  const last = -SAMPLE_RATE / 2;
  return {
    sideDb: decibelsOf(rms(side(output).subarray(last)) / rms(aside.subarray(last))),
    midErrorDb: differenceDb(mid(output), middle),
  };
}

test("check 2: mono below 150 Hz: −18 dB and less of the side at 75 Hz, all of it at 600 Hz, the middle untouched", () => {
  expect(sideChangeDb(75, { monoBelowHz: 150 }).sideDb).toBeLessThan(-18);
  expect(Math.abs(sideChangeDb(600, { monoBelowHz: 150 }).sideDb)).toBeLessThan(0.2);
  expect(sideChangeDb(75, { monoBelowHz: 150 }).midErrorDb).toBeLessThan(-300);
});

test.each([12, 24])("the side's high-pass is Butterworth, %d dB per octave", (monoSlope) => {
  for (const hz of [40, 75, 150, 300, 2000]) {
    const expected = -10 * Math.log10(1 + (150 / hz) ** (monoSlope / 3));
    expect(Math.abs(sideChangeDb(hz, { monoBelowHz: 150, monoSlope }).sideDb - expected)).toBeLessThan(0.02);
  }
});

test("check 3: what is mono stays mono, and loses nothing", () => {
  const [mono] = main;
  const values = { widthPercent: 170, highWidthPercent: 130, monoBelowHz: 200 };
  expect(outputOf(imager, values, [mono, mono])).toEqual([mono, mono]);
});

test("check 4: spread makes mono wide, and its mono sum stays as it is", () => {
  const [mono] = main;
  const output = outputOf(imager, { spreadPercent: 60 }, [mono, mono]);
  expect(differenceDb(mid(output), mono)).toBeLessThan(-300); // asked for: flat within 1 dB
  expect(Math.abs(decibelsOf(rms(side(output)) / rms(mono)) - decibelsOf(0.6))).toBeLessThan(0.1);
  const product = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  const whole = outputOf(imager, { spreadPercent: 100 }, [mono, mono]);
  const correlation = product(...whole) / Math.sqrt(product(whole[0], whole[0]) * product(whole[1], whole[1]));
  expect(Math.abs(correlation)).toBeLessThan(0.1);
});

test.each([50, 75, 125, 150])(
  "check 5: with constant power, width %d keeps the energy of unrelated noise",
  (widthPercent) => {
    const energy = ([left, right]: Stereo): number => rms(left) ** 2 + rms(right) ** 2;
    const output = outputOf(imager, { widthPercent, law: "constantPower" }, main);
    expect(Math.abs(10 * Math.log10(energy(output) / energy(main)))).toBeLessThan(0.3);
  },
);

test("the highs' width is a shelf of first order on the side", () => {
  for (const hz of [50, 250, 500, 1000, 8000]) {
    const w = Math.tan((Math.PI * hz) / SAMPLE_RATE) / Math.tan((Math.PI * 500) / SAMPLE_RATE);
    const expected = 10 * Math.log10((1 + (1.8 * w) ** 2) / (1 + w * w));
    expect(Math.abs(sideChangeDb(hz, { highWidthPercent: 180 }).sideDb - expected)).toBeLessThan(0.001);
  }
});

test("switching mono on and moving it does not click", () => {
  const aside = tone(1000, [[-12, 1]]);
  const { outputs } = imager.run({
    inputs: { main: [aside, aside.map((x) => -x)] },
    automate: (quantum) => ({ monoBelowHz: quantum < 100 ? 20 : 20 + Math.min(480, 2 * (quantum - 100)) }),
  });
  const [left] = outputs["main"]!;
  // The second difference of a steady tone is its frequency squared; a click stands far above
  const limit = 1.1 * 10 ** (-12 / 20) * ((2 * Math.PI * 1000) / SAMPLE_RATE) ** 2;
  for (let i = 2000; i < left.length; i++)
    expect(Math.abs(left[i]! - 2 * left[i - 1]! + left[i - 2]!)).toBeLessThan(limit);
});

test("parts add up to the whole", async () => {
  const parts = [main, [noise(SAMPLE_RATE, 3), noise(SAMPLE_RATE, 4)]] as const;
  const values = { widthPercent: 130, monoBelowHz: 120, spreadPercent: 30, highWidthPercent: 80 };
  const short = parts.map(([left, right]): Stereo => [left.subarray(0, 6000), right.subarray(0, 6000)]);
  expect(await partsAddUp(builtInPack, "twobus.imager", values, short)).toBeLessThan(-240);
});
