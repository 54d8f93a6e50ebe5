// The behaviour of a transparent compressor: exact curve, exact times, look-ahead (reference sheet, section B.11).

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
import { digitalCompressor } from "./node.ts";

const compressor = await runnerOf("twobus.digitalCompressor");
const curve = await curveOf(digitalCompressor);

/** A sine reads this much less in RMS than in peak. */
const RMS_BELOW_PEAK_DB = 20 * Math.log10(Math.SQRT2);

/** The static law in dB, as published. */
function lawDb(over: number, ratio: number, kneeDb: number): number {
  if (over <= -kneeDb / 2) return 0;
  return (1 - 1 / ratio) * (over >= kneeDb / 2 ? over : (over + kneeDb / 2) ** 2 / (2 * kneeDb));
}

test.each([
  { ratio: 4, kneeDb: 6 },
  { ratio: 4, kneeDb: 0 },
  { ratio: 1.5, kneeDb: 24 },
  { ratio: 100, kneeDb: 12, releaseMs: 5 },
  { ratio: 4, kneeDb: 6, ballistics: "decoupled" },
  { ratio: 4, kneeDb: 6, detector: "rms" },
  { ratio: 1, kneeDb: 6 },
])("check 1: the static curve is the law: %o", (settings) => {
  const offsetDb = settings.detector === "rms" ? RMS_BELOW_PEAK_DB : 0;
  for (const over of [-14, -3, -1, 0, 1, 3, 6, 12, 20]) {
    const values = { thresholdDb: -18 - offsetDb, ...settings };
    const measured = staticReductionDb(compressor, values, -18 + over, { seconds: 0.5 });
    expect(Math.abs(measured - lawDb(over, settings.ratio, settings.kneeDb))).toBeLessThan(0.01);
    const drawn = -18 - offsetDb + over - curve(values, -18 - offsetDb + over);
    expect(Math.abs(drawn - lawDb(over, settings.ratio, settings.kneeDb))).toBeLessThan(1e-6);
  }
});

test("check 1: 4:1 with a knee of 6 dB reduces by 0.56 dB at the threshold", () => {
  const reductionDb = staticReductionDb(compressor, { thresholdDb: -18, ratio: 4, kneeDb: 6 }, -18);
  expect(Math.abs(reductionDb - 0.56)).toBeLessThan(0.05);
});

test.each(["branching", "decoupled"])("check 2: %s attack and release take the times on their labels", (ballistics) => {
  const common = { thresholdDb: -20, ratio: 4, kneeDb: 0, ballistics };
  for (const attackMs of [0.1, 1, 10, 100, 250]) {
    const seconds = attackSeconds(compressor, { ...common, attackMs }, -20, attackMs / 1000);
    expect(Math.abs(seconds / (attackMs / 1000) - 1)).toBeLessThan(0.05);
  }
  for (const releaseMs of [5, 20, 120, 1000, 5000]) {
    const label = releaseMs / 1000;
    const [seconds] = releaseSeconds(
      compressor,
      { ...common, attackMs: 1, releaseMs },
      [1 - Math.exp(-1)],
      [
        [-8, 0.1],
        [-38, 1.2 * label],
      ],
    );
    expect(Math.abs(seconds! / label - 1)).toBeLessThan(0.05);
  }
});

test.each([0, 0.01, 1, 3.7, 20])(
  "check 3: %d ms of look-ahead delay the sound by exactly the declared latency",
  (lookAheadMs) => {
    for (const sampleRate of [44100, 48000, 96000]) {
      const latency = digitalCompressor.latencySamples!({ lookAheadMs, oversampling: 1 }, sampleRate);
      expect(latency).toBe(Math.round((lookAheadMs * sampleRate) / 1000));
      const impulse = new Float64Array(3000);
      impulse[700] = 1;
      const run = { sampleRate, inputs: { main: [impulse, impulse] as const }, values: { lookAheadMs, ratio: 1 } };
      const [left] = compressor.run(run).outputs["main"]!;
      expect(left.indexOf(1)).toBe(700 + latency);
      expect(left.filter((sample) => sample !== 0)).toHaveLength(1);
    }
  },
);

test("look-ahead has reduced before a burst comes out", () => {
  const burst = tone(1000, [
    [-60, 0.1],
    [-6, 0.1],
  ]);
  const values = { thresholdDb: -30, ratio: 10, attackMs: 1 };
  const overshootDb = (lookAheadMs: number): number => {
    const [left] = outputOf(compressor, { ...values, lookAheadMs }, [burst, burst]);
    const onset = left.subarray(0.1 * SAMPLE_RATE + lookAheadMs * 48).map(Math.abs);
    return decibelsOf(Math.max(...onset.subarray(0, 24)) / Math.max(...onset.subarray(2400, 2448)));
  };
  expect(overshootDb(0)).toBeGreaterThan(15);
  expect(overshootDb(5)).toBeLessThan(0.5);
});

test("check 4: a sine reads 3.01 dB lower in RMS than in peak", () => {
  const values = { thresholdDb: -24, ratio: 2, kneeDb: 0 };
  const peakDb = staticReductionDb(compressor, values, -12);
  const rmsDb = staticReductionDb(compressor, { ...values, detector: "rms" }, -12);
  expect(Math.abs(2 * (peakDb - rmsDb) - 3.01)).toBeLessThan(0.1);
});

test("the RMS window forgets a loud past at once and for good", () => {
  const key = tone(1000, [
    [0, 0.1],
    [-Infinity, 0.05],
  ]);
  const values = {
    thresholdDb: -60,
    ratio: 100,
    kneeDb: 0,
    detector: "rms",
    rmsWindowMs: 10,
    attackMs: 0.01,
    releaseMs: 5,
  };
  const trace = reductionTrace(compressor, values, key);
  const windowEnd = 0.11 * SAMPLE_RATE;
  expect(trace[windowEnd - 48]).toBeGreaterThan(30);
  const afterFiveReleases = trace[windowEnd + 5 * 240]!;
  expect(afterFiveReleases).toBeLessThan(trace[windowEnd]! * Math.exp(-4.9));
});

test("check 5: without reduction it changes no bit, in any channel mode", () => {
  const main = [noise(6000, 3).map((x) => x / 16), noise(6000, 4).map((x) => x / 16)] as const;
  for (const channelMode of ["stereo", "dualMono", "midSide"]) {
    for (const detector of ["peak", "rms"]) {
      expect(outputOf(compressor, { thresholdDb: 0, kneeDb: 0, channelMode, detector }, main)).toEqual(main);
    }
  }
});

test("check 6: a silent key never reduces, whatever the main input does", () => {
  const main = programme(12000);
  const silence = new Float64Array(12000);
  const values = { thresholdDb: -60, ratio: 100 };
  const { outputs, meters } = compressor.run({ inputs: { main, key: [silence, silence] }, values });
  expect(outputs["main"]).toEqual(main);
  expect(Math.max(...meters["gainReductionDb"]!)).toBe(0);
});

/** One channel, dual mono, peak, branching: the equations frame by frame, with the host's own logarithm and power. */
function reference(input: Float64Array): Float64Array {
  const hold = SAMPLE_RATE / 1000;
  const attack = rateOf(0.005);
  const release = rateOf(0.08 - (1.5 * hold) / SAMPLE_RATE);
  let [newer, older, reduction] = [0, 0, 0];
  return input.map((sample, i) => {
    newer = Math.max(newer, Math.abs(sample));
    const target = Math.min(15, lawDb(decibelsOf(Math.max(newer, older, 1e-20)) + 30, 5, 10));
    if (i % hold === hold - 1) [older, newer] = [newer, 0];
    reduction += (target > reduction ? attack : release) * (target - reduction);
    return sample * gainOf(-reduction);
  });
}

test("it computes what its equations say", () => {
  const main = programme(24000);
  const values = {
    thresholdDb: -30,
    ratio: 5,
    kneeDb: 10,
    attackMs: 5,
    releaseMs: 80,
    rangeDb: 15,
    channelMode: "dualMono",
  };
  const output = outputOf(compressor, values, main);
  expect(differenceDb(output[0], reference(main[0]))).toBeLessThan(-150);
  expect(differenceDb(output[1], reference(main[1]))).toBeLessThan(-150);
});

test("the range is the most it reduces", () => {
  const values = { thresholdDb: -50, ratio: 100, rangeDb: 7.5 };
  expect(staticReductionDb(compressor, values, 0)).toBeCloseTo(7.5, 3);
});

test("automatic make-up keeps a tone at 0 VU at its level", () => {
  for (const thresholdDb of [0, -20, -40]) {
    for (const detector of ["peak", "rms"]) {
      const values = { thresholdDb, ratio: 4, detector, autoMakeup: true };
      expect(Math.abs(staticReductionDb(compressor, values, -18))).toBeLessThan(0.01);
    }
  }
});

test("automatic release is as quick as its label after short peaks and many times slower after long ones", () => {
  for (const ballistics of ["branching", "decoupled"]) {
    const values = { thresholdDb: -20, ratio: 4, attackMs: 0.1, releaseMs: 100, autoRelease: true, ballistics };
    const [short] = releaseSeconds(
      compressor,
      values,
      [0.63],
      [
        [-8, 0.02],
        [-38, 0.5],
      ],
    );
    const [long] = releaseSeconds(
      compressor,
      values,
      [0.63],
      [
        [-8, 4],
        [-38, 3],
      ],
    );
    expect(short).toBeLessThan(0.13);
    expect(long).toBeGreaterThan(0.8);
  }
});

test("decoupled ballistics hold on to bass: closer to the curve and less distorted than branching", () => {
  const values = { thresholdDb: -20, ratio: 4, kneeDb: 0, attackMs: 10, releaseMs: 100 };
  const lost = (ballistics: string): number =>
    9 - staticReductionDb(compressor, { ...values, ballistics }, -8, { hz: 50 });
  expect(lost("decoupled")).toBeLessThan(0.3);
  expect(lost("branching")).toBeGreaterThan(2 * lost("decoupled"));
  const distortion = (ballistics: string): number => distortionPercent(compressor, { ...values, ballistics }, 50, -8);
  expect(distortion("decoupled")).toBeLessThan(0.5 * distortion("branching"));
});

test("branching ballistics let a short transient by; decoupled ones react to all of it", () => {
  const key = tone(10000, [
    [-8, 0.0002],
    [-60, 0.1],
  ]);
  const most = (ballistics: string): number =>
    Math.max(...reductionTrace(compressor, { thresholdDb: -20, ratio: 4, kneeDb: 0, attackMs: 20, ballistics }, key));
  expect(most("branching")).toBeLessThan(1);
  expect(most("decoupled")).toBeGreaterThan(4);
});

test("the key filters are 12 dB/oct Butterworths, off at the ends of their ranges", () => {
  for (const hz of [50, 200, 400, 3000, 6000, 15000]) {
    const values = { keyHighPassHz: 200, keyLowPassHz: 6000, keyListen: true };
    const lossDb = staticReductionDb(compressor, values, -6, { hz, seconds: 0.3 });
    expect(Math.abs(lossDb - butterworthLossDb(hz, 200) - butterworthLossDb(6000, hz))).toBeLessThan(0.01);
  }
  const main = programme(6000);
  expect(outputOf(compressor, { keyListen: true, thresholdDb: -60 }, main)).toEqual(main);
});

test("what is listened to comes with the declared latency", () => {
  const main = programme(6000);
  const [left] = outputOf(compressor, { keyListen: true, lookAheadMs: 2 }, main);
  expect(left.subarray(96)).toEqual(main[0].subarray(0, -96));
});

test("half linked, the quieter channel follows the louder one in part", () => {
  const key = [tone(1000, [[-8, 0.3]]), new Float64Array(0.3 * SAMPLE_RATE)] as const;
  const linked = (linkPercent: number): number[] =>
    reductionTraces(compressor, { thresholdDb: -20, ratio: 4, kneeDb: 0, linkPercent }, key).map((trace) =>
      trace.at(-1)!,
    );
  expect(linked(100)[1]).toBe(linked(100)[0]);
  expect(linked(50)[1]).toBeCloseTo(0.75 * (12 - decibelsOf(2)), 3); // the louder amplitude counts by half
  expect(linked(0)[1]).toBe(0);
});

test("in mid/side without link, a loud side leaves the middle alone", () => {
  const side = tone(1000, [[-6, 0.3]]);
  const middle = noise(side.length, 5).map((sample) => sample * 0.01);
  const left = middle.map((sample, i) => sample + side[i]!);
  const right = middle.map((sample, i) => sample - side[i]!);
  const values = { thresholdDb: -18, ratio: 4, kneeDb: 0, channelMode: "midSide", linkPercent: 0 };
  const output = outputOf(compressor, values, [left, right]);
  const middleAfter = output[0].map((sample, i) => (sample + output[1][i]!) / 2);
  const sideAfter = output[0].map((sample, i) => (sample - output[1][i]!) / 2);
  expect(differenceDb(middleAfter, middle)).toBeLessThan(-250);
  const tail = -SAMPLE_RATE / 10;
  expect(decibelsOf(rms(sideAfter.subarray(tail)) / rms(side.subarray(tail)))).toBeCloseTo(-9, 2);
});

test.each([
  ["thresholdDb", -40, -10],
  ["ratio", 1, 20],
  ["kneeDb", 0, 24],
  ["rangeDb", 0, 20],
  ["makeupDb", -24, 24],
  ["mixPercent", 0, 100],
  ["linkPercent", 100, 0],
])("moving %s makes no zipper noise", (name, from, to) => {
  const values = { thresholdDb: -20, ratio: 4, attackMs: 0.01, releaseMs: 5, autoMakeup: true };
  expect(zipperDb(compressor, values, name, from, to)).toBeLessThan(-100);
});

test("one gain for both channels and a gain for each are computed to the same bits", () => {
  const [mono] = programme(12000);
  const values = { thresholdDb: -30 };
  const apart = outputOf(compressor, { ...values, channelMode: "dualMono" }, [mono, mono]);
  expect(outputOf(compressor, values, [mono, mono])).toEqual(apart);
});

test.each([
  {},
  { linkPercent: 30, attackMs: 0.01, ballistics: "decoupled", autoRelease: true },
  { detector: "rms", lookAheadMs: 1.5, keyLowPassHz: 3000, mixPercent: 60 },
  { channelMode: "midSide", linkPercent: 0, autoRelease: true, rangeDb: 6 },
  { keyHighPassHz: 400, keyLowPassHz: 5000, keyListen: true, lookAheadMs: 1 },
])("the bits do not depend on the blocks: %o", (values) => {
  const main = programme(20000);
  const all = { thresholdDb: -30, ...values };
  expect(outputOf(compressor, all, main, [1, 128, 7, 64, 33, 2])).toEqual(outputOf(compressor, all, main));
});
