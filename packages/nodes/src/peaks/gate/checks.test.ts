// The behaviour of gates and expanders, with the limits that the reference sheet sets (section E.5).

import { expect, test } from "vitest";
import {
  butterworthLossDb,
  decibelsOf,
  gainOf,
  noise,
  outputOf,
  programme,
  rateOf,
  reductionTrace,
  reductionTraces,
  runnerAtSongRate,
  SAMPLE_RATE,
  secondsToShare,
  staticReductionDb,
  tone,
  zipperDb,
} from "../../../test/dynamics.ts";
import { partsAddUp } from "../../../test/follow.ts";
import { builtInPack } from "../../index.ts";

const gate = await runnerAtSongRate("twobus.gate");
const T = -30;

test.each([2, 3, 4])("check 1: an expander of 1:%d takes its share, 10 dB under the threshold", (ratio) => {
  const values = { thresholdDb: T, ratio, rangeDb: 60 };
  for (const hz of [100, 1000, 7000]) {
    const reductionDb = staticReductionDb(gate, values, T - 10, { hz });
    expect(Math.abs(reductionDb - 10 * (ratio - 1))).toBeLessThan(0.5);
  }
  expect(Math.abs(staticReductionDb(gate, values, T - 10) - 10 * (ratio - 1))).toBeLessThan(0.01);
  expect(staticReductionDb(gate, values, T + 0.1)).toBeLessThan(0.001);
});

test.each([2, 20, 200, 1000])("check 2: with a hold of %d ms closing starts that long after the fall", (holdMs) => {
  const key = tone(1000, [
    [T + 10, 0.1],
    [-100, 0.02 + holdMs / 1000],
  ]);
  const trace = reductionTrace(gate, { thresholdDb: T, holdMs, releaseMs: 5, attackMs: 0.1 }, key);
  const fall = 0.1 * SAMPLE_RATE;
  const start = trace.findIndex((reductionDb, i) => i > fall && reductionDb > 0.05);
  expect(Math.abs((start - fall) / (SAMPLE_RATE / 1000) - holdMs)).toBeLessThan(1);
});

test("check 3: a tone that sways by ±1 dB about the threshold opens it once", () => {
  const sway = Float64Array.from({ length: 2 * SAMPLE_RATE }, (_, i) => {
    const t = i / SAMPLE_RATE;
    return gainOf(T + Math.sin(2 * Math.PI * 5 * t)) * Math.sin(2 * Math.PI * 1000 * t);
  });
  for (const hysteresisDb of [3, 4, 6]) {
    const values = { thresholdDb: T, hysteresisDb, holdMs: 0, releaseMs: 5 };
    const trace = reductionTrace(gate, values, sway);
    const turns = trace.filter((reductionDb, i) => i > 0 && reductionDb > 20 !== trace[i - 1]! > 20);
    expect(turns.length).toBe(1);
  }
  const restless = reductionTrace(gate, { thresholdDb: T, hysteresisDb: 0, holdMs: 0, releaseMs: 5 }, sway);
  expect(
    restless.filter((reductionDb, i) => i > 0 && reductionDb > 20 !== restless[i - 1]! > 20).length,
  ).toBeGreaterThan(15);
});

test.each([10, 40, 80])("check 4: a range of %d dB is its floor", (rangeDb) => {
  const reductionDb = staticReductionDb(gate, { thresholdDb: -10, rangeDb }, -40);
  expect(Math.abs(reductionDb - rangeDb)).toBeLessThan(0.01); // asked for: 0.5
});

/** Two Butterworth pairs at 6 kHz, bilinear: what is left of a click when a tone of 1 kHz is out of the way. */
function highPassed(signal: Float64Array): Float64Array {
  const t = Math.tan((Math.PI * 6000) / SAMPLE_RATE);
  return [0.5412, 1.3066, 0.5412, 1.3066].reduce((x, q) => {
    const norm = 1 / (1 + t / q + t * t);
    let [x1, x2, y1, y2] = [0, 0, 0, 0];
    return x.map((sample) => {
      const y = norm * (sample - 2 * x1 + x2 - 2 * (t * t - 1) * y1 - (1 - t / q + t * t) * y2);
      [x1, x2, y1, y2] = [sample, x1, y, y1];
      return y;
    });
  }, signal);
}

test("check 5: with 1 ms of look-ahead it opens without a click", () => {
  const main = tone(1000, [[-6, 0.3]]);
  const key = tone(1000, [
    [-100, 0.15],
    [-6, 0.15],
  ]);
  const values = { thresholdDb: T, lookAheadMs: 1, attackMs: 0.5 };
  const { outputs } = gate.run({ inputs: { main: [main, main], key: [key, key] }, values });
  const around = highPassed(outputs["main"]![0]).subarray(0.14 * SAMPLE_RATE, 0.2 * SAMPLE_RATE);
  expect(decibelsOf(Math.max(...around.map(Math.abs)))).toBeLessThan(-50);
  expect(Math.abs(outputs["main"]![0][0.15 * SAMPLE_RATE + 48]!)).toBeGreaterThan(gainOf(-6) * gainOf(-6)); // open by then
});

test.each([
  [
    "attackMs",
    5,
    [
      [-100, 0.1],
      [T + 10, 0.2],
    ],
  ],
  [
    "releaseMs",
    50,
    [
      [T + 10, 0.1],
      [-100, 0.4],
    ],
  ],
] as const)("%s of %d is the time to 63 % of the way in dB", (name, ms, stretches) => {
  const values = { thresholdDb: T, holdMs: 0, attackMs: 0.1, releaseMs: 5, [name]: ms };
  const trace = reductionTrace(gate, values, tone(10000, stretches));
  const start = 0.1 * SAMPLE_RATE - 1;
  const seconds = secondsToShare(trace, start, 1 - Math.exp(-1), trace.at(-1)!);
  // The detector lets go of a peak within 1 ms
  expect(Math.abs(seconds * 1000 - ms)).toBeLessThan(name === "attackMs" ? 0.1 * ms : 1);
});

/** Level, hysteresis, hold, law and ballistics frame by frame, with the host's own logarithm. */
function reference(key: Float64Array): Float64Array {
  const [attack, release] = [rateOf(0.002), rateOf(0.03)];
  let [newer, older, open, reduction] = [0, 0, 0, 20];
  return key.map((sample, i) => {
    newer = Math.max(newer, Math.abs(sample));
    const over = decibelsOf(Math.max(newer, older, 1e-20)) - -25;
    if (i % 24 === 23) [older, newer] = [newer, 0];
    const isLoud = over >= 0 || (open > 0 && over >= -5);
    open = isLoud ? 480 - 36 + 1 : Math.max(0, open - 1);
    const target = open > 0 ? 0 : Math.min(20, 2 * Math.max(0, -over));
    reduction += (target > reduction ? release : attack) * (target - reduction);
    return reduction;
  });
}

test("it computes what its equations say, and the meter tells the greatest reduction", () => {
  const [key] = programme(24000);
  const values = { thresholdDb: -25, ratio: 3, rangeDb: 20, hysteresisDb: 5, attackMs: 2, holdMs: 10, releaseMs: 30 };
  const expected = reference(key);
  reductionTrace(gate, values, key).forEach((reductionDb, i) =>
    expect(Math.abs(reductionDb - expected[i]!)).toBeLessThan(1e-6),
  );
  const meter = gate.run({ inputs: { main: [key, key] }, values }).meters["gainReductionDb"]!;
  meter.forEach((value, quantum) => {
    const greatest = Math.max(...expected.subarray(quantum * 128, quantum * 128 + 128));
    expect(Math.abs(value - greatest)).toBeLessThan(1e-6);
  });
});

test("open, it changes no bit; look-ahead only delays", () => {
  const main = [noise(6000, 3), noise(6000, 4)] as const;
  expect(outputOf(gate, { rangeDb: 0 }, main)).toEqual(main);
  const late = outputOf(gate, { rangeDb: 0, lookAheadMs: 10 }, main);
  expect(late[0].subarray(480)).toEqual(main[0].subarray(0, 6000 - 480));
});

test("dual mono, a loud left does not open the right", () => {
  const key = [tone(1000, [[-6, 0.3]]), tone(1000, [[-60, 0.3]])] as const;
  const [left, right] = reductionTraces(gate, { thresholdDb: T, channelMode: "dualMono" }, key);
  expect(left.at(-1)).toBeLessThan(0.001);
  expect(right.at(-1)).toBeCloseTo(40, 6);
  const linked = reductionTraces(gate, { thresholdDb: T }, key);
  expect(linked[1]).toEqual(linked[0]);
});

test("the key's filters are 12 dB/oct Butterworth, heard through key listen", () => {
  for (const hz of [200, 800, 5000]) {
    const highPass = { keyHighPassHz: 500, keyListen: true };
    const lossDb = staticReductionDb(gate, highPass, -6, { hz, seconds: 0.5 });
    expect(Math.abs(lossDb - butterworthLossDb(hz, 500))).toBeLessThan(0.01);
    const lowPass = { keyLowPassHz: 2000, keyListen: true };
    const highLossDb = staticReductionDb(gate, lowPass, -6, { hz, seconds: 0.5 });
    expect(Math.abs(highLossDb - butterworthLossDb(2000, hz))).toBeLessThan(0.01);
  }
});

test.each([
  ["thresholdDb", -60, -10],
  ["rangeDb", 0, 80],
  ["ratio", 1, 10],
])("moving %s makes no zipper noise", (name, from, to) => {
  const values = { thresholdDb: -10, ratio: 2, attackMs: 0.5, holdMs: 0, linkPercent: 0, releaseMs: 20 };
  expect(zipperDb(gate, values, name, from, to)).toBeLessThan(-80);
});

test.each([
  { lookAheadMs: 3 },
  { linkPercent: 0, channelMode: "midSide" },
  { channelMode: "dualMono", keyHighPassHz: 300 },
])("parts add up to the whole: %o", async (values) => {
  const parts = [programme(9000), [noise(9000, 5), noise(9000, 6)] as const];
  const all = { thresholdDb: -6, ratio: 3, releaseMs: 20, holdMs: 1, ...values };
  expect(await partsAddUp(builtInPack, "twobus.gate", all, parts)).toBeLessThan(-240);
});
