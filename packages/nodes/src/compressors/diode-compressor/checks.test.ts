// The behaviour of diode bridge compressors and limiters (reference sheet, section B.9).

import type { PlainValues } from "@twobus/core";
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
  reductionTraces,
  releaseSeconds,
  rms,
  runnerOf,
  SAMPLE_RATE,
  staticReductionDb,
  tone,
  zipperDb,
} from "../../../test/dynamics.ts";
import { partsAddUp } from "../../../test/follow.ts";
import { diodeCompressor } from "./node.ts";

const diode = await runnerOf("twobus.diodeCompressor");
const loop = colourless(diode);
const curve = await curveOf(diodeCompressor);

const THRESHOLD_DB = -30;
const LATENCY = diodeCompressor.latencySamples!({ oversampling: 4 }, SAMPLE_RATE);
const T63 = 1 - Math.exp(-1);

test.each(["1.5:1", "2:1", "3:1", "4:1", "6:1"])(
  "check 1: 6 dB over the threshold %s reduces by its share",
  (ratio) => {
    const expected = 6 * (1 - 1 / Number.parseFloat(ratio)); // 4.0 dB at 3:1
    const reductionDb = staticReductionDb(loop, { thresholdDb: THRESHOLD_DB, ratio }, THRESHOLD_DB + 6);
    expect(Math.abs(reductionDb - expected)).toBeLessThan(0.05);
  },
);

const releaseAfter = (values: PlainValues, held: number, free: number): number =>
  releaseSeconds(
    loop,
    { thresholdDb: THRESHOLD_DB, ...values },
    [T63],
    [
      [THRESHOLD_DB + 16, held],
      [-Infinity, free],
    ],
  )[0]!;

test("check 2: recoveries take the times on their labels, each longer than the one before", () => {
  const labels = ["0.1", "0.4", "0.8", "1.5"];
  const seconds = labels.map((recovery) => releaseAfter({ recovery }, 0.2, 2.5));
  labels.forEach((label, i) => expect(Math.abs(seconds[i]! / Number(label) - 1)).toBeLessThan(0.35));
  seconds.slice(1).forEach((time, i) => expect(time).toBeGreaterThan(seconds[i]!));
});

test("check 3: the automatic recoveries are quick after a burst and slow after a long tone", () => {
  expect(releaseAfter({ recovery: "a1" }, 0.02, 0.5)).toBeLessThan(0.1);
  expect(releaseAfter({ recovery: "a2" }, 0.02, 1)).toBeLessThan(0.3);
  const [a1, a2] = ["a1", "a2"].map((recovery) => releaseAfter({ recovery }, 5, 4));
  expect(a1).toBeGreaterThan(0.5);
  expect(a1).toBeLessThan(1.2);
  expect(a2).toBeGreaterThan(1);
  expect(a2).toBeLessThan(2.2);
});

test("attacks take 3 and 6 ms [estimate]", () => {
  for (const [attack, label] of [
    ["fast", 0.003],
    ["slow", 0.006],
  ] as const) {
    const seconds = attackSeconds(loop, { thresholdDb: THRESHOLD_DB, attack, ratio: "6:1" }, THRESHOLD_DB, label);
    expect(Math.abs(seconds / label - 1)).toBeLessThan(0.3);
  }
});

/** At the same output of 0 VU: resting, and reduced by 8 dB at 2:1. */
const RESTING = { thresholdDb: 10 };
const working = (reductionDb: number): PlainValues => ({
  thresholdDb: -18 - reductionDb,
  recovery: "1.5",
});

test("check 4: reduced by 8 dB it distorts three times as much as at rest; third before second", () => {
  const atRest = distortionOf(diode, RESTING, -18);
  expect(distortionOf(diode, working(8), -18 + 8) / atRest).toBeGreaterThan(3);
  const [second, third] = harmonicsDb(diode, working(8), -18 + 8);
  expect(third).toBeGreaterThan(second + 6);
});

test("distortion at 0 VU is 0.1 to 0.2 % at rest and 0.3 to 1 % at 10 dB of reduction [estimate]", () => {
  const atRest = distortionOf(diode, RESTING, -18);
  expect(atRest).toBeGreaterThan(0.001);
  expect(atRest).toBeLessThan(0.002);
  const at10Db = distortionOf(diode, working(10), -18 + 10);
  expect(at10Db).toBeGreaterThan(0.003);
  expect(at10Db).toBeLessThan(0.01);
});

test("bass with the fastest recovery is the worst of it", () => {
  const values = { ...working(8), recovery: "0.1" };
  expect(distortionOf(diode, values, -10, 40) / distortionOf(diode, working(8), -10)).toBeGreaterThan(1.5);
});

test("check 5: the noise lies 70 dB under 0 VU and rises with make-up, dB for dB; silence has none", () => {
  const quiet = tone(1000, [[-80, 1]]);
  const noiseDb = (makeupDb: number): number => {
    const values = { ...RESTING, makeupDb };
    const [clean] = outputOf(diode, values, [quiet, quiet]);
    const [noisy] = outputOf(diode, { ...values, noise: true }, [quiet, quiet]);
    return decibelsOf(rms(noisy.map((x, i) => x - clean[i]!)));
  };
  expect(Math.abs(noiseDb(0) - (-18 - 10 * Math.log10(2) - 70))).toBeLessThan(0.2);
  expect(Math.abs(noiseDb(12) - noiseDb(0) - 12)).toBeLessThan(0.01);
});

test("check 6: with the limiter, a steady tone never comes out more than 1 dB over its threshold", () => {
  const values = { thresholdDb: THRESHOLD_DB, limiter: true, limiterThresholdDb: -12, limiterRecovery: "0.2" };
  for (const makeupDb of [0, 12, 20]) {
    for (const levelDb of [-30, -20, -10, 0]) {
      const outputDb = levelDb - staticReductionDb(loop, { ...values, makeupDb }, levelDb);
      expect(outputDb).toBeLessThan(-12 + 1);
      expect(Math.abs(outputDb - curve({ ...values, makeupDb }, levelDb))).toBeLessThan(0.05);
    }
  }
  const without = 0 - staticReductionDb(loop, { ...values, limiter: false, makeupDb: 20 }, 0);
  expect(without).toBeGreaterThan(0);
});

test("automatic make-up keeps a tone at 0 VU", () => {
  for (const ratio of ["1.5:1", "6:1"])
    expect(Math.abs(staticReductionDb(loop, { thresholdDb: -35, ratio, autoMakeup: true }, -18))).toBeLessThan(0.1);
});

/** One channel at 2:1 with recovery a1, frame by frame, with the host's own logarithm. */
function reference(key: Float64Array): Float64Array {
  const hold = SAMPLE_RATE / 1000;
  const [attack, fill, leak] = [rateOf(0.003), rateOf(1), rateOf(0.8)];
  const release = rateOf(0.04 - (1.5 * hold) / SAMPLE_RATE);
  let [newer, older, reduction, memory] = [0, 0, 0, 0];
  return key.map((sample, i) => {
    newer = Math.max(newer, Math.abs(sample));
    const over = Math.max(0, decibelsOf(Math.max(newer, older, 1e-20)) - (THRESHOLD_DB - 2));
    if (i % hold === hold - 1) [older, newer] = [newer, 0];
    const target = 0.5 * (over < 4 ? over ** 2 / 8 : over - 2);
    if (target > reduction) reduction += attack * (target - reduction);
    else reduction += release * (Math.max(target, memory) - reduction);
    memory += fill * Math.max(0, reduction - memory) - leak * Math.max(0, memory - target);
    return gainOf(-reduction);
  });
}

test("it computes what its equations say", () => {
  const key = programme(24000);
  const one = new Float64Array(key[0].length).fill(1);
  const values = { thresholdDb: THRESHOLD_DB, recovery: "a1", channelMode: "dualMono" };
  const [left, right] = loop.run({ inputs: { main: [one, one], key }, values }).outputs["main"]!;
  expect(differenceDb(left, reference(key[0]))).toBeLessThan(-110); // the colour of −80 dBFS is left
  expect(differenceDb(right, reference(key[1]))).toBeLessThan(-110);
});

test("the drawn curve is the measured one", () => {
  for (const levelDb of [-40, -30, -20, -5]) {
    const values = { thresholdDb: THRESHOLD_DB, makeupDb: 4, mixPercent: 60 };
    const measured = levelDb - staticReductionDb(loop, values, levelDb);
    expect(Math.abs(curve(values, levelDb) - measured)).toBeLessThan(0.05);
  }
});

test("without mix it is the input, as late as declared, to the bit", () => {
  const main = programme(6000);
  const [left, right] = outputOf(diode, { thresholdDb: -40, mixPercent: 0 }, main);
  expect(left.subarray(LATENCY)).toEqual(main[0].subarray(0, -LATENCY));
  expect(right.subarray(LATENCY)).toEqual(main[1].subarray(0, -LATENCY));
});

test("linked, both channels follow the louder one; apart, a silent channel is left alone", () => {
  const left = tone(1000, [[-20, 0.3]]);
  const key = [left, new Float64Array(left.length)] as const;
  const [ofLeft, ofRight] = reductionTraces(loop, { thresholdDb: -30 }, key).map((trace) => trace.at(-1)!);
  expect(ofLeft).toBeCloseTo(5, 2);
  expect(Math.abs(ofLeft! - ofRight!)).toBeLessThan(0.001);
  const apart = reductionTraces(loop, { thresholdDb: -30, channelMode: "dualMono" }, key)[1];
  expect(Math.max(...apart.map(Math.abs))).toBeLessThan(1e-3);
});

test.each([
  ["thresholdDb", -40, -10],
  ["limiterThresholdDb", -20, 0],
  ["makeupDb", -24, 24],
  ["mixPercent", 0, 100],
  ["linkPercent", 100, 0],
])("moving %s makes no zipper noise", (name, from, to) => {
  expect(zipperDb(loop, { thresholdDb: -30, limiter: true, autoMakeup: true }, name, from, to)).toBeLessThan(-100);
});

test.each([
  {},
  { linkPercent: 40, ratio: "6:1", limiter: true, makeupDb: 10, oversampling: 1 },
  { channelMode: "midSide", linkPercent: 0, recovery: "a2", mixPercent: 60, oversampling: 8 },
  { keyHighPassHz: 300, keyListen: true, oversampling: 2 },
])("parts add up, and the bits do not depend on the blocks: %o", async (values) => {
  const main = programme(0.2 * SAMPLE_RATE);
  const all = { thresholdDb: -30, ...values };
  expect(outputOf(diode, all, main, [1, 128, 7, 64, 33, 2])).toEqual(outputOf(diode, all, main));
  if (values.keyListen === true) return;
  const other = [noise(main[0].length, 8), noise(main[0].length, 9)] as const;
  expect(await partsAddUp(builtInPack, "twobus.diodeCompressor", all, [main, other])).toBeLessThan(-240);
});
