// The behaviour of chorus and flanger, with the limits that the reference sheet sets (section G).

import { expect, test } from "vitest";
import type { PlainValues } from "@twobus/core";
import {
  decibelsOf,
  differenceDb,
  noise,
  outputOf,
  programme,
  rms,
  runnerOf,
  SAMPLE_RATE,
  tone,
} from "../../../test/dynamics.ts";
import { partsAddUp } from "../../../test/follow.ts";
import { reaches } from "../../../test/ranges.ts";
import { builtInPack } from "../../index.ts";
import { chorus as chorusNode } from "./node.ts";

const chorus = await runnerOf("twobus.chorus");
const ONE = { voices: 1, mixPercent: 100 };

test("it reaches what a chorus and a flanger need", () => {
  expect(chorusNode.params["voices"]).toMatchObject({ options: [1, 2, 3, 4] });
  expect(reaches(chorusNode, "delayMs", 1, 30)).toBe(true);
  expect(reaches(chorusNode, "depthMs", 0, 10)).toBe(true);
  expect(reaches(chorusNode, "rateHz", 0.05, 5)).toBe(true);
  expect(reaches(chorusNode, "stereoDegrees", 0, 180)).toBe(true);
});

/** Turns that a tone has gone through, frame by frame, by its quadratures over one period to either side. */
function turnsOf(signal: Float64Array, hz: number): Float64Array {
  const period = SAMPLE_RATE / hz;
  const sums = (wave: (radians: number) => number): Float64Array => {
    let sum = 0;
    return signal.map((sample, i) => (sum += sample * wave((2 * Math.PI * i) / period)));
  };
  const [re, im] = [sums(Math.cos), sums(Math.sin)];
  const around = (running: Float64Array, i: number): number =>
    (running[i + period] ?? Number.NaN) - (running[i - period] ?? Number.NaN);
  return signal.map((_, i) => Math.atan2(around(im, i), around(re, i)) / (2 * Math.PI));
}

/** How late a tone of 100 Hz is, in milliseconds; delays stay below its period. */
function delaysMs(values: PlainValues, seconds: number): readonly [Float64Array, Float64Array] {
  const signal = tone(100, [[0, seconds]]);
  const [left, right] = outputOf(chorus, { ...ONE, delayMs: 4, ...values }, [signal, signal]);
  const late = (channel: Float64Array): Float64Array =>
    turnsOf(channel, 100).map((turn) => (turn < -0.1 ? turn + 1 : turn) * 10);
  return [late(left), late(right)];
}

test.each([
  { rateHz: 1, depthMs: 2 },
  { rateHz: 5, depthMs: 0.5 },
])("pitch deviates by 2π · rate · depth: %o", (values) => {
  const [left] = delaysMs(values, 2);
  const settled = left.subarray(0.3 * SAMPLE_RATE, 1.9 * SAMPLE_RATE);
  const slopes = settled.subarray(480).map((ms, i) => ((ms - settled[i]!) / 1000 / 480) * SAMPLE_RATE);
  const expected = 2 * Math.PI * values.rateHz * (values.depthMs / 1000);
  expect(Math.abs(Math.max(...slopes) / expected - 1)).toBeLessThan(0.1);
  expect(Math.abs(Math.min(...slopes) / -expected - 1)).toBeLessThan(0.1);
  expect(Math.abs(Math.max(...settled) - (4 + values.depthMs))).toBeLessThan(0.05);
  expect(Math.abs(Math.min(...settled) - (4 - values.depthMs))).toBeLessThan(0.05);
});

test.each([
  { rateHz: 5, depthMs: 10, delayMs: 30 },
  { rateHz: 0.05, depthMs: 10, delayMs: 30 },
  { rateHz: 5, depthMs: 5, delayMs: 5 },
])("also at its limits: %o", (values) => {
  // A ramp comes out as late as the voice is, and its slope tells the pitch
  const ramp = Float64Array.from({ length: (1.2 * SAMPLE_RATE) / Math.min(1, values.rateHz) }, (_, n) => n);
  const [left] = outputOf(chorus, { ...ONE, ...values }, [ramp, ramp]);
  const slopes = left.subarray(4801).map((y, n) => y - left[4800 + n]! - 1);
  const held = Math.min(values.depthMs, values.delayMs - (1000 * 2) / SAMPLE_RATE);
  const expected = 2 * Math.PI * values.rateHz * (held / 1000);
  expect(Math.abs(Math.max(...extremes(slopes)) / expected - 1)).toBeLessThan(0.001);
  expect(Math.abs(Math.min(...extremes(slopes)) / -expected - 1)).toBeLessThan(0.001);
});

/** Least and greatest, also of more figures than a call takes. */
const extremes = (figures: Float64Array): [number, number] =>
  figures.reduce(([least, most], x) => [Math.min(least, x), Math.max(most, x)] as [number, number], [
    Infinity,
    -Infinity,
  ] as [number, number]);

test.each([1, 2, 3, 4])("%d voices sway evenly apart in phase", (voices) => {
  const [rateHz, delayMs, depthMs] = [1, 20, 5];
  const at = 36_000;
  const impulse = new Float64Array(at + 2000);
  impulse[at] = 1;
  const values = { voices, rateHz, delayMs, depthMs, mixPercent: 100, stereoDegrees: 0 };
  const [left] = outputOf(chorus, values, [impulse, impulse]);
  for (let voice = 0; voice < voices; voice++) {
    const delayAt = (n: number): number =>
      48 * (delayMs + depthMs * Math.sin(2 * Math.PI * ((rateHz * (n + 1)) / SAMPLE_RATE + voice / voices)));
    let place = at;
    for (let step = 0; step < 50; step++) place = at + delayAt(place); // where the impulse comes out
    const around = Array.from({ length: 6 }, (_, k) => Math.floor(place) - 2 + k);
    const sum = around.reduce((all, n) => all + left[n]!, 0);
    const centre = around.reduce((all, n) => all + left[n]! * n, 0) / sum;
    expect(Math.abs(centre - place)).toBeLessThan(0.1);
  }
  expect(left.filter((y) => Math.abs(y) > 1e-12).length).toBeLessThanOrEqual(5 * voices);
});

test("the right sways behind the left by the angle set", () => {
  const [left, right] = delaysMs({ rateHz: 1, depthMs: 2, stereoDegrees: 90 }, 2);
  const quarter = SAMPLE_RATE / 4;
  for (let i = quarter + 4800; i < left.length - 4800; i += 97)
    expect(Math.abs(right[i]! - left[i - quarter]!)).toBeLessThan(0.01);
});

test("without depth one voice is a delay, exact at whole samples", () => {
  const main = [noise(6000, 1), noise(6000, 2)] as const;
  const output = outputOf(chorus, { ...ONE, depthMs: 0, delayMs: 10 }, main);
  expect(differenceDb(output[0].subarray(480), main[0].subarray(0, 6000 - 480))).toBeLessThan(-200);
});

test("a flanger's comb: notches where the delay is an odd number of half periods", () => {
  const values = { voices: 1, depthMs: 0, delayMs: 1, mixPercent: 50 };
  const levelDb = (hz: number): number => {
    const signal = tone(hz, [[0, 0.4]]);
    return decibelsOf(rms(outputOf(chorus, values, [signal, signal])[0].subarray(9600)) / rms(signal.subarray(9600)));
  };
  for (const hz of [500, 1500, 2500]) expect(levelDb(hz)).toBeLessThan(-40);
  for (const hz of [1000, 2000, 3000]) expect(Math.abs(levelDb(hz))).toBeLessThan(0.1);
});

test("feedback repeats, of either sign", () => {
  const impulse = new Float64Array(2000);
  impulse[0] = 1;
  for (const feedbackPercent of [50, -80]) {
    const [left] = outputOf(chorus, { ...ONE, depthMs: 0, delayMs: 5, feedbackPercent }, [impulse, impulse]);
    for (let repeat = 0; repeat < 6; repeat++)
      expect(Math.abs(left[240 * (repeat + 1)]! - (feedbackPercent / 100) ** repeat)).toBeLessThan(1e-12);
  }
});

test.each([2, 3, 4])("%d voices are as loud as one, on noise", (voices) => {
  const main = [noise(SAMPLE_RATE, 1), noise(SAMPLE_RATE, 2)] as const;
  const [left] = outputOf(chorus, { voices, mixPercent: 100, depthMs: 3 }, main);
  expect(Math.abs(decibelsOf(rms(left.subarray(4800)) / rms(main[0].subarray(4800))))).toBeLessThan(1.5);
});

test("every parameter may jump without a click", () => {
  const signal = tone(200, [[-6, 1]]);
  const { outputs } = chorus.run({
    inputs: { main: [signal, signal] },
    values: { voices: 1, delayMs: 12 },
    automate: (quantum) => ({
      depthMs: quantum % 60 < 30 ? 2 : 4,
      rateHz: quantum % 60 < 30 ? 0.5 : 3,
      mixPercent: 50,
    }),
  });
  const [left] = outputs["main"]!;
  const slope = ((2 * Math.PI * 200) / SAMPLE_RATE) * 10 ** (-6 / 20);
  // The delay may move by a quantum's ramp of 2 ms: pitch bends, the wave does not break
  const bend = 1 + (0.002 * SAMPLE_RATE) / 128;
  for (let i = 2000; i < left.length; i++) expect(Math.abs(left[i]! - left[i - 1]!)).toBeLessThan(slope * bend);
});

test("parts add up to the whole", async () => {
  const parts = [programme(12000), [noise(12000, 5), noise(12000, 6)] as const];
  const values = { voices: 4, feedbackPercent: 70, depthMs: 6 };
  expect(await partsAddUp(builtInPack, "twobus.chorus", values, parts)).toBeLessThan(-240);
});
