// The behaviour of phasers, with the limits that the reference sheet sets (section G).

import { expect, test } from "vitest";
import type { PlainValues } from "@twobus/core";
import { decibelsOf, noise, outputOf, programme, rms, runnerOf, SAMPLE_RATE, tone } from "../../../test/dynamics.ts";
import { partsAddUp } from "../../../test/follow.ts";
import { reaches } from "../../../test/ranges.ts";
import { logarithmic, magnitudeDb } from "../../../test/responses.ts";
import { builtInPack } from "../../index.ts";
import { phaser as phaserNode } from "./node.ts";

const phaser = await runnerOf("twobus.phaser");
const STILL = { lowestHz: 800, highestHz: 800 };

function levelDb(hz: number, values: PlainValues): number {
  const signal = tone(hz, [[0, 0.5]]);
  const [left] = outputOf(phaser, { ...STILL, ...values }, [signal, signal]);
  return decibelsOf(rms(left.subarray(SAMPLE_RATE / 4)) / rms(signal.subarray(SAMPLE_RATE / 4)));
}

/** Where the stages, tuned to `tunedHz`, have turned by an odd multiple of 180°. */
function notchesHz(stages: number, tunedHz: number): number[] {
  return Array.from({ length: stages / 2 }, (_, i) => {
    const w = Math.tan((Math.PI * (2 * i + 1)) / (2 * stages)) * Math.tan((Math.PI * tunedHz) / SAMPLE_RATE);
    return (Math.atan(w) * SAMPLE_RATE) / Math.PI;
  });
}

test("it reaches what a phaser needs", () => {
  expect(phaserNode.params["stages"]).toMatchObject({ options: [2, 4, 6, 8, 10, 12] });
  expect(reaches(phaserNode, "rateHz", 0.05, 5)).toBe(true);
  expect(reaches(phaserNode, "feedbackPercent", -90, 90)).toBe(true);
});

test.each([2, 4, 6, 8, 10, 12])("%d stages make half as many notches over all frequencies", (stages) => {
  const impulse = new Float64Array(SAMPLE_RATE / 2);
  impulse[0] = 1;
  const [left] = outputOf(phaser, { ...STILL, stages }, [impulse, impulse]);
  const levels = logarithmic(5, 23_900, 1200).map((hz) => magnitudeDb(left, hz));
  const isNotch = (level: number, n: number): boolean => level < levels[n - 1]! && level < levels[n + 1]!;
  expect(levels.filter(isNotch).length).toBe(stages / 2);
});

test.each([2, 4, 6, 8, 10, 12])(
  "%d stages make half as many notches, 20 dB deep and more, at a mix of 50",
  (stages) => {
    const notches = notchesHz(stages, 800);
    for (const hz of notches) expect(levelDb(hz, { stages })).toBeLessThan(-20);
    // Between them the sound passes
    for (const [i, hz] of notches.slice(1).entries())
      expect(levelDb(Math.sqrt(hz * notches[i]!), { stages })).toBeGreaterThan(-3);
  },
);

/** |1 + H|/2 of the stages: cosine of half their phase. */
function responseDb(hz: number, stages: number): number {
  const w = Math.tan((Math.PI * hz) / SAMPLE_RATE) / Math.tan((Math.PI * 800) / SAMPLE_RATE);
  return decibelsOf(Math.abs(Math.cos(stages * Math.atan(w))));
}

test("the response is that of its stages", () => {
  for (const stages of [4, 8]) {
    for (const hz of [100, 300, 900, 2500, 9000])
      expect(Math.abs(levelDb(hz, { stages }) - responseDb(hz, stages))).toBeLessThan(0.05);
  }
});

test("the stages alone change no level", () => {
  for (const hz of [100, 800, 5000]) expect(Math.abs(levelDb(hz, { mixPercent: 100 }))).toBeLessThan(1e-6);
});

test.each([60, -60, 90])("feedback of %d: H / (1 − f · H / z) beside the dry sound", (feedbackPercent) => {
  for (const hz of [100, 330, 1000, 4000]) {
    const w = Math.tan((Math.PI * hz) / SAMPLE_RATE) / Math.tan((Math.PI * 800) / SAMPLE_RATE);
    const turned = -8 * Math.atan(w);
    const round = turned - (2 * Math.PI * hz) / SAMPLE_RATE;
    const [re, im] = [1 - (feedbackPercent / 100) * Math.cos(round), (-feedbackPercent / 100) * Math.sin(round)];
    const power = re * re + im * im;
    const wetRe = (Math.cos(turned) * re + Math.sin(turned) * im) / power;
    const wetIm = (Math.sin(turned) * re - Math.cos(turned) * im) / power;
    const expected = decibelsOf(Math.hypot(1 + wetRe, wetIm) / 2);
    expect(Math.abs(levelDb(hz, { feedbackPercent }) - expected)).toBeLessThan(0.05);
  }
});

test("the notch wanders between its ends once per period", () => {
  // A stage pair is a notch at its tuning: noise loses that frequency when the sweep is there
  const values = { stages: 2, lowestHz: 500, highestHz: 2000, rateHz: 1 };
  const levelsAt = (hz: number): Float64Array => {
    const signal = tone(hz, [[0, 2]]);
    const [left] = outputOf(phaser, values, [signal, signal]);
    return Float64Array.from({ length: 200 }, (_, i) => rms(left.subarray(480 * i, 480 * (i + 1))));
  };
  const quietest = (levels: Float64Array): number => levels.indexOf(Math.min(...levels.subarray(50)), 50) / 100;
  // sin rises from the middle: up a quarter period later, down three quarters later
  expect(Math.abs((quietest(levelsAt(1990)) % 1) - 0.25)).toBeLessThan(0.05);
  expect(Math.abs((quietest(levelsAt(502)) % 1) - 0.75)).toBeLessThan(0.05);
});

test("the right follows the left by the angle set", () => {
  const signal = tone(1000, [[0, 3]]);
  const values = { stages: 4, rateHz: 1, stereoDegrees: 90 };
  const [left, right] = outputOf(phaser, values, [signal, signal]);
  for (let i = 48000; i < 120000; i += 97) expect(Math.abs(right[i + 12000]! - left[i]!)).toBeLessThan(1e-6);
});

test("moving its ends does not click", () => {
  const signal = tone(300, [[-6, 1]]);
  const { outputs } = phaser.run({
    inputs: { main: [signal, signal] },
    automate: (quantum) => ({ lowestHz: quantum % 80 < 40 ? 100 : 1500, highestHz: quantum % 60 < 30 ? 400 : 9000 }),
  });
  const [left] = outputs["main"]!;
  const slope = ((2 * Math.PI * 300) / SAMPLE_RATE) * 10 ** (-6 / 20);
  for (let i = 2000; i < left.length; i++) expect(Math.abs(left[i]! - left[i - 1]!)).toBeLessThan(2.5 * slope);
});

test("parts add up to the whole", async () => {
  const parts = [programme(12000), [noise(12000, 5), noise(12000, 6)] as const];
  expect(await partsAddUp(builtInPack, "twobus.phaser", { stages: 8, feedbackPercent: 70 }, parts)).toBeLessThan(-240);
});
