// The behaviour of a multiband compressor (reference sheet, section B.12). Its check 6 is of a linear-phase mode, which this
// one does not have.

import type { PlainValues } from "@twobus/core";
import { describe, expect, test } from "vitest";
import { allPassed, everywhere } from "../../../test/bands.ts";
import {
  decibelsOf,
  differenceDb,
  noise,
  outputOf,
  programme,
  reductionTrace,
  releaseSeconds,
  rms,
  runnerOf,
  SAMPLE_RATE,
  secondsToShare,
  staticReductionDb,
  tone,
  zipperDb,
} from "../../../test/dynamics.ts";
import { partsAddUp } from "../../../test/follow.ts";
import { builtInPack } from "../../index.ts";

const TYPE = "twobus.multibandCompressor";
const compressor = await runnerOf(TYPE);
const COUNTS = [2, 3, 4, 5, 6];
/** Two octaves apart and more, so that neighbours meet undisturbed. */
const HERTZ = [90, 350, 1400, 5600, 16000];
const crossovers = Object.fromEntries(HERTZ.map((hz, i) => [`crossover${i + 1}Hz`, hz]));

const still = { ...crossovers, ...everywhere({ Ratio: 1 }) };
/** One band for all that is heard. */
const wide = { bands: 2, crossover1Hz: 20000, kneeDb: 0 };
const TAIL = -SAMPLE_RATE / 10;

function gainDb(hz: number, values: PlainValues): number {
  const signal = tone(hz, [[-12, 0.6]]);
  const [left] = outputOf(compressor, values, [signal, signal]);
  return decibelsOf(rms(left.subarray(TAIL)) / rms(signal.subarray(TAIL)));
}

test.each(COUNTS)("check 1: with unity gains %i bands are flat within 0.05 dB from 20 Hz to 20 kHz", (bands) => {
  for (const hz of [20, 60, 120, 350, 500, 1000, 2000, 4000, 6000, 12000, 16000, 20000]) {
    expect(Math.abs(gainDb(hz, { ...still, bands }))).toBeLessThan(0.05);
  }
});

test.each(["stereo", "dualMono", "midSide"])("below all thresholds it is an all-pass, in %s too", (channelMode) => {
  const main = [noise(9600, 1).map((x) => x / 100), noise(9600, 2).map((x) => x / 100)] as const;
  const output = outputOf(compressor, { ...crossovers, bands: 5, channelMode }, main);
  main.forEach((signal, side) => {
    expect(differenceDb(output[side]!, HERTZ.slice(0, 4).reduce(allPassed, signal))).toBeLessThan(-250);
  });
});

test.each(COUNTS)(
  "checks 2 and 3: of %i bands, neighbours meet at −6 dB and are 45 dB down two octaves away",
  (bands) => {
    HERTZ.slice(0, bands - 1).forEach((hz, i) => {
      const below = { ...still, bands, [`band${i + 1}Solo`]: true };
      const above = { ...still, bands, [`band${i + 2}Solo`]: true };
      expect(Math.abs(gainDb(hz, below) + 6)).toBeLessThan(0.2);
      expect(Math.abs(gainDb(hz, above) + 6)).toBeLessThan(0.2);
      if (4 * hz < 20000) expect(gainDb(4 * hz, below)).toBeLessThan(-45);
      expect(gainDb(hz / 4, above)).toBeLessThan(-45);
    });
  },
);

test("check 4: the soloed bands add up to the full output, while they compress", () => {
  const main = programme(24000);
  const values = { ...crossovers, bands: 5, ...everywhere({ ThresholdDb: -40, Ratio: 4 }) };
  const whole = outputOf(compressor, values, main);
  const solos = [1, 2, 3, 4, 5].map((band) => outputOf(compressor, { ...values, [`band${band}Solo`]: true }, main));
  for (const side of [0, 1] as const) {
    const sum = whole[side].map((_, i) => solos.reduce((total, solo) => total + solo[side][i]!, 0));
    expect(differenceDb(sum, whole[side])).toBeLessThan(-250);
  }
});

test("check 5: 6 dB of reduction in the lows move 5 kHz by less than 0.1 dB", () => {
  const bass = tone(50, [[-6, 1]]);
  const treble = tone(5000, [[-50, 1]]);
  const both = bass.map((sample, i) => sample + treble[i]!);
  const values = { ...still, bands: 3, crossover1Hz: 150, band1Ratio: 3, band1ThresholdDb: -15, kneeDb: 0 };
  const { outputs, meters } = compressor.run({ inputs: { main: [both, both] }, values });
  expect(Math.abs(meters["band1ReductionDb"]!.at(-1)! - 6)).toBeLessThan(0.3);
  const level = (signal: Float64Array): number => {
    let [re, im] = [0, 0];
    signal.subarray(TAIL).forEach((sample, i) => {
      re += sample * Math.cos((2 * Math.PI * 5000 * i) / SAMPLE_RATE);
      im += sample * Math.sin((2 * Math.PI * 5000 * i) / SAMPLE_RATE);
    });
    return Math.hypot(re, im);
  };
  expect(Math.abs(decibelsOf(level(outputs["main"]![0]) / level(both)))).toBeLessThan(0.1);
  expect(meters["band3ReductionDb"]!.every((reduction) => reduction === 0)).toBe(true);
});

describe("a band", () => {
  /** The static law in dB, as published. */
  function lawDb(over: number, bandRatio: number, kneeDb: number): number {
    if (over <= -kneeDb / 2) return 0;
    return (1 - 1 / bandRatio) * (over >= kneeDb / 2 ? over : (over + kneeDb / 2) ** 2 / (2 * kneeDb));
  }

  test.each([
    { band1Ratio: 4, kneeDb: 6 },
    { band1Ratio: 1.5, kneeDb: 24 },
    { band1Ratio: 100, kneeDb: 0 },
  ])("has the static law: %o", (settings) => {
    for (const over of [-14, -1, 0, 1, 6, 12]) {
      const values = { ...wide, band1ThresholdDb: -18, ...settings };
      const measured = staticReductionDb(compressor, values, -18 + over, { seconds: 1.5 });
      expect(Math.abs(measured - lawDb(over, settings.band1Ratio, settings.kneeDb))).toBeLessThan(0.02);
    }
  });

  test("takes the times on its labels", () => {
    const values = { ...wide, band1ThresholdDb: -20, band1Ratio: 4 };
    for (const band1AttackMs of [2, 10, 100]) {
      // a step where the carrier crosses zero, or the crossover would overshoot and the detector hold it
      const quiet = 0.05 + 0.25 / 4000;
      const key = tone(4000, [
        [-30, quiet],
        [-8, 0.3 + 0.01 * band1AttackMs],
      ]);
      const trace = reductionTrace(compressor, { ...values, band1AttackMs }, key);
      const seconds = secondsToShare(trace, quiet * SAMPLE_RATE - 1, 1 - Math.exp(-1), trace.at(-1)!);
      expect(Math.abs(seconds / (band1AttackMs / 1000) - 1)).toBeLessThan(0.05);
    }
    for (const band1ReleaseMs of [5, 120, 1000]) {
      const label = band1ReleaseMs / 1000;
      const [seconds] = releaseSeconds(
        compressor,
        { ...values, band1AttackMs: 1, band1ReleaseMs },
        [1 - Math.exp(-1)],
        [
          [-8, 0.1],
          [-38, 1.2 * label],
        ],
      );
      expect(Math.abs(seconds! / label - 1)).toBeLessThan(0.05);
    }
  });

  test("bypassed, neither reduces nor makes up, and the others do", () => {
    const values = { ...wide, band1Ratio: 4, band1ThresholdDb: -30, band1MakeupDb: 5, band1ReleaseMs: 50 };
    expect(Math.abs(gainDb(1000, values) - (5 - 0.75 * 18))).toBeLessThan(0.05);
    expect(Math.abs(gainDb(1000, { ...values, band1Bypass: true }))).toBeLessThan(0.001);
  });

  test("keeps a tone at 0 VU at its level by automatic make-up", () => {
    const values = { ...wide, autoMakeup: true, band1ThresholdDb: -35, band1Ratio: 5 };
    expect(Math.abs(staticReductionDb(compressor, values, -18))).toBeLessThan(0.02);
  });
});

describe("key", () => {
  /** A low tone without a click at its beginning. */
  const bass = tone(50, [[-6, 1]]).map((sample, i) => sample * Math.min(1, i / 24000) ** 2);

  test("a silent key never reduces", () => {
    const main = programme(6000);
    const silence = new Float64Array(6000);
    const values = everywhere({ ThresholdDb: -60, Ratio: 100 });
    const { meters } = compressor.run({ inputs: { main, key: [silence, silence] }, values });
    expect(Math.max(...meters["gainReductionDb"]!)).toBe(0);
  });

  test("each band hears its own part of the key", () => {
    const main = [noise(48000, 1), noise(48000, 2)] as const;
    const values = { ...crossovers, bands: 3, ...everywhere({ ThresholdDb: -40, Ratio: 4 }) };
    const { meters } = compressor.run({ inputs: { main, key: [bass, bass] }, values });
    expect(meters["band1ReductionDb"]!.at(-1)).toBeGreaterThan(20);
    expect(meters["band3ReductionDb"]!.at(-1)).toBe(0);
  });

  test("the high-pass keeps lows out of the detectors, not out of the sound", () => {
    const values = { ...crossovers, bands: 2, ...everywhere({ ThresholdDb: -20, Ratio: 4 }), keyHighPassHz: 400 };
    const { outputs, meters } = compressor.run({ inputs: { main: [bass, bass] }, values });
    expect(meters["gainReductionDb"]!.at(-1)).toBe(0);
    expect(Math.abs(decibelsOf(rms(outputs["main"]![0].subarray(TAIL)) / rms(bass.subarray(TAIL))))).toBeLessThan(0.01);
  });

  test("is what is listened to", () => {
    const main = programme(6000);
    expect(outputOf(compressor, { keyListen: true, ...everywhere({ ThresholdDb: -60 }) }, main)).toEqual(main);
  });
});

test("the mix blends the gain: half of it is half way between none and all, at the crossovers too", () => {
  for (const hz of [60, 120, 300, 500, 2000]) {
    const at = (mixPercent: number): number =>
      10 ** (gainDb(hz, { ...crossovers, bands: 4, ...everywhere({ ThresholdDb: -40, Ratio: 8 }), mixPercent }) / 20);
    expect(Math.abs(decibelsOf(at(50) / ((at(0) + at(100)) / 2)))).toBeLessThan(0.05);
  }
});

test.each([
  ["band1ThresholdDb", -40, -10],
  ["band1Ratio", 1, 20],
  ["band1MakeupDb", -24, 24],
  ["kneeDb", 0, 24],
  ["mixPercent", 0, 100],
  ["linkPercent", 100, 0],
])("moving %s makes no zipper noise", (name, from, to) => {
  const values = { ...wide, band1ThresholdDb: -20, band1Ratio: 4, band1AttackMs: 1, autoMakeup: true };
  expect(zipperDb(compressor, values, name, from, to)).toBeLessThan(-100);
});

test.each([
  { bands: 3 },
  { bands: 6, channelMode: "midSide", linkPercent: 40, mixPercent: 70 },
  { bands: 4, channelMode: "dualMono", keyHighPassHz: 200, band2Solo: true, band3Solo: true },
])("parts of the sound add up to the whole: %o", async (values) => {
  const part = (seed: number) => [noise(12000, seed), noise(12000, seed + 1)] as const;
  const all = { ...everywhere({ ThresholdDb: -40, Ratio: 6, AttackMs: 1 }), ...values };
  expect(await partsAddUp(builtInPack, TYPE, all, [part(1), part(3), part(5)])).toBeLessThan(-240);
});

test.each([
  { bands: 2 },
  { bands: 6, linkPercent: 30, mixPercent: 60 },
  { bands: 5, channelMode: "midSide", keyHighPassHz: 300, band1Solo: true },
])("the bits do not depend on the blocks: %o", (values) => {
  const main = programme(12000);
  const all = { ...everywhere({ ThresholdDb: -30 }), ...values };
  expect(outputOf(compressor, all, main, [1, 128, 7, 64, 33, 2])).toEqual(outputOf(compressor, all, main));
});
