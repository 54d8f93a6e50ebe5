// The behaviour of an RMS VCA compressor with a thrust filter (reference sheet, section B.7). Levels are RMS: a sine reads
// 3.01 dB lower than its peak, so tones lie that much higher than the threshold that they meet.

import type { PlainValues } from "@twobus/core";
import { expect, test } from "vitest";
import { builtInPack } from "../../index.ts";
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
  runnerOf,
  SAMPLE_RATE,
  staticReductionDb,
  tone,
  zipperDb,
} from "../../../test/dynamics.ts";
import { partsAddUp } from "../../../test/follow.ts";
import { punchCompressor } from "./node.ts";

const punch = await runnerOf("twobus.punchCompressor");
const curve = await curveOf(punchCompressor);

const THRESHOLD_DB = -30;
const RMS_BELOW_PEAK_DB = 20 * Math.log10(Math.SQRT2);
/** The peak of a sine whose RMS lies this far over the threshold. */
const peakOver = (over: number): number => THRESHOLD_DB + over + RMS_BELOW_PEAK_DB;
const reductionAt = (values: PlainValues, over: number, hz = 1000): number =>
  staticReductionDb(punch, { thresholdDb: THRESHOLD_DB, ...values }, peakOver(over), { hz });

test("check 1: 12 dB over, hard knee, 4:1 reduces by 9 dB and inf:1 by more than 11.3 dB", () => {
  expect(Math.abs(reductionAt({ knee: "hard", ratio: "4:1" }, 12) - 9)).toBeLessThan(0.5);
  expect(reductionAt({ knee: "hard", ratio: "inf:1" }, 12)).toBeGreaterThan(11.3);
});

test.each(["2:1", "4:1", "10:1"])("check 2: at %s loud thrust turns 100 Hz down and 10 kHz up by 10 dB", (ratio) => {
  const slope = 1 - 1 / Number.parseFloat(ratio);
  const common = { ratio, attackMs: 30, releaseMs: 1000 };
  for (const [hz, sign] of [
    [100, -1],
    [10000, 1],
  ] as const) {
    const change = reductionAt({ ...common, thrust: "loud" }, 18, hz) - reductionAt(common, 18, hz);
    expect(Math.abs(change - sign * 10 * slope)).toBeLessThan(1.5);
  }
  expect(Math.abs(reductionAt({ ...common, thrust: "loud" }, 18) - reductionAt(common, 18))).toBeLessThan(0.3);
});

/** What the detector hears of a tone, relative to 1 kHz. */
const heardDb = (thrust: string, hz: number): number => {
  const lossDb = (at: number): number =>
    staticReductionDb(punch, { thrust, keyListen: true }, -60, { hz: at, seconds: 0.5 });
  return lossDb(1000) - lossDb(hz);
};

test("loud thrust is a straight line of 10 dB per decade", () => {
  for (const hz of [50, 100, 200, 500, 2000, 5000, 10000])
    expect(Math.abs(heardDb("loud", hz) - 10 * Math.log10(hz / 1000))).toBeLessThan(1);
});

test("medium thrust: 5 dB less at 30 Hz, flat in the middle, 5 dB more at 15 kHz [estimate]", () => {
  expect(Math.abs(heardDb("medium", 30) + 5)).toBeLessThan(1);
  expect(Math.abs(heardDb("medium", 15000) - 5)).toBeLessThan(1);
  for (const hz of [250, 500, 2000]) expect(Math.abs(heardDb("medium", hz))).toBeLessThan(1);
});

test.each([
  ["hard", 0, 0.2],
  ["medium", 0.4, 0.8],
  ["soft", 0.9, 1.4],
])("check 3: a %s knee reduces by %d to %d dB at the threshold", (knee, least, most) => {
  const reductionDb = reductionAt({ knee, ratio: "4:1", attackMs: 30 }, 0);
  expect(reductionDb).toBeGreaterThanOrEqual(least);
  expect(reductionDb).toBeLessThanOrEqual(most);
});

test.each(["feedForward", "feedback"])("check 4: %s: the link shares reductions in dB", (topology) => {
  const left = tone(1000, [[peakOver(12), 0.4]]);
  const key = [left, new Float64Array(left.length)] as const;
  const ends = (linkPercent: number): number[] =>
    reductionTraces(punch, { thresholdDb: THRESHOLD_DB, topology, linkPercent }, key).map((trace) => trace.at(-1)!);
  expect(ends(100)[0]).toBeGreaterThan(8);
  expect(Math.abs(ends(100)[1]! - ends(100)[0]!)).toBeLessThan(0.1);
  expect(Math.abs(ends(50)[1]! / ends(50)[0]! - 0.5)).toBeLessThan(0.001);
  expect(ends(0)[1]).toBe(0);
});

test("the link filter decides what of a channel counts for the other one", () => {
  const acrossDb = (linkFilter: string, hz: number): number => {
    const left = tone(hz, [[peakOver(12), 0.4]]);
    const key = [left, new Float64Array(left.length)] as const;
    const values = { thresholdDb: THRESHOLD_DB, knee: "hard", linkFilter };
    const [own, other] = reductionTraces(punch, values, key);
    expect(own.at(-1)).toBeGreaterThan(8);
    return other.at(-1)!;
  };
  expect(acrossDb("highPass", 60)).toBe(0);
  expect(acrossDb("highPass", 2000)).toBeGreaterThan(8);
  expect(acrossDb("lowPass", 60)).toBeGreaterThan(8);
  expect(acrossDb("lowPass", 12000)).toBe(0);
  expect(acrossDb("bandPass", 60)).toBe(0);
  expect(acrossDb("bandPass", 1000)).toBeGreaterThan(8);
  expect(acrossDb("bandPass", 12000)).toBe(0);
});

test("check 5: attacks and releases take the times on their labels", () => {
  for (const attackMs of [1, 3, 10, 30]) {
    const values = { thresholdDb: THRESHOLD_DB, knee: "hard", attackMs };
    const seconds = attackSeconds(punch, values, THRESHOLD_DB + RMS_BELOW_PEAK_DB, attackMs / 1000);
    expect(Math.abs(seconds / (attackMs / 1000) - 1)).toBeLessThan(0.3);
  }
  for (const releaseMs of [50, 100, 1000, 3000]) {
    const values = { thresholdDb: THRESHOLD_DB, knee: "hard", attackMs: 3, releaseMs };
    const [seconds] = releaseSeconds(
      punch,
      values,
      [1 - Math.exp(-1)],
      [
        [peakOver(12), 0.3],
        [peakOver(-18), 1.5 * (releaseMs / 1000)],
      ],
    );
    expect(Math.abs(seconds! / (releaseMs / 1000) - 1)).toBeLessThan(0.3);
  }
});

test("short attacks are ever shorter", () => {
  const seconds = [0.03, 0.1, 0.3, 1].map((attackMs) =>
    attackSeconds(punch, { thresholdDb: THRESHOLD_DB, attackMs }, THRESHOLD_DB + RMS_BELOW_PEAK_DB, 0.0001),
  );
  seconds.slice(1).forEach((time, i) => expect(time).toBeGreaterThan(seconds[i]!));
  expect(seconds[0]).toBeLessThan(0.0002);
});

test("check 6: automatic make-up keeps a tone at 0 VU, whatever threshold, topology and thrust do", () => {
  for (const thresholdDb of [-18, -33, -50]) {
    for (const topology of ["feedForward", "feedback"]) {
      for (const thrust of ["normal", "loud"]) {
        const values = { thresholdDb, topology, thrust, autoMakeup: true, attackMs: 30, releaseMs: 1000 };
        expect(Math.abs(staticReductionDb(punch, values, -18))).toBeLessThan(0.5);
      }
    }
  }
});

test("thrust moves the image: a bass in the middle no longer turns the sides down", () => {
  const bass = tone(60, [[-10, 1]]);
  const values = { thresholdDb: -30, channelMode: "midSide", linkPercent: 100 };
  const duckingDb = (thrust: string): number =>
    reductionTraces(punch, { ...values, thrust }, [bass, bass]).map((trace) => trace.at(-1)!)[1]!;
  expect(duckingDb("normal") - duckingDb("loud")).toBeGreaterThan(6);
});

/** One channel, dual mono, feed-forward: the equations frame by frame, with the host's own logarithm and power. */
function reference(input: Float64Array): Float64Array {
  const [thresholdDb, ratio, kneeDb, mean] = [-30, 4, 6, 0.003];
  const meanRate = rateOf(mean);
  const attack = rateOf(0.003 - 0.45 * mean);
  const release = rateOf(0.08 - 1.5 * mean);
  let [power, reduction] = [0, 0];
  return input.map((sample) => {
    power += meanRate * (sample * sample - power);
    const over = decibelsOf(Math.max(Math.sqrt(power), 1e-20)) - thresholdDb;
    const counted = over < -kneeDb / 2 ? 0 : over > kneeDb / 2 ? over : (over + kneeDb / 2) ** 2 / (2 * kneeDb);
    const target = counted * (1 - 1 / ratio);
    reduction += (target > reduction ? attack : release) * (target - reduction);
    return sample * gainOf(-reduction);
  });
}

test("it computes what its equations say", () => {
  const main = programme(24000);
  const values = { thresholdDb: -30, attackMs: 3, releaseMs: 80, channelMode: "dualMono" };
  const output = outputOf(punch, values, main);
  expect(differenceDb(output[0], reference(main[0]))).toBeLessThan(-140);
  expect(differenceDb(output[1], reference(main[1]))).toBeLessThan(-140);
});

test("the drawn curve is the measured one", () => {
  for (const topology of ["feedForward", "feedback"]) {
    for (const over of [-10, -2, 0, 3, 12]) {
      const values = { thresholdDb: THRESHOLD_DB, topology, makeupDb: 3, mixPercent: 70, attackMs: 30 };
      const measured = THRESHOLD_DB + over - reductionAt(values, over);
      expect(Math.abs(curve(values, THRESHOLD_DB + over) - measured)).toBeLessThan(0.1);
    }
  }
});

test("below the threshold it changes no bit, in any channel mode", () => {
  const main = [noise(6000, 3).map((x) => x / 64), noise(6000, 4).map((x) => x / 64)] as const;
  for (const channelMode of ["stereo", "dualMono", "midSide"]) {
    for (const topology of ["feedForward", "feedback"])
      expect(outputOf(punch, { thresholdDb: 0, channelMode, topology }, main)).toEqual(main);
  }
});

test("a silent key never reduces", () => {
  const main = programme(12000);
  const silence = new Float64Array(12000);
  const { outputs, meters } = punch.run({ inputs: { main, key: [silence, silence] }, values: { thresholdDb: -50 } });
  expect(outputs["main"]).toEqual(main);
  expect(Math.max(...meters["gainReductionDb"]!)).toBe(0);
});

test.each([
  ["thresholdDb", -40, -10],
  ["releaseMs", 50, 3000],
  ["makeupDb", -24, 24],
  ["mixPercent", 0, 100],
  ["linkPercent", 100, 0],
])("moving %s makes no zipper noise", (name, from, to) => {
  const values = { thresholdDb: -30, attackMs: 10, autoMakeup: true };
  expect(zipperDb(punch, values, name, from, to)).toBeLessThan(-100);
});

test.each([
  {},
  { linkPercent: 40, thrust: "loud", topology: "feedback" },
  { channelMode: "midSide", linkPercent: 0, linkFilter: "bandPass", mixPercent: 60 },
  { thrust: "medium", keyHighPassHz: 300, keyListen: true, linkFilter: "highPass" },
])("parts add up, and the bits do not depend on the blocks: %o", async (values) => {
  const main = programme(0.3 * SAMPLE_RATE);
  const all = { thresholdDb: -30, ...values };
  expect(outputOf(punch, all, main, [1, 128, 7, 64, 33, 2])).toEqual(outputOf(punch, all, main));
  if (values.keyListen === true) return;
  const other = [noise(main[0].length, 8), noise(main[0].length, 9)] as const;
  expect(await partsAddUp(builtInPack, "twobus.punchCompressor", all, [main, other])).toBeLessThan(-240);
});
