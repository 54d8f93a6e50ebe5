// The behaviour of a vintage variable-mu limiter (reference sheet, section B.1).

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
import { vintageMuCompressor } from "./node.ts";

const mu = await runnerOf("twobus.vintageMuCompressor");
const stage = colourless(mu);
const curve = await curveOf(vintageMuCompressor);

const THRESHOLD_DB = -30;
const LATENCY = vintageMuCompressor.latencySamples!({ oversampling: 4 }, SAMPLE_RATE);
const T63 = 1 - Math.exp(-1);

/** Reduction at a level above the threshold, as the law says: x − x/√(1 + (x/headroom)²). */
const lawDb = (over: number, headroomDb = 14): number =>
  over <= 0 ? 0 : over - over / Math.hypot(1, over / headroomDb);
/** The level over the threshold that is reduced by so much, by bisection. */
function overFor(reductionDb: number, headroomDb = 14): number {
  let [low, high] = [0, 100];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (lawDb(middle, headroomDb) < reductionDb) low = middle;
    else high = middle;
  }
  return low;
}

const releaseAfter = (timeConstant: number, held: number, free: number, level = overFor(8)): number =>
  releaseSeconds(
    stage,
    { thresholdDb: THRESHOLD_DB, timeConstant },
    [T63],
    [
      [THRESHOLD_DB + level, held],
      [-Infinity, free],
    ],
  )[0]!;

test("check 1: releases of positions 1 to 4 are those on the label, each longer than the one before", () => {
  const seconds = [1, 2, 3, 4].map((position) => releaseAfter(position, 0.2, 8));
  [0.3, 0.8, 2, 5].forEach((label, i) => expect(Math.abs(seconds[i]! / label - 1)).toBeLessThan(0.4));
  seconds.slice(1).forEach((time, i) => expect(time).toBeGreaterThan(seconds[i]!));
});

test("check 2: position 6 releases in 0.6 s after a burst of 20 ms, in 6 s and more after 10 s", () => {
  expect(releaseAfter(6, 0.02, 2)).toBeLessThan(0.6);
  expect(releaseAfter(6, 10, 30)).toBeGreaterThan(6);
});

test("position 5 releases in about 2 s after a single peak, much slower after many", () => {
  const once = releaseAfter(5, 0.02, 4);
  expect(Math.abs(once / 2 - 1)).toBeLessThan(0.4);
  expect(releaseAfter(5, 10, 20)).toBeGreaterThan(6);
});

test("check 3: attacks of positions 1 to 3 take 1 ms at most, position 4 is slower", () => {
  const attack = (timeConstant: number): number =>
    attackSeconds(stage, { thresholdDb: THRESHOLD_DB, timeConstant }, THRESHOLD_DB, 0.0005);
  for (const position of [1, 2, 3]) expect(attack(position)).toBeLessThan(0.001);
  expect(attack(4)).toBeGreaterThan(attack(1));
});

/** Local ratio where a tone is reduced by so much: rise of the input over rise of the output, measured. */
function ratioAt(reductionDb: number): number {
  const level = THRESHOLD_DB + overFor(reductionDb);
  const at = (levelDb: number): number => levelDb - staticReductionDb(stage, { thresholdDb: THRESHOLD_DB }, levelDb);
  return 0.5 / (at(level + 0.25) - at(level - 0.25));
}

test("check 4: the ratio rises with the reduction: about 1.5:1 at 1 dB, 3:1 at 5 dB, 8:1 at 12 dB [estimate]", () => {
  const ratios = [1, 2, 5, 8, 10, 12].map(ratioAt);
  ratios.slice(1).forEach((ratio, i) => expect(ratio).toBeGreaterThan(ratios[i]!));
  expect(ratios[4]! / ratios[1]!).toBeGreaterThan(2);
  expect(Math.abs(ratios[0]! / 1.5 - 1)).toBeLessThan(0.1);
  expect(Math.abs(ratios[2]! / 3 - 1)).toBeLessThan(0.1);
  expect(Math.abs(ratios[5]! / 8 - 1)).toBeLessThan(0.1);
});

test("check 5: with the side's threshold off, 6 dB of reduction in the middle leave the side alone", () => {
  const middle = tone(1000, [[THRESHOLD_DB + overFor(6), 0.6]]);
  const side = tone(3100, [[-50, 0.6]]);
  const left = middle.map((sample, i) => sample + side[i]!);
  const right = middle.map((sample, i) => sample - side[i]!);
  const values = { thresholdDb: THRESHOLD_DB, channelMode: "midSide", linkPercent: 0, sideOffsetDb: 60 };
  const [outLeft, outRight] = outputOf(mu, values, [left, right]);
  const part = (sign: number): Float64Array => outLeft.map((x, i) => (x + sign * outRight[i]!) / 2).subarray(-4800);
  expect(Math.abs(decibelsOf(rms(part(-1)) / rms(side.subarray(-4800))))).toBeLessThan(0.1);
  expect(Math.abs(decibelsOf(rms(middle.subarray(-4800)) / rms(part(1))) - 6)).toBeLessThan(0.2);
});

test("the side has a threshold of its own", () => {
  const side = tone(1000, [[-20, 0.4]]);
  const values = { thresholdDb: -30, channelMode: "midSide", linkPercent: 0 };
  const right = side.map((x) => -x);
  for (const sideOffsetDb of [-10, 0, 5]) {
    const [left] = outputOf(stage, { ...values, sideOffsetDb }, [side, right]);
    const reductionDb = decibelsOf(rms(side.subarray(-4800)) / rms(left.subarray(-4800)));
    expect(reductionDb).toBeCloseTo(lawDb(10 - sideOffsetDb), 2);
  }
});

test("check 6: balanced, the third harmonic rules: 100 Hz reduced by 6 dB", () => {
  const [second, third] = harmonicsDb(mu, { thresholdDb: THRESHOLD_DB }, THRESHOLD_DB + overFor(6), 100);
  expect(third).toBeGreaterThan(second + 6);
  const unbalanced = { thresholdDb: THRESHOLD_DB, imbalancePercent: 100 };
  const [secondThen] = harmonicsDb(mu, unbalanced, THRESHOLD_DB + overFor(6), 1000);
  expect(secondThen).toBeGreaterThan(-70);
});

/** A tone at 0 VU through a step of so many dB in the reduction, half a second in. */
function stepped(reductionDb: number, values: PlainValues): Float64Array {
  const key = tone(1000, [
    [THRESHOLD_DB, 0.5],
    [THRESHOLD_DB + overFor(reductionDb), 0.5],
  ]);
  const steady = tone(1000, [[-18, 1]]);
  const inputs = { main: [steady, steady], key: [key, key] } as const;
  return mu.run({ inputs, values: { thresholdDb: THRESHOLD_DB, timeConstant: 1, ...values } }).outputs["main"]![0];
}

/** What lies below 20 Hz, relative to all. */
function infrasoundDb(signal: Float64Array): number {
  const windowed = signal.map((x, i) => x * (1 - Math.cos((2 * Math.PI * i) / signal.length)));
  const below = Array.from({ length: 20 }, (_, bin) => {
    const step = (2 * Math.PI * bin) / SAMPLE_RATE;
    const real = windowed.reduce((sum, x, i) => sum + x * Math.cos(step * i), 0);
    const imaginary = windowed.reduce((sum, x, i) => sum + x * Math.sin(step * i), 0);
    return (Math.SQRT2 * Math.hypot(real, imaginary)) / windowed.length;
  });
  return decibelsOf(Math.hypot(...below) / rms(signal));
}

test("check 6: a step of 10 dB in the reduction leaves next to nothing below 20 Hz", () => {
  expect(infrasoundDb(stepped(10, {}))).toBeLessThan(-50);
});

/** What comes out of silence while a key steps between levels over the threshold. */
function thumpOf(values: PlainValues, steps: readonly (readonly [levelDb: number, seconds: number])[]): Float64Array {
  const key = tone(1000, steps);
  const silent = new Float64Array(key.length);
  const inputs = { main: [silent, silent], key: [key, key] } as const;
  return mu.run({ inputs, values: { thresholdDb: THRESHOLD_DB, ...values } }).outputs["main"]![0];
}

// The height of the step is an estimate: 1 % of full scale where the stage is shut
test("unbalanced, each attack thumps in one polarity, the more the deeper, and a release does not", () => {
  const attack = (reductionDb: number, imbalancePercent: number): Float64Array =>
    thumpOf({ timeConstant: 1, imbalancePercent }, [
      [-Infinity, 0.1],
      [THRESHOLD_DB + overFor(reductionDb), 0.2],
    ]);
  for (const reductionDb of [3, 10]) {
    const highest = Math.max(...attack(reductionDb, 100));
    expect(Math.abs(decibelsOf(highest / (0.01 * (1 - gainOf(-reductionDb)))))).toBeLessThan(1.5);
    expect(-Math.min(...attack(reductionDb, 100))).toBeLessThan(0.2 * highest); // the couplings' way back
    expect(Math.max(...attack(reductionDb, 50)) / highest).toBeCloseTo(0.5, 6);
    expect(Math.max(...attack(reductionDb, 0))).toBe(0);
  }
  const released = thumpOf({ timeConstant: 3, imbalancePercent: 100 }, [
    [THRESHOLD_DB + overFor(10), 0.5],
    [-Infinity, 1],
  ]).subarray(SAMPLE_RATE / 2 + LATENCY);
  expect(decibelsOf(Math.max(...released.map(Math.abs)))).toBeLessThan(-90);
  expect(infrasoundDb(stepped(10, { imbalancePercent: 100 }))).toBeGreaterThan(-50);
});

test("distortion is below 1 % at +18 dBm (−4 dBFS) and grows with the reduction", () => {
  expect(distortionOf(mu, { thresholdDb: 0 }, -4)).toBeLessThan(0.01);
  const outputDb = -18;
  const working = distortionOf(mu, { thresholdDb: outputDb + 10 - overFor(10) }, outputDb + 10);
  expect(working / distortionOf(mu, { thresholdDb: 0 }, outputDb)).toBeGreaterThan(2);
});

test("automatic make-up keeps a tone at 0 VU", () => {
  for (const thresholdDb of [-20, -35, -50])
    expect(Math.abs(staticReductionDb(stage, { thresholdDb, autoMakeup: true }, -18))).toBeLessThan(0.1);
});

/** One channel at position 6, frame by frame, with the host's own logarithm. */
function reference(key: Float64Array): Float64Array {
  const hold = SAMPLE_RATE / 1000;
  const attack = rateOf(0.0002);
  const release = rateOf(0.3 - (1.5 * hold) / SAMPLE_RATE);
  const memories = [
    { level: 0, fill: rateOf(1), leak: rateOf(10) },
    { level: 0, fill: rateOf(8), leak: rateOf(25) },
  ];
  let [newer, older, reduction] = [0, 0, 0];
  return key.map((sample, i) => {
    newer = Math.max(newer, Math.abs(sample));
    const target = lawDb(decibelsOf(Math.max(newer, older, 1e-20)) - THRESHOLD_DB);
    if (i % hold === hold - 1) [older, newer] = [newer, 0];
    const floor = Math.max(target, ...memories.map(({ level }) => level));
    reduction += target > reduction ? attack * (target - reduction) : release * (floor - reduction);
    for (const memory of memories) {
      const { level, fill, leak } = memory;
      memory.level += fill * Math.max(0, reduction - level) - leak * Math.max(0, level - target);
    }
    return gainOf(-reduction);
  });
}

test("it computes what its equations say", () => {
  const key = programme(48000);
  const one = new Float64Array(key[0].length).fill(1);
  const values = { thresholdDb: THRESHOLD_DB, timeConstant: 6, channelMode: "dualMono" };
  const [left, right] = stage.run({ inputs: { main: [one, one], key }, values }).outputs["main"]!;
  expect(differenceDb(left, reference(key[0]))).toBeLessThan(-110); // the colour of −80 dBFS is left
  expect(differenceDb(right, reference(key[1]))).toBeLessThan(-110);
});

test("the drawn curve is the measured one, and the output stays below its headroom", () => {
  for (const headroomDb of [4, 14, 30]) {
    for (const levelDb of [-35, -25, -15, -5]) {
      const values = { thresholdDb: THRESHOLD_DB, headroomDb, makeupDb: 4, mixPercent: 60 };
      const measured = levelDb - staticReductionDb(stage, values, levelDb);
      expect(Math.abs(curve(values, levelDb) - measured)).toBeLessThan(0.05);
      expect(curve({ thresholdDb: THRESHOLD_DB, headroomDb }, levelDb)).toBeLessThan(THRESHOLD_DB + headroomDb);
    }
  }
});

test("without mix it is the input, as late as declared, to the bit", () => {
  const main = programme(6000);
  const [left, right] = outputOf(mu, { thresholdDb: -40, mixPercent: 0 }, main);
  expect(left.subarray(LATENCY)).toEqual(main[0].subarray(0, -LATENCY));
  expect(right.subarray(LATENCY)).toEqual(main[1].subarray(0, -LATENCY));
});

test("linked, both channels follow the louder one; apart, a silent channel is left alone", () => {
  const left = tone(1000, [[-20, 0.3]]);
  const key = [left, new Float64Array(left.length)] as const;
  const [ofLeft, ofRight] = reductionTraces(stage, { thresholdDb: -30 }, key).map((trace) => trace.at(-1)!);
  expect(ofLeft).toBeCloseTo(lawDb(10), 2);
  expect(Math.abs(ofLeft! - ofRight!)).toBeLessThan(0.001);
  const apart = reductionTraces(stage, { thresholdDb: -30, channelMode: "dualMono" }, key)[1];
  expect(Math.max(...apart.map(Math.abs))).toBeLessThan(1e-3);
});

test.each([
  ["thresholdDb", -40, -10],
  ["headroomDb", 4, 30],
  ["makeupDb", -24, 24],
  ["mixPercent", 0, 100],
  ["linkPercent", 100, 0],
])("moving %s makes no zipper noise", (name, from, to) => {
  expect(zipperDb(stage, { thresholdDb: -30, autoMakeup: true }, name, from, to)).toBeLessThan(-100);
});

test.each([
  {},
  { linkPercent: 40, timeConstant: 6, makeupDb: 10, oversampling: 1 },
  { channelMode: "midSide", linkPercent: 0, sideOffsetDb: -12, mixPercent: 60, oversampling: 8 },
  { keyHighPassHz: 300, keyListen: true, oversampling: 2 },
])("parts add up, and the bits do not depend on the blocks: %o", async (values) => {
  const main = programme(0.2 * SAMPLE_RATE);
  const all = { thresholdDb: -30, ...values };
  expect(outputOf(mu, all, main, [1, 128, 7, 64, 33, 2])).toEqual(outputOf(mu, all, main));
  if (values.keyListen === true) return;
  const other = [noise(main[0].length, 8), noise(main[0].length, 9)] as const;
  expect(await partsAddUp(builtInPack, "twobus.vintageMuCompressor", all, [main, other])).toBeLessThan(-240);
});
