// The behaviour of an electro-optical leveller (reference sheet, section B.5).

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
  runnerOf,
  SAMPLE_RATE,
  staticReductionDb,
  tone,
  zipperDb,
} from "../../../test/dynamics.ts";
import { partsAddUp } from "../../../test/follow.ts";
import { optoCompressor } from "./node.ts";

const opto = await runnerOf("twobus.optoCompressor");
const cell = colourless(opto);
const curve = await curveOf(optoCompressor);

const ONSET_DB = -40;
const SIDE_CHAIN = { peakReductionDb: -ONSET_DB };
/** Over the onset, this reduces by 10 dB at 3:1: 10/slope + half of the knee. */
const OVER_FOR_10_DB = 10 * 1.5 + 3;
const LATENCY = optoCompressor.latencySamples!({ oversampling: 4 }, SAMPLE_RATE);

const released = (heldSeconds: number, values: PlainValues = {}): number[] =>
  releaseSeconds(
    cell,
    { ...SIDE_CHAIN, ...values },
    [0.5, 0.9],
    [
      [ONSET_DB + OVER_FOR_10_DB, heldSeconds],
      [-Infinity, 6],
    ],
  );

test("checks 1 and 2: half of a reduction comes back at once, the rest as slowly as the cell was lit long", () => {
  const [half, most] = released(5);
  expect(half).toBeGreaterThan(0.04);
  expect(half).toBeLessThan(0.12);
  expect(most).toBeGreaterThan(1);
  const [, ofBurst] = released(0.02);
  expect(ofBurst).toBeLessThan(0.7);
  expect(most! / ofBurst!).toBeGreaterThan(3);
});

test("recovery moves the slow half alone", () => {
  const [quickHalf, quick] = released(5, { recoverySeconds: 0.5 });
  const [slowHalf, slow] = released(5, { recoverySeconds: 4 });
  expect(slow! / quick!).toBeGreaterThan(3);
  expect(slowHalf! / quickHalf!).toBeLessThan(1.3);
});

test("check 3: 20 dB over the onset the output has risen by 6 to 9 dB, limiting by 3 at most", () => {
  const riseDb = (mode: string): number => 20 - staticReductionDb(cell, { ...SIDE_CHAIN, mode }, ONSET_DB + 20);
  expect(riseDb("compress")).toBeGreaterThan(6);
  expect(riseDb("compress")).toBeLessThan(9);
  expect(riseDb("limit")).toBeLessThan(3);
  expect(riseDb("limit")).toBeGreaterThan(0);
});

test("check 4: attack takes 5 to 20 ms at 10 dB of reduction, less at 20 dB", () => {
  const attackTo = (over: number): number => attackSeconds(cell, SIDE_CHAIN, ONSET_DB + over - 12, 0.05);
  expect(attackTo(OVER_FOR_10_DB)).toBeGreaterThan(0.005);
  expect(attackTo(OVER_FOR_10_DB)).toBeLessThan(0.02);
  expect(attackTo(OVER_FOR_10_DB + 15)).toBeLessThan(0.9 * attackTo(OVER_FOR_10_DB));
});

test("check 5: with emphasis 100 Hz is reduced by 6 dB less than 5 kHz; without, within 1 dB", () => {
  const differ = (emphasisPercent: number): number => {
    const at = (hz: number): number =>
      staticReductionDb(cell, { ...SIDE_CHAIN, emphasisPercent }, ONSET_DB + 26, { hz, seconds: 0.5 });
    return at(5000) - at(100);
  };
  expect(differ(100)).toBeGreaterThan(6);
  expect(Math.abs(differ(0))).toBeLessThan(1);
});

test("check 6: at the same output, distortion is that of the tubes, whatever the cell does; second over third", () => {
  const outputDb = -12;
  const still = { peakReductionDb: 0 };
  const working = { ...SIDE_CHAIN, makeupDb: outputDb - (ONSET_DB + OVER_FOR_10_DB - 10) - 2 };
  const atRest = distortionOf(opto, still, outputDb);
  const at10Db = distortionOf(opto, working, ONSET_DB + OVER_FOR_10_DB);
  expect(Math.abs(decibelsOf(at10Db / atRest))).toBeLessThan(6);
  for (const [second, third] of [
    harmonicsDb(opto, still, outputDb),
    harmonicsDb(opto, working, ONSET_DB + OVER_FOR_10_DB),
  ])
    expect(second).toBeGreaterThan(third);
});

test("distortion stays below 0.35 % at +10 dBm and 0.75 % at +16 dBm, and drive brings it out", () => {
  expect(distortionOf(opto, { peakReductionDb: 0 }, -12)).toBeLessThan(0.0035);
  expect(distortionOf(opto, { peakReductionDb: 0 }, -6)).toBeLessThan(0.0075);
  const driven = distortionOf(opto, { peakReductionDb: 0, driveDb: 12 }, -12);
  expect(driven / distortionOf(opto, { peakReductionDb: 0 }, -12)).toBeGreaterThan(3.5);
});

test("automatic make-up keeps a tone at 0 VU", () => {
  for (const mode of ["compress", "limit"]) {
    const values = { peakReductionDb: 35, mode, autoMakeup: true };
    expect(Math.abs(staticReductionDb(opto, values, -18))).toBeLessThan(0.1);
  }
});

/** The cell's equations for one channel, frame by frame, with the host's own logarithm. */
function reference(key: Float64Array): Float64Array {
  const hold = SAMPLE_RATE / 1000;
  const [attack, fill, leak] = [rateOf(0.018), rateOf(2), rateOf(1.5)];
  const release = rateOf(0.04 - (1.5 * hold) / SAMPLE_RATE);
  const perDb = Math.log2(10) / 20;
  let [newer, older, reduction, memory] = [0, 0, 0, 0];
  return key.map((sample, i) => {
    newer = Math.max(newer, Math.abs(sample));
    const over = Math.max(0, decibelsOf(Math.max(newer, older, 1e-20)) - ONSET_DB);
    if (i % hold === hold - 1) [older, newer] = [newer, 0];
    const target = Math.min(40, (2 / 3) * (over < 6 ? over ** 2 / 12 : over - 3));
    const lack = target - reduction;
    if (lack > 0) reduction += Math.min(1, attack * (1 + 0.6 * lack * perDb)) * lack;
    else reduction += release * (Math.max(target, 0.4 * memory) - reduction);
    memory += fill * Math.max(0, reduction - memory) - leak * Math.max(0, memory - target);
    return gainOf(-reduction);
  });
}

test("it computes what its equations say", () => {
  const key = programme(48000);
  const one = new Float64Array(key[0].length).fill(1);
  const values = { ...SIDE_CHAIN, channelMode: "dualMono" };
  const [left, right] = cell.run({ inputs: { main: [one, one], key }, values }).outputs["main"]!;
  expect(differenceDb(left, reference(key[0]))).toBeLessThan(-110); // the colour of −80 dBFS is left
  expect(differenceDb(right, reference(key[1]))).toBeLessThan(-110);
});

test("the drawn curve is the measured one", () => {
  for (const mode of ["compress", "limit"]) {
    for (const levelDb of [-50, -38, -30, -20, -10]) {
      const values = { ...SIDE_CHAIN, mode, makeupDb: 4, mixPercent: 60 };
      const measured = levelDb - staticReductionDb(cell, values, levelDb);
      expect(Math.abs(curve(values, levelDb) - measured)).toBeLessThan(0.05);
    }
  }
});

test("without mix it is the input, as late as declared, to the bit", () => {
  const main = programme(6000);
  const [left, right] = outputOf(opto, { ...SIDE_CHAIN, mixPercent: 0, driveDb: 12 }, main);
  expect(left.subarray(LATENCY)).toEqual(main[0].subarray(0, -LATENCY));
  expect(right.subarray(LATENCY)).toEqual(main[1].subarray(0, -LATENCY));
});

test("half a mix lies half-way between none and all of it, up to 19 kHz: no comb", () => {
  const level = (mixPercent: number, hz: number): number =>
    gainOf(-staticReductionDb(opto, { ...SIDE_CHAIN, makeupDb: 6, mixPercent }, -30, { hz }));
  for (const hz of [100, 1000, 5000, 10000, 15000, 19000]) {
    const half = decibelsOf(level(50, hz) / ((level(0, hz) + level(100, hz)) / 2));
    expect(Math.abs(half)).toBeLessThan(0.01);
  }
});

test("linked, both channels follow the louder one; apart, a silent channel is left alone", () => {
  const left = tone(1000, [[-20, 0.3]]);
  const key = [left, new Float64Array(left.length)] as const;
  const [ofLeft, ofRight] = reductionTraces(cell, SIDE_CHAIN, key).map((trace) => trace.at(-1)!);
  expect(ofLeft).toBeGreaterThan(8);
  expect(Math.abs(ofLeft! - ofRight!)).toBeLessThan(0.001);
  const apart = reductionTraces(cell, { ...SIDE_CHAIN, channelMode: "dualMono" }, key)[1];
  expect(Math.max(...apart.map(Math.abs))).toBeLessThan(1e-3);
});

test.each([
  ["peakReductionDb", 20, 50],
  ["makeupDb", -24, 24],
  ["mixPercent", 0, 100],
  ["linkPercent", 100, 0],
])("moving %s makes no zipper noise", (name, from, to) => {
  expect(zipperDb(cell, { ...SIDE_CHAIN, autoMakeup: true }, name, from, to)).toBeLessThan(-100);
});

test.each([
  {},
  { linkPercent: 40, driveDb: 12, emphasisPercent: 70, makeupDb: 10, oversampling: 1 },
  { channelMode: "midSide", linkPercent: 0, mode: "limit", mixPercent: 60, oversampling: 8 },
  { keyHighPassHz: 300, keyListen: true, oversampling: 2 },
])("parts add up, and the bits do not depend on the blocks: %o", async (values) => {
  const main = programme(0.2 * SAMPLE_RATE);
  const all = { ...SIDE_CHAIN, ...values };
  expect(outputOf(opto, all, main, [1, 128, 7, 64, 33, 2])).toEqual(outputOf(opto, all, main));
  if (values.keyListen === true) return;
  const other = [noise(main[0].length, 8), noise(main[0].length, 9)] as const;
  expect(await partsAddUp(builtInPack, "twobus.optoCompressor", all, [main, other])).toBeLessThan(-240);
});
