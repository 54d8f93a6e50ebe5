// The behaviour of FET limiting amplifiers (reference sheet, section B.10).

import { expect, test } from "vitest";
import { builtInPack } from "../../index.ts";
import { colourless, distortionOf, harmonicsDb } from "../../../test/coloured.ts";
import {
  attackSeconds,
  curveOf,
  decibelsOf,
  differenceDb,
  gainOf,
  noise,
  outputOf,
  programme,
  rateOf,
  reductionTrace,
  reductionTraces,
  releaseSeconds,
  runnerOf,
  SAMPLE_RATE,
  staticReductionDb,
  tone,
  zipperDb,
} from "../../../test/dynamics.ts";
import { partsAddUp } from "../../../test/follow.ts";
import { fetCompressor } from "./node.ts";

const fet = await runnerOf("twobus.fetCompressor");
const loop = colourless(fet);
const curve = await curveOf(fetCompressor);

const THRESHOLD_DB = -20;
const OFFSETS_DB: Readonly<Record<string, number>> = { "4:1": 0, "8:1": 1.5, "12:1": 2.5, "20:1": 3.5, all: 1.5 };
const thresholdOf = (ratio: string): number => THRESHOLD_DB + OFFSETS_DB[ratio]!;
/** The level that each ratio reduces by 10 dB. */
const levelFor10Db = (ratio: string): number =>
  thresholdOf(ratio) + 10 / (1 - 1 / (ratio === "all" ? 16 : Number.parseFloat(ratio)));
const LATENCY = fetCompressor.latencySamples!({ oversampling: 4 }, SAMPLE_RATE);

test.each([
  ["4:1", 8, 9.5],
  ["8:1", 9.5, 11],
  ["20:1", 10.8, 11.8],
  ["all", 10.8, 11.8],
])("check 1: 12 dB over its threshold %s reduces by %d to %d dB", (ratio, least, most) => {
  const reductionDb = staticReductionDb(loop, { thresholdDb: THRESHOLD_DB, ratio }, thresholdOf(ratio) + 12);
  expect(reductionDb).toBeGreaterThan(least);
  expect(reductionDb).toBeLessThan(most);
});

test("check 2: 20:1 begins at least 3 dB higher than 4:1", () => {
  const onsetDb = (ratio: string): number => {
    const levels = Array.from({ length: 200 }, (_, i) => -30 + i * 0.1);
    return levels.find((level) => level - curve({ thresholdDb: THRESHOLD_DB, ratio }, level) > 0.2)!;
  };
  expect(onsetDb("20:1") - onsetDb("4:1")).toBeGreaterThan(3);
});

test("check 3: the fastest attack takes less than 60 µs, the slowest 0.5 to 1.2 ms", () => {
  const attack = (attackMs: number): number =>
    attackSeconds(loop, { thresholdDb: THRESHOLD_DB, attackMs }, THRESHOLD_DB, attackMs / 1000);
  expect(attack(0.02)).toBeLessThan(60e-6);
  expect(attack(0.8)).toBeGreaterThan(0.5e-3);
  expect(attack(0.8)).toBeLessThan(1.2e-3);
});

test("check 4: releases take 35 to 80 ms and 0.8 to 1.5 s at the ends of the knob", () => {
  const release = (releaseMs: number): number =>
    releaseSeconds(
      loop,
      { thresholdDb: THRESHOLD_DB, releaseMs },
      [1 - Math.exp(-1)],
      [
        [THRESHOLD_DB + 12, 0.2],
        [THRESHOLD_DB - 18, 1.6],
      ],
    )[0]!;
  expect(release(50)).toBeGreaterThan(0.035);
  expect(release(50)).toBeLessThan(0.08);
  expect(release(1100)).toBeGreaterThan(0.8);
  expect(release(1100)).toBeLessThan(1.5);
});

test("check 5: all buttons distort at least 4 times as much as 20:1 at 10 dB of reduction", () => {
  const distortion = (ratio: string): number =>
    distortionOf(fet, { thresholdDb: THRESHOLD_DB, ratio, releaseMs: 1100 }, levelFor10Db(ratio));
  expect(distortion("all") / distortion("20:1")).toBeGreaterThan(4);
});

test("check 5: with all buttons the first millisecond of a burst overshoots by 2 dB and more", () => {
  const burst = tone(1000, [
    [-60, 0.1],
    [THRESHOLD_DB + 15, 0.1],
  ]);
  const lackDb = (ratio: string): number => {
    const trace = reductionTrace(loop, { thresholdDb: THRESHOLD_DB, ratio, attackMs: 0.02 }, burst);
    return trace.at(-1)! - trace[0.101 * SAMPLE_RATE]!;
  };
  expect(lackDb("all")).toBeGreaterThan(2);
  expect(lackDb("20:1")).toBeLessThan(0.5);
});

test("check 6: at 10 dB of reduction the second harmonic lies between −55 and −35 dB", () => {
  for (const ratio of ["4:1", "8:1", "12:1", "20:1"]) {
    const values = { thresholdDb: THRESHOLD_DB, ratio, releaseMs: 1100 };
    const [second, third] = harmonicsDb(fet, values, levelFor10Db(ratio));
    expect(second).toBeGreaterThan(-55);
    expect(second).toBeLessThan(-35);
    expect(second).toBeGreaterThan(third);
  }
});

test("distortion is below 0.5 % at rest, and grows as it works", () => {
  const atRest = distortionOf(fet, { thresholdDb: 0 }, THRESHOLD_DB + 2);
  expect(atRest).toBeLessThan(0.005);
  const working = distortionOf(fet, { thresholdDb: THRESHOLD_DB, ratio: "20:1", releaseMs: 1100 }, -9);
  expect(working / atRest).toBeGreaterThan(3);
});

test("automatic make-up keeps a tone at 0 VU", () => {
  for (const ratio of ["4:1", "20:1", "all"])
    expect(Math.abs(staticReductionDb(loop, { thresholdDb: -35, ratio, autoMakeup: true }, -18))).toBeLessThan(0.1);
});

/** One channel at 4:1, frame by frame, with the host's own logarithm. */
function reference(key: Float64Array): Float64Array {
  const hold = SAMPLE_RATE / 1000;
  const attack = rateOf(0.0004);
  const release = rateOf(0.25 - (1.5 * hold) / SAMPLE_RATE);
  let [newer, older, reduction] = [0, 0, 0];
  return key.map((sample, i) => {
    newer = Math.max(newer, Math.abs(sample));
    const over = Math.max(0, decibelsOf(Math.max(newer, older, 1e-20)) - (THRESHOLD_DB - 2));
    if (i % hold === hold - 1) [older, newer] = [newer, 0];
    const target = 0.75 * (over < 4 ? over ** 2 / 8 : over - 2);
    reduction += (target > reduction ? attack : release) * (target - reduction);
    return gainOf(-reduction);
  });
}

test("it computes what its equations say", () => {
  const key = programme(24000);
  const one = new Float64Array(key[0].length).fill(1);
  const values = { thresholdDb: THRESHOLD_DB, channelMode: "dualMono" };
  const [left, right] = loop.run({ inputs: { main: [one, one], key }, values }).outputs["main"]!;
  expect(differenceDb(left, reference(key[0]))).toBeLessThan(-110); // the colour of −80 dBFS is left
  expect(differenceDb(right, reference(key[1]))).toBeLessThan(-110);
});

test("the drawn curve is the measured one", () => {
  for (const ratio of ["4:1", "all"]) {
    for (const levelDb of [-30, -20, -15, -5]) {
      const values = { thresholdDb: THRESHOLD_DB, ratio, makeupDb: 4, mixPercent: 60 };
      const measured = levelDb - staticReductionDb(loop, values, levelDb);
      expect(Math.abs(curve(values, levelDb) - measured)).toBeLessThan(0.05);
    }
  }
});

test("without mix it is the input, as late as declared, to the bit", () => {
  const main = programme(6000);
  const [left, right] = outputOf(fet, { thresholdDb: -40, mixPercent: 0 }, main);
  expect(left.subarray(LATENCY)).toEqual(main[0].subarray(0, -LATENCY));
  expect(right.subarray(LATENCY)).toEqual(main[1].subarray(0, -LATENCY));
});

test("linked, both channels follow the louder one; apart, a silent channel is left alone", () => {
  const left = tone(1000, [[-20, 0.3]]);
  const key = [left, new Float64Array(left.length)] as const;
  const [ofLeft, ofRight] = reductionTraces(loop, { thresholdDb: -30 }, key).map((trace) => trace.at(-1)!);
  expect(ofLeft).toBeCloseTo(7.5, 2);
  expect(Math.abs(ofLeft! - ofRight!)).toBeLessThan(0.001);
  const apart = reductionTraces(loop, { thresholdDb: -30, channelMode: "dualMono" }, key)[1];
  expect(Math.max(...apart.map(Math.abs))).toBeLessThan(1e-3);
});

test.each([
  ["thresholdDb", -40, -10],
  ["makeupDb", -24, 24],
  ["mixPercent", 0, 100],
  ["linkPercent", 100, 0],
])("moving %s makes no zipper noise", (name, from, to) => {
  expect(zipperDb(loop, { thresholdDb: -30, autoMakeup: true }, name, from, to)).toBeLessThan(-100);
});

test.each([
  {},
  { linkPercent: 40, ratio: "all", makeupDb: 10, oversampling: 1 },
  { channelMode: "midSide", linkPercent: 0, attackMs: 0.02, mixPercent: 60, oversampling: 8 },
  { keyHighPassHz: 300, keyListen: true, oversampling: 2 },
])("parts add up, and the bits do not depend on the blocks: %o", async (values) => {
  const main = programme(0.2 * SAMPLE_RATE);
  const all = { thresholdDb: -30, ...values };
  expect(outputOf(fet, all, main, [1, 128, 7, 64, 33, 2])).toEqual(outputOf(fet, all, main));
  if (values.keyListen === true) return;
  const other = [noise(main[0].length, 8), noise(main[0].length, 9)] as const;
  expect(await partsAddUp(builtInPack, "twobus.fetCompressor", all, [main, other])).toBeLessThan(-240);
});
