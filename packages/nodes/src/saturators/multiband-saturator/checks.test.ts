// The behaviour of a multiband exciter (reference sheet, section C.4).

import { readFile } from "node:fs/promises";
import { createNodeRunner, type RunOptions, type Stereo } from "@twobus/core/laws";
import type { PlainValues } from "@twobus/core";
import { describe, expect, test } from "vitest";
import { allPassed, everywhere } from "../../../test/bands.ts";
import { differenceDb, noise } from "../../../test/dynamics.ts";
import { partsAddUp } from "../../../test/follow.ts";
import { builtInPack } from "../../index.ts";
import { decibels, harmonicDb, peak, programme, rms, SAMPLE_RATE, sine, tail } from "../../../test/probes.ts";
import { multibandSaturator } from "./node.ts";

const TYPE = "twobus.multibandSaturator";
const saturator = await createNodeRunner(builtInPack, TYPE, readFile);
const CURVES = ["warm", "retro", "tape", "triode", "dualTriode"];
const FACTORS = [1, 2, 4, 8];
const COUNTS = [3, 4, 5, 6];
const HERTZ = [90, 350, 1400, 5600, 16000];
const crossovers = Object.fromEntries(HERTZ.map((hz, i) => [`crossover${i + 1}Hz`, hz]));

const outputOf = (main: Stereo, values: PlainValues, options: Partial<RunOptions> = {}): Stereo =>
  saturator.run({ inputs: { main }, values: { ...crossovers, ...values }, ...options }).outputs["main"]!;

const run = (signal: Float64Array, values: PlainValues, options: Partial<RunOptions> = {}): Float64Array =>
  outputOf([signal, signal], values, options)[0];

const latencyOf = (oversampling: number): number => multibandSaturator.latencySamples!({ oversampling }, SAMPLE_RATE);

describe("check 1: without drive", () => {
  test.each(COUNTS)("%i bands are the delayed all-pass of their crossovers, far below −120 dB", (bands) => {
    const signal = noise(9600, 1);
    const expected = HERTZ.slice(0, bands - 1).reduce(allPassed, signal);
    for (const oversampling of FACTORS) {
      const late = latencyOf(oversampling);
      const output = run(signal, { bands, oversampling }).subarray(late);
      expect(differenceDb(output, expected.subarray(0, signal.length - late))).toBeLessThan(-250);
    }
  });

  test.each(COUNTS)("%i bands are flat within 0.05 dB", (bands) => {
    for (const hz of [20, 60, 90, 350, 1000, 1400, 5600, 12000, 20000]) {
      const signal = sine(hz, -6, 28800);
      const gain = rms(run(signal, { bands }).subarray(-4800)) / rms(signal.subarray(-4800));
      expect(Math.abs(decibels(gain))).toBeLessThan(0.05);
    }
  });

  test("no mix is no drive", () => {
    const signal = programme(0.2, -1);
    expect(run(signal, everywhere({ DrivePercent: 100, MixPercent: 0 }))).toEqual(run(signal, {}));
  });

  test("a little drive is a little more than none: it begins without a step", () => {
    const signal = programme(0.2, -6);
    const still = run(signal, {});
    for (const Curve of CURVES) {
      expect(differenceDb(run(signal, everywhere({ Curve, DrivePercent: 0.1 })), still)).toBeLessThan(-60);
    }
  });
});

const harmonics = (Curve: string, DrivePercent: number, peakDb: number): ((order: number) => number) => {
  const output = run(sine(700, peakDb, 24000), { bands: 3, ...everywhere({ Curve, DrivePercent }) });
  return (order) => harmonicDb(output, 700, order);
};

describe("check 2: characters", () => {
  test.each([
    [50, -12],
    [100, -12],
    [100, -6],
  ])("warm at %i %% and %i dBFS: odd harmonics 20 dB and more below the second", (drive, peakDb) => {
    const at = harmonics("warm", drive, peakDb);
    for (const odd of [3, 5, 7]) expect(at(odd) - at(2)).toBeLessThan(-20);
  });

  test("warm: even ones decay quickly, the fourth 30 dB below the second", () => {
    const at = harmonics("warm", 100, -12);
    expect(at(4) - at(2)).toBeLessThan(-30);
  });

  test.each([
    [50, -12],
    [100, -6],
  ])("retro at %i %% and %i dBFS: even harmonics 40 dB and more below the third", (drive, peakDb) => {
    const at = harmonics("retro", drive, peakDb);
    for (const even of [2, 4, 6]) expect(at(even) - at(3)).toBeLessThan(-40);
  });

  // [estimate]: third, fifth and seventh in steps of 6 dB
  test("retro, driven: the odd ones decay slowly, by 6 ± 3 dB each", () => {
    const at = harmonics("retro", 80, -6);
    for (const odd of [3, 5]) expect(Math.abs(at(odd) - at(odd + 2) - 6)).toBeLessThan(3);
  });

  test("tape: odd ones, decaying faster than retro's", () => {
    const at = harmonics("tape", 50, -12);
    expect(at(2) - at(3)).toBeLessThan(-40);
    expect(at(3) - at(5)).toBeGreaterThan(15);
  });

  test("triode: the second above the third; dual triode: the third above the second, and stronger", () => {
    const [single, dual] = [harmonics("triode", 50, -12), harmonics("dualTriode", 50, -12)];
    expect(single(2) - single(3)).toBeGreaterThan(10);
    expect(dual(3)).toBeGreaterThan(dual(2) + 6);
    expect(dual(3)).toBeGreaterThan(single(3) + 6);
  });

  test.each<[string, (x: number, a: number) => number]>([
    ["warm", (x, a) => x + (a / 2) * (Math.sqrt(1 + 4 * x * x) - 1)],
    ["retro", (x, a) => x / (1 + (12 * a * a * x) ** 4) ** 0.25],
    ["tape", (x, a) => x / Math.hypot(1, 12 * a * a * x)],
    ["triode", (x, a) => triode(12 * a * a * x) / (12 * a * a)],
    ["dualTriode", (x, a) => -triode(-triode(12 * a * a * x)) / (12 * a * a)],
  ])("%s is its formula", (Curve, formula) => {
    const peakValue = 10 ** (-9 / 20);
    const oneBand = { bands: 3, crossover1Hz: 20, crossover2Hz: 20000 };
    const output = run(sine(700, -9, 24000), { ...oneBand, band2Curve: Curve, band2DrivePercent: 60 });
    const partial = (order: number): number => {
      let [re, im] = [0, 0];
      for (let i = 0; i < 1024; i++) {
        const phase = (2 * Math.PI * i) / 1024;
        const y = formula(peakValue * Math.sin(phase), 0.6);
        re += y * Math.cos(order * phase);
        im += y * Math.sin(order * phase);
      }
      return Math.hypot(re, im);
    };
    const strongest = Curve === "warm" ? [2] : Curve.includes("riode") ? [2, 3] : [3, 5];
    for (const order of strongest) {
      expect(Math.abs(harmonicDb(output, 700, order) - decibels(partial(order) / partial(1)))).toBeLessThan(0.02);
    }
  });
});

function triode(u: number): number {
  return (Math.tanh(u - 0.6) + Math.tanh(0.6)) / (1 - Math.tanh(0.6) ** 2);
}

test("check 3: a tone in the first band has harmonics from that band alone", () => {
  const signal = sine(100, -6, SAMPLE_RATE);
  const values = { bands: 4, crossover1Hz: 1000, crossover2Hz: 3000, crossover3Hz: 9000 };
  const driven = (bands: readonly number[]): Float64Array =>
    run(signal, { ...values, ...Object.fromEntries(bands.map((band) => [`band${band}DrivePercent`, 50])) });
  const third = (output: Float64Array): number => harmonicDb(output, 100, 3);
  expect(third(driven([1]))).toBeGreaterThan(-30);
  expect(third(driven([2, 3, 4]))).toBeLessThan(-120);
  expect(Math.abs(third(driven([1, 2, 3, 4])) - third(driven([1])))).toBeLessThan(0.1);
});

test.each([
  ["side", 1],
  ["mid", -1],
])("check 4: driving the %s alone leaves the other as it is, below −100 dB", (Channels, sign) => {
  const main = [noise(9600, 1), noise(9600, 2)] as const;
  const drive = { Channels, DrivePercent: 80, Curve: "triode" };
  const of = ([left, right]: Stereo, factor: number): Float64Array => left.map((l, i) => (l + factor * right[i]!) / 2);
  const [driven, still] = [outputOf(main, everywhere(drive)), outputOf(main, {})];
  expect(differenceDb(of(driven, sign), of(still, sign))).toBeLessThan(-250);
  expect(differenceDb(of(driven, -sign), of(still, -sign))).toBeGreaterThan(-20);
});

test("even harmonics come without DC", () => {
  const period = tail(run(sine(1000, -3, 2 * SAMPLE_RATE), everywhere({ Curve: "warm", DrivePercent: 100 })));
  expect(decibels(period.reduce((sum, value) => sum + value, 0) / period.length)).toBeLessThan(-100);
});

test("the soloed bands add up to the whole, driven", () => {
  const main = [noise(9600, 3), noise(9600, 4)] as const;
  const values = { bands: 4, ...everywhere({ DrivePercent: 60, LevelDb: 3 }) };
  const [whole] = outputOf(main, values);
  const solos = [1, 2, 3, 4].map((band) => outputOf(main, { ...values, [`band${band}Solo`]: true })[0]);
  expect(
    differenceDb(
      whole.map((_, i) => solos.reduce((sum, solo) => sum + solo[i]!, 0)),
      whole,
    ),
  ).toBeLessThan(-250);
});

test.each([
  { Curve: "dualTriode", DrivePercent: 100 },
  { Curve: "warm", DrivePercent: 50, Channels: "mid", MixPercent: 70 },
  { Curve: "retro", DrivePercent: 30, Channels: "side", LevelDb: 6 },
])("parts of the sound add up to the whole: %o", async (values) => {
  const part = (seed: number) => [noise(12000, seed), noise(12000, seed + 1)] as const;
  for (const oversampling of [1, 4]) {
    const all = { bands: 5, oversampling, ...everywhere(values) };
    expect(await partsAddUp(builtInPack, TYPE, all, [part(1), part(3), part(5)])).toBeLessThan(-240);
  }
});

test.each(FACTORS)("no block length changes a bit at %i×", (oversampling) => {
  const signal = programme(0.1, -1);
  const values = { oversampling, bands: 6, ...everywhere({ Curve: "triode", DrivePercent: 50, MixPercent: 70 }) };
  expect(run(signal, values, { cuts: [1, 127, 64, 3, 17, 128] })).toEqual(run(signal, values));
});

const swing = (quantum: number): PlainValues =>
  everywhere(
    quantum % 2 === 0
      ? { DrivePercent: 80, MixPercent: 30, LevelDb: -6, Solo: true }
      : { DrivePercent: 0, MixPercent: 100, LevelDb: 3, Solo: false },
  );

test("parameters glide inside a quantum: there is no step", () => {
  const output = run(sine(100, -12, 12800), {}, { automate: swing }).subarray(512);
  // The corners where ramps meet bend by less than this; a jump of −34 dBFS would show
  expect(peak(output.subarray(2).map((value, i) => value - 2 * output[i + 1]! + output[i]!))).toBeLessThan(0.02);
});
