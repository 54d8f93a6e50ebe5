// The behaviour of a modern variable-mu compressor (reference sheet, section B.3).

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
import { modernMuCompressor } from "./node.ts";

const mu = await runnerOf("twobus.modernMuCompressor");
const stage = colourless(mu);
const curve = await curveOf(modernMuCompressor);

const THRESHOLD_DB = -30;
/** A detector that hears everything alike. */
const EVEN_EARED = { thresholdDb: THRESHOLD_DB, detectorTiltDb: 0, keyHighPassHz: 20 };
const LATENCY = modernMuCompressor.latencySamples!({ oversampling: 4 }, SAMPLE_RATE);

/** The law: s over the threshold behind the knee, s/R / √(1 + (s/reach)²) of it come out. */
function lawDb(over: number, limit = false): number {
  const [kneeDb, ratio, reachDb] = limit ? [4, 3.3, 9] : [10, 1.5, Infinity];
  const overFoot = Math.max(0, over + kneeDb / 2);
  const rise = overFoot < kneeDb ? overFoot ** 2 / (2 * kneeDb) : over;
  return rise - rise / ratio / Math.hypot(1, rise / reachDb);
}

/** Local ratio around a level over the threshold, measured. */
function ratioAt(mode: string, over: number): number {
  const level = THRESHOLD_DB + over;
  const at = (levelDb: number): number => levelDb - staticReductionDb(stage, { ...EVEN_EARED, mode }, levelDb);
  return 0.5 / (at(level + 0.25) - at(level - 0.25));
}
/** The level over the threshold at which limiting reduces by so much. */
function overFor(reductionDb: number): number {
  let over = 0;
  while (lawDb(over, true) < reductionDb) over += 0.001;
  return over;
}

test("check 1: compressing, 1.5:1 above the knee", () => {
  for (const over of [6, 12, 25]) expect(Math.abs(ratioAt("compress", over) - 1.5)).toBeLessThan(0.15);
});

test("check 2: limiting, 3:1 to 5:1 at 2 dB of reduction, 12:1 and more at 12 dB", () => {
  expect(ratioAt("limit", overFor(2))).toBeGreaterThan(3);
  expect(ratioAt("limit", overFor(2))).toBeLessThan(5);
  expect(ratioAt("limit", overFor(12))).toBeGreaterThan(12);
});

test.each([25, 40, 70])("check 3: attack of %d ms takes its time", (attackMs) => {
  for (const mode of ["compress", "limit"]) {
    const seconds = attackSeconds(stage, { ...EVEN_EARED, mode, attackMs }, THRESHOLD_DB, attackMs / 1000);
    expect(Math.abs(seconds / (attackMs / 1000) - 1)).toBeLessThan(0.25);
  }
});

test("check 4: recoveries take the times on their labels, each longer than the one before", () => {
  const labels = [0.2, 0.4, 0.6, 4, 8];
  const times = labels.map((recoverySeconds) => {
    const [seconds] = releaseSeconds(
      stage,
      { ...EVEN_EARED, recoverySeconds },
      [1 - Math.exp(-1)],
      [
        [THRESHOLD_DB + 15, 0.4],
        [-Infinity, 1.2 * recoverySeconds],
      ],
    );
    return seconds!;
  });
  labels.forEach((label, i) => expect(Math.abs(times[i]! / label - 1)).toBeLessThan(0.3));
  times.slice(1).forEach((time, i) => expect(time).toBeGreaterThan(times[i]!));
});

test("check 5: with the high-pass at 100 Hz, 40 Hz is reduced by 5 dB less than 1 kHz", () => {
  const values = { ...EVEN_EARED, keyHighPassHz: 100, mode: "limit" };
  const at = (hz: number): number => staticReductionDb(stage, values, THRESHOLD_DB + 12, { hz });
  expect(at(1000) - at(40)).toBeGreaterThan(5);
});

test("check 6: linked, a signal on the left alone reduces the right by as much; dual mono keeps them apart", () => {
  const left = tone(1000, [[THRESHOLD_DB + 20, 0.4]]);
  const key = [left, new Float64Array(left.length)] as const;
  const ends = (channelMode: string): number[] =>
    reductionTraces(stage, { ...EVEN_EARED, channelMode }, key).map((trace) => trace.at(-1)!);
  const [ofLeft, ofRight] = ends("stereo");
  expect(ofLeft).toBeGreaterThan(6);
  expect(Math.abs(ofLeft! - ofRight!)).toBeLessThan(0.1);
  expect(Math.abs(ends("dualMono")[1]!)).toBeLessThan(1e-3);
});

test("the detector holds low mids more than highs, and leaves subs alone", () => {
  const values = { thresholdDb: THRESHOLD_DB, detectorTiltDb: 6, keyHighPassHz: 100 };
  const at = (hz: number): number => staticReductionDb(stage, values, THRESHOLD_DB + 15, { hz });
  expect(at(250) - at(5000)).toBeGreaterThan(1);
  expect(at(250) - at(40)).toBeGreaterThan(4);
  const heardDb = (hz: number): number =>
    -staticReductionDb(mu, { detectorTiltDb: 6, keyHighPassHz: 20, keyListen: true }, -20, { hz });
  expect(Math.abs(heardDb(60) - 6)).toBeLessThan(0.5);
  expect(Math.abs(heardDb(500) - 3)).toBeLessThan(0.1);
  expect(Math.abs(heardDb(8000))).toBeLessThan(0.1);
});

test("the second harmonic rules, 0.1 to 0.5 % at 0 VU [estimate]; drive brings it out", () => {
  const still = { thresholdDb: 0 };
  const [second, third] = harmonicsDb(mu, still, -18);
  expect(second).toBeGreaterThan(third + 6);
  expect(distortionOf(mu, still, -18)).toBeGreaterThan(0.001);
  expect(distortionOf(mu, still, -18)).toBeLessThan(0.005);
  expect(distortionOf(mu, { ...still, driveDb: 12 }, -18) / distortionOf(mu, still, -18)).toBeGreaterThan(3.5);
});

test("automatic make-up keeps a tone at 0 VU", () => {
  for (const mode of ["compress", "limit"])
    expect(Math.abs(staticReductionDb(stage, { ...EVEN_EARED, mode, autoMakeup: true }, -18))).toBeLessThan(0.1);
});

/** One channel, frame by frame, with the host's own logarithm. */
function reference(key: Float64Array): Float64Array {
  const hold = SAMPLE_RATE / 1000;
  const attack = rateOf(0.04);
  const release = rateOf(0.4 - (1.5 * hold) / SAMPLE_RATE);
  let [newer, older, reduction] = [0, 0, 0];
  return key.map((sample, i) => {
    newer = Math.max(newer, Math.abs(sample));
    const target = lawDb(decibelsOf(Math.max(newer, older, 1e-20)) - THRESHOLD_DB, true);
    if (i % hold === hold - 1) [older, newer] = [newer, 0];
    reduction += (target > reduction ? attack : release) * (target - reduction);
    return gainOf(-reduction);
  });
}

test("it computes what its equations say", () => {
  const key = programme(24000);
  const one = new Float64Array(key[0].length).fill(1);
  const run = { inputs: { main: [one, one] as const, key }, values: { ...EVEN_EARED, mode: "limit" } };
  const [left, right] = stage.run(run).outputs["main"]!;
  expect(differenceDb(left, reference(key[0]))).toBeLessThan(-110); // the colour of −80 dBFS is left
  expect(differenceDb(right, reference(key[1]))).toBeLessThan(-110);
});

test("the drawn curve is the measured one", () => {
  for (const mode of ["compress", "limit"]) {
    for (const levelDb of [-40, -30, -25, -10]) {
      const values = { ...EVEN_EARED, mode, makeupDb: 4, mixPercent: 60 };
      const measured = levelDb - staticReductionDb(stage, values, levelDb);
      expect(Math.abs(curve(values, levelDb) - measured)).toBeLessThan(0.05);
    }
  }
});

test("without mix it is the input, as late as declared, to the bit", () => {
  const main = programme(6000);
  const [left, right] = outputOf(mu, { thresholdDb: -40, mixPercent: 0 }, main);
  expect(left.subarray(LATENCY)).toEqual(main[0].subarray(0, -LATENCY));
  expect(right.subarray(LATENCY)).toEqual(main[1].subarray(0, -LATENCY));
});

test.each([
  ["thresholdDb", -40, -10],
  ["driveDb", 0, 12],
  ["makeupDb", -24, 18], // beyond, straight ramps of a gain of 14 leave −99 dBFS: −122 dB of that gain
  ["mixPercent", 0, 100],
  ["linkPercent", 100, 0],
])("moving %s makes no zipper noise", (name, from, to) => {
  expect(zipperDb(stage, { thresholdDb: -30, channelMode: "stereo", autoMakeup: true }, name, from, to)).toBeLessThan(
    -100,
  );
});

test.each([
  {},
  { linkPercent: 40, channelMode: "stereo", driveDb: 12, mode: "limit", makeupDb: 10, oversampling: 1 },
  { channelMode: "midSide", linkPercent: 0, detectorTiltDb: 0, mixPercent: 60, oversampling: 8 },
  { keyHighPassHz: 300, keyListen: true, oversampling: 2 },
])("parts add up, and the bits do not depend on the blocks: %o", async (values) => {
  const main = programme(0.2 * SAMPLE_RATE);
  const all = { thresholdDb: -30, ...values };
  expect(outputOf(mu, all, main, [1, 128, 7, 64, 33, 2])).toEqual(outputOf(mu, all, main));
  if (values.keyListen === true) return;
  const other = [noise(main[0].length, 8), noise(main[0].length, 9)] as const;
  expect(await partsAddUp(builtInPack, "twobus.modernMuCompressor", all, [main, other])).toBeLessThan(-240);
});
