// The behaviour of console bus compressors: static law, times, automatic release, link and distortion, with the limits that
// the reference sheet sets (section B.8).

import { expect, test } from "vitest";
import {
  attackSeconds,
  butterworthLossDb,
  curveOf,
  decibelsOf,
  differenceDb,
  distortionPercent,
  gainOf,
  noise,
  outputOf,
  programme,
  rateOf,
  reductionTrace,
  reductionTraces,
  releaseSeconds,
  rms,
  runnerOf,
  SAMPLE_RATE,
  staticReductionDb,
  tone,
  zipperDb,
} from "../../../test/dynamics.ts";
import { glueCompressor } from "./node.ts";

const glue = await runnerOf("twobus.glueCompressor");
const curve = await curveOf(glueCompressor);

const THRESHOLD_DB = -20;
/** How far each ratio's threshold lies from the one that is set. */
const OFFSETS_DB = { "2:1": -3, "4:1": 0, "10:1": 1 } as const;
const RATIOS = ["2:1", "4:1", "10:1"] as const;
const ratioNumber = (ratio: string): number => Number(ratio.split(":")[0]);

test.each(RATIOS.flatMap((ratio) => [0.1, 10, 30].map((attackMs) => ({ ratio, attackMs }))))(
  "check 1: 12 dB over the threshold, $ratio reduces by its share at $attackMs ms of attack",
  ({ ratio, attackMs }) => {
    const levelDb = THRESHOLD_DB + OFFSETS_DB[ratio] + 12;
    const expected = 12 * (1 - 1 / ratioNumber(ratio));
    for (const release of ["0.1", "auto"]) {
      const values = { thresholdDb: THRESHOLD_DB, ratio, attackMs, release };
      expect(Math.abs(staticReductionDb(glue, values, levelDb) - expected)).toBeLessThan(0.05);
    }
  },
);

test("the static curves of all ratios meet at 4.5 dB of reduction", () => {
  for (const ratio of RATIOS) {
    const crossing = THRESHOLD_DB + 6;
    const reductionDb = crossing - curve({ thresholdDb: THRESHOLD_DB, ratio }, crossing);
    expect(Math.abs(reductionDb - 4.5)).toBeLessThan(0.05);
  }
});

test("the drawn curve is the measured one, knee, make-up and mix included", () => {
  for (const ratio of RATIOS) {
    for (const levelDb of [-40, -24, -22, -20, -18, -16, -10, 0]) {
      const values = { thresholdDb: THRESHOLD_DB, ratio, makeupDb: 3, mixPercent: 70 };
      const measured = levelDb - staticReductionDb(glue, values, levelDb, { seconds: 0.4 });
      expect(Math.abs(curve(values, levelDb) - measured)).toBeLessThan(0.01);
    }
  }
});

test.each([1, 3, 10, 30])("check 2: attack of %d ms reaches 63 % in its time, at every ratio", (attackMs) => {
  for (const ratio of RATIOS) {
    const values = { thresholdDb: THRESHOLD_DB, ratio, attackMs, release: "0.1" };
    const seconds = attackSeconds(glue, values, THRESHOLD_DB + OFFSETS_DB[ratio], attackMs / 1000);
    expect(seconds / (attackMs / 1000)).toBeGreaterThan(0.95);
    expect(seconds / (attackMs / 1000)).toBeLessThan(1.05);
  }
});

test("check 2: the fastest attack takes less than 0.4 ms", () => {
  const seconds = attackSeconds(glue, { thresholdDb: THRESHOLD_DB, attackMs: 0.1 }, THRESHOLD_DB, 0.0001);
  expect(seconds).toBeLessThan(0.0004);
});

test("check 3: fixed releases give 90 % back in their time", () => {
  for (const release of ["0.1", "0.3", "0.6", "1.2"]) {
    const label = Number(release);
    const values = { thresholdDb: THRESHOLD_DB, attackMs: 1, release };
    const [seconds] = releaseSeconds(
      glue,
      values,
      [0.9],
      [
        [THRESHOLD_DB + 12, 0.3],
        [THRESHOLD_DB - 18, 1.5 * label],
      ],
    );
    expect(seconds! / label).toBeGreaterThan(0.97);
    expect(seconds! / label).toBeLessThan(1.03);
  }
});

/** Times to give shares of 10 dB back by the automatic release. */
const automaticRelease = (held: number, attackMs: number, shares: readonly number[], free: number): number[] =>
  releaseSeconds(glue, { thresholdDb: THRESHOLD_DB, attackMs, release: "auto" }, shares, [
    [THRESHOLD_DB + 10 / 0.75, held],
    [-Infinity, free],
  ]);

// 10 dB held for a time by 91 kΩ ‖ 0.47 µF and 750 kΩ ‖ 6.8 µF in series, charged through 820 Ω, then silence [computed]
test.each([
  { held: 0.003, t50: 0.033, t63: 0.048, t90: 0.14 },
  { held: 0.03, t50: 0.035, t63: 0.052, t90: 0.3 },
  { held: 0.1, t50: 0.041, t63: 0.064, t90: 3.4 },
  { held: 0.3, t50: 0.072, t63: 0.32, t90: 7 },
  { held: 1, t50: 2, t63: 3.5, t90: 10 },
  { held: 3, t50: 2.9, t63: 4.5, t90: 11 },
])("check 4: automatic release after $held s follows the network", ({ held, t50, t63, t90 }) => {
  const measured = automaticRelease(held, 0.1, [0.5, 0.63, 0.9], 1.2 * t90);
  [t50, t63, t90].forEach((expected, i) => expect(Math.abs(measured[i]! / expected - 1)).toBeLessThan(0.2));
});

test("check 4: automatic release is quick after short peaks and slow after long ones, at the usual attack too", () => {
  const [short] = automaticRelease(0.03, 10, [0.63], 0.1);
  expect(short).toBeGreaterThan(0.035);
  expect(short).toBeLessThan(0.08);
  const [long] = automaticRelease(3, 10, [0.63], 6);
  expect(long).toBeGreaterThan(3);
  expect(long).toBeLessThan(6);
  expect(automaticRelease(0.1, 10, [0.9], 2)[0]).toBeGreaterThan(1.5);
});

test("check 5: a signal on the left alone turns the right down as much", () => {
  const left = tone(1000, [[THRESHOLD_DB + 12, 0.3]]);
  const right = new Float64Array(left.length);
  const [ofLeft, ofRight] = reductionTraces(glue, { thresholdDb: THRESHOLD_DB }, [left, right]);
  expect(ofLeft.at(-1)).toBeGreaterThan(8.9);
  expect(ofRight).toEqual(ofLeft);
});

test("check 6: distortion is very low at 1 kHz and rises on bass with the fastest times", () => {
  const levelDb = THRESHOLD_DB + 4 / 0.75;
  const usual = distortionPercent(glue, { thresholdDb: THRESHOLD_DB, release: "0.3" }, 1000, levelDb);
  const fastest = { thresholdDb: THRESHOLD_DB, attackMs: 0.1, release: "0.1" };
  expect(usual).toBeLessThan(0.15);
  expect(distortionPercent(glue, fastest, 50, levelDb)).toBeGreaterThan(3 * 0.15);
});

/** One channel, dual mono: the network's equations, frame by frame, with the host's own logarithm and power. */
function reference(input: Float64Array): Float64Array {
  const [thresholdDb, ratio, kneeDb] = [-30, 4, 2.4];
  const hold = SAMPLE_RATE / 1000;
  const charge = rateOf(0.003) / ratio;
  const [fastRate, slowRate, fastShare] = [rateOf(91e3 * 0.47e-6), rateOf(750e3 * 6.8e-6), 6.8 / 7.27];
  let [newer, older, fast, slow] = [0, 0, 0, 0];
  return input.map((sample, i) => {
    newer = Math.max(newer, Math.abs(sample));
    const over = decibelsOf(Math.max(newer, older, 1e-20)) - (fast + slow) - thresholdDb;
    if (i % hold === hold - 1) [older, newer] = [newer, 0];
    const counted = over < -kneeDb / 2 ? 0 : over > kneeDb / 2 ? over : (over + kneeDb / 2) ** 2 / (2 * kneeDb);
    const lack = (ratio - 1) * counted - (fast + slow);
    const [fastLoss, slowLoss] = [fast * fastRate, slow * slowRate];
    const conducts = lack >= 0 ? 1 : Math.max(0, 1 + lack / (0.25 * (fast + slow)));
    const current = charge * Math.max(0, lack) + conducts * (fastLoss + slowLoss);
    fast += current * fastShare - fastLoss;
    slow += current * (1 - fastShare) - slowLoss;
    return sample * gainOf(-(fast + slow));
  });
}

test("it computes what its equations say", () => {
  const main = programme(24000);
  const output = outputOf(glue, { thresholdDb: -30, attackMs: 3, channelMode: "dualMono" }, main);
  expect(differenceDb(output[0], reference(main[0]))).toBeLessThan(-150);
  expect(differenceDb(output[1], reference(main[1]))).toBeLessThan(-150);
});

test("below the threshold it changes no bit, in any channel mode", () => {
  const main = [noise(6000, 3).map((x) => x / 16), noise(6000, 4).map((x) => x / 16)] as const;
  for (const channelMode of ["stereo", "dualMono", "midSide"]) {
    expect(outputOf(glue, { thresholdDb: 0, channelMode }, main)).toEqual(main);
  }
});

test("the mix blends the gain", () => {
  const main = programme(12000);
  const [dry, wet] = [main[0], outputOf(glue, { thresholdDb: -30 }, main)[0]];
  const [mixed] = outputOf(glue, { thresholdDb: -30, mixPercent: 40 }, main);
  const expected = dry.map((sample, i) => sample + 0.4 * (wet[i]! - sample));
  expect(differenceDb(mixed, expected)).toBeLessThan(-300);
});

test("a silent key never reduces; a loud one reduces whatever the main input does", () => {
  const main = programme(12000);
  const silence = new Float64Array(12000);
  const { outputs, meters } = glue.run({ inputs: { main, key: [silence, silence] }, values: { thresholdDb: -40 } });
  expect(outputs["main"]).toEqual(main);
  expect(Math.max(...meters["gainReductionDb"]!)).toBe(0);
  expect(reductionTrace(glue, { thresholdDb: -20, attackMs: 1 }, tone(1000, [[-8, 0.1]])).at(-1)).toBeCloseTo(9, 1);
});

test("the meter shows the greatest reduction of each quantum", () => {
  const key = tone(1000, [[-8, 0.2]]);
  const inputs = { main: [key, key], key: [key, key] } as const;
  const meter = glue.run({ inputs, values: { thresholdDb: -20 } }).meters["gainReductionDb"]!;
  const trace = reductionTrace(glue, { thresholdDb: -20 }, key);
  meter.forEach((value, quantum) => {
    const greatest = Math.max(...trace.subarray(quantum * 128, quantum * 128 + 128));
    expect(Math.abs(value - greatest)).toBeLessThan(1e-6);
  });
});

test("half linked, the quieter channel follows the louder one in part; dual mono does not link", () => {
  const key = [tone(1000, [[-8, 0.3]]), tone(1000, [[-100, 0.3]])] as const;
  const half = reductionTraces(glue, { thresholdDb: -20, linkPercent: 50 }, key).map((trace) => trace.at(-1)!);
  expect(half[0]).toBeCloseTo(9, 1);
  expect(half[1]).toBeCloseTo(0.75 * (12 - 6.02), 1); // the louder amplitude counts by half
  const apart = reductionTraces(glue, { thresholdDb: -20, channelMode: "dualMono" }, key);
  expect(Math.max(...apart[1])).toBe(0);
});

test("in mid/side without link, a loud middle leaves the side alone", () => {
  const middle = tone(1000, [[-6, 0.3]]);
  const side = noise(middle.length, 5).map((sample) => sample * 0.01);
  const left = middle.map((sample, i) => sample + side[i]!);
  const right = middle.map((sample, i) => sample - side[i]!);
  const values = { thresholdDb: -18, channelMode: "midSide", linkPercent: 0 };
  const output = outputOf(glue, values, [left, right]);
  const sideAfter = output[0].map((sample, i) => (sample - output[1][i]!) / 2);
  const middleAfter = output[0].map((sample, i) => (sample + output[1][i]!) / 2);
  expect(differenceDb(sideAfter, side)).toBeLessThan(-250);
  const tail = -SAMPLE_RATE / 10;
  expect(decibelsOf(rms(middleAfter.subarray(tail)) / rms(middle.subarray(tail)))).toBeCloseTo(-9, 1);
});

test("the key's high-pass is a 12 dB/oct Butterworth, heard through key listen and off at 20 Hz", () => {
  for (const hz of [30, 60, 120, 480, 5000]) {
    const values = { keyHighPassHz: 120, keyListen: true };
    const lossDb = staticReductionDb(glue, values, -6, { hz, seconds: 0.5 });
    expect(Math.abs(lossDb - butterworthLossDb(hz, 120))).toBeLessThan(0.01);
  }
  const main = programme(6000);
  expect(outputOf(glue, { keyListen: true }, main)).toEqual(main);
  expect(
    staticReductionDb(glue, { thresholdDb: -20, keyHighPassHz: 500, release: "0.1" }, -8, { hz: 50 }),
  ).toBeLessThan(0.01);
});

test.each([
  ["thresholdDb", -30, -10],
  ["makeupDb", -10, 24],
  ["mixPercent", 0, 100],
  ["linkPercent", 100, 0],
])("moving %s makes no zipper noise", (name, from, to) => {
  const values = { thresholdDb: -20, attackMs: 0.1, release: "0.1" };
  expect(zipperDb(glue, values, name, from, to)).toBeLessThan(-100);
});

test("automatic make-up keeps a tone at 0 VU, whatever threshold and ratio do", () => {
  for (const thresholdDb of [-18, -30, -40]) {
    for (const ratio of ["2:1", "4:1", "10:1"]) {
      const values = { thresholdDb, ratio, autoMakeup: true };
      expect(Math.abs(staticReductionDb(glue, values, -18))).toBeLessThan(0.1);
      expect(Math.abs(curve(values, -18) + 18)).toBeLessThan(1e-9);
    }
  }
});

test("one gain for both channels and a gain for each are computed to the same bits", () => {
  const [mono] = programme(12000);
  const values = { thresholdDb: -30 };
  const apart = outputOf(glue, { ...values, channelMode: "dualMono" }, [mono, mono]);
  expect(outputOf(glue, values, [mono, mono])).toEqual(apart);
});

test.each([
  {},
  { linkPercent: 30, release: "0.1", attackMs: 0.1 },
  { channelMode: "midSide", linkPercent: 0, keyHighPassHz: 150, mixPercent: 60 },
  { channelMode: "dualMono", keyHighPassHz: 400, keyListen: true },
])("the bits do not depend on the blocks: %o", (values) => {
  const main = programme(20000);
  const all = { thresholdDb: -30, ...values };
  expect(outputOf(glue, all, main, [1, 128, 7, 64, 33, 2])).toEqual(outputOf(glue, all, main));
});
