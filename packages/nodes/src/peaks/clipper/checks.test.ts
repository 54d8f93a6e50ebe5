import { readFile } from "node:fs/promises";
import { createNodeRunner, type RunOptions, type RunResult } from "@twobus/core/laws";
import type { PlainValues } from "@twobus/core";
import { describe, expect, test } from "vitest";
import { builtInPack } from "../../index.ts";
import {
  aliasDb,
  decibels,
  harmonicDb,
  noiseSource,
  peak,
  programme,
  rms,
  SAMPLE_RATE,
  sine,
  tail,
  truePeak as truePeakOf,
} from "../../../test/probes.ts";
import { clipper } from "./node.ts";

const node = await createNodeRunner(builtInPack, "twobus.clipper", readFile);
const FACTORS = [1, 2, 4, 8];
const HARD = { kneePercent: 0 };

const runStereo = (
  left: Float64Array,
  right: Float64Array,
  values: PlainValues = {},
  options: Partial<RunOptions> = {},
): RunResult => node.run({ inputs: { main: [left, right] }, values, ...options });

const run = (signal: Float64Array, values: PlainValues = {}, options: Partial<RunOptions> = {}): Float64Array =>
  runStereo(signal, signal, values, options).outputs["main"]![0];

const latencyOf = (values: PlainValues): number =>
  clipper.latencySamples!({ oversampling: 4, truePeak: true, ...values }, SAMPLE_RATE);

const random = noiseSource(11);
const noise = Float64Array.from({ length: 6000 }, () => random());
const scaled = (signal: Float64Array, gainDb: number): Float64Array => signal.map((x) => x * 10 ** (gainDb / 20));

describe("no sample leaves above the ceiling", () => {
  const ceilingDb = -3;
  describe.each(["stereo", "midSide"])("%s", (channelMode) => {
    test.each(FACTORS)("at %i×", (oversampling) => {
      for (const truePeak of [false, true]) {
        for (const kneePercent of [0, 60]) {
          const values = { ceilingDb, driveDb: 12, kneePercent, channelMode, oversampling, truePeak };
          const { outputs } = runStereo(noise, noise.toReversed(), values);
          const highest = Math.max(...outputs["main"]!.map(peak));
          expect(decibels(highest)).toBeLessThan(ceilingDb + 1e-9);
          expect(decibels(highest)).toBeGreaterThan(ceilingDb - 1);
        }
      }
    });
  });
});

describe("below the knee nothing changes, not a bit", () => {
  // A knee of 50 % begins 6 dB below the ceiling; band-limited peaks between the samples must lie below it too
  test.each(FACTORS)("at %i×", (oversampling) => {
    for (const truePeak of [false, true]) {
      const values = { oversampling, truePeak, kneePercent: 50, ceilingDb: -1 };
      const quiet = scaled(noise, -14);
      const late = latencyOf(values);
      expect(run(quiet, values).subarray(late)).toEqual(quiet.subarray(0, quiet.length - late));
    }
  });

  test.each(FACTORS)("a loud impulse comes through at the declared latency (%i×)", (oversampling) => {
    const values = { oversampling, ...HARD };
    const click = Float64Array.from({ length: 512 }, (_, i) => (i === 5 ? 0.5 : 0));
    expect(run(click, values).findIndex((x) => x !== 0)).toBe(5 + latencyOf(values));
  });
});

/** Slope falls from 1 to 0 as a smoothstep, from the start of the knee on over twice the way to the ceiling. */
const ideal = (x: number, startDb: number): number => {
  const start = 10 ** (startDb / 20);
  const width = 2 * (1 - start);
  const size = Math.abs(x);
  if (size <= start) return x;
  if (size >= start + width) return Math.sign(x);
  const v = (size - start) / width;
  return x - Math.sign(x) * width * (v ** 3 - v ** 4 / 2);
};

describe("the curve", () => {
  test.each([0, 20, 60, 100])("a slow sine shows the knee of %i percent", (kneePercent) => {
    const values = { kneePercent, truePeak: false, driveDb: 9 };
    const signal = sine(10, 0, 9600);
    const output = run(signal, values);
    const drive = 10 ** (9 / 20);
    for (let i = 3000; i < 7800; i++) {
      const expected = ideal(drive * signal[i - latencyOf(values)]!, -0.12 * kneePercent);
      expect(Math.abs(output[i]! - expected)).toBeLessThan(5e-4); // the corners of a hard knee are rounded by the filters
    }
  });

  // Levels of a hard-clipped sine's harmonics, from its Fourier series
  test.each([
    [6, -12.9, -27, -35.7],
    [12, -10.3, -16.3, -21.9],
  ])("hard, %i dB over: odd harmonics as computed, no even ones, no DC", (driveDb, third, fifth, seventh) => {
    const output = run(sine(500, 0, 24000), { ...HARD, driveDb, truePeak: false });
    expect(Math.abs(harmonicDb(output, 500, 3) - third)).toBeLessThan(0.3);
    expect(Math.abs(harmonicDb(output, 500, 5) - fifth)).toBeLessThan(0.5);
    expect(Math.abs(harmonicDb(output, 500, 7) - seventh)).toBeLessThan(0.8);
    for (const order of [2, 4, 6]) expect(harmonicDb(output, 500, order)).toBeLessThan(-90);
    const settled = tail(output);
    expect(decibels(settled.reduce((sum, x) => sum + x, 0) / settled.length)).toBeLessThan(-100);
  });
});

describe("aliasing up to 20 kHz, hard knee, 12 dB over", () => {
  // Plain clipping with ideal filters: −16, −38, −50, −64 dB at 5.13 kHz. The antialiased curve is far below. From 4× on the
  // guard sets the figure at 5.13 kHz, −73 dB: this far over a hard knee its gain still moves with where the crests lie between
  // its frames, and makes side-bands 360 Hz from the tone, which the 28th harmonic folds to. At 10 dB of drive it does not.
  test.each([
    [1, 5130, -50],
    [2, 5130, -62],
    [4, 5130, -70],
    [8, 5130, -70],
    [1, 10010, -42],
    [2, 10010, -63],
    [4, 10010, -78],
    [8, 10010, -95],
  ])("%i×, %i Hz: below %i dB", (oversampling, hz, limitDb) => {
    expect(aliasDb(run(sine(hz, 0, 24000), { ...HARD, driveDb: 12, oversampling }), hz)).toBeLessThan(limitDb);
  });
});

describe("true peak", () => {
  const square = new Float64Array(9600).map((_, i) => {
    let sum = 0;
    for (let order = 1; order <= 19; order += 2) sum += Math.sin((2 * Math.PI * 997 * order * i) / SAMPLE_RATE) / order;
    return sum;
  });

  test.each([
    ["a tone of 5.13 kHz, 12 dB over", sine(5130, 0, 9600), 12],
    ["a tone of 11.025 kHz, 3 dB over", sine(11025, 0, 9600), 3],
    ["a square of 997 Hz to its 19th harmonic, 6 dB over", square, 6],
    ["programme, 1 dB over", programme(1, 0), 1],
    ["programme, 3 dB over", programme(1, 0), 3],
  ])("%s: no more than 0.1 dB above the ceiling at 16×", (_, signal, driveDb) => {
    for (const oversampling of [4, 8]) {
      const output = run(signal, { ...HARD, driveDb, ceilingDb: -1, oversampling });
      expect(decibels(truePeakOf(output))).toBeLessThan(-0.9);
    }
  });

  test("the guard takes hardly any loudness", () => {
    const values = { ...HARD, driveDb: 6, ceilingDb: -1 };
    const signal = programme(1, 0);
    const guarded = rms(run(signal, values));
    const unguarded = rms(run(signal, { ...values, truePeak: false }));
    expect(Math.abs(decibels(guarded / unguarded))).toBeLessThan(0.2);
  });
});

describe("delta", () => {
  test.each(FACTORS)("and output add up to the input at %i×", (oversampling) => {
    for (const truePeak of [false, true]) {
      const values = { driveDb: 6, mixPercent: 80, oversampling, truePeak };
      const late = latencyOf(values);
      const output = run(noise, values);
      const delta = run(noise, { ...values, delta: true });
      const error = output.subarray(late).map((x, i) => x + delta[late + i]! - noise[i]!);
      expect(decibels(rms(error) / rms(noise))).toBeLessThan(-250);
    }
  });

  test("mix 0 % is the delayed input, drive or not", () => {
    const values = { driveDb: 12, mixPercent: 0 };
    const late = latencyOf(values);
    expect(run(noise, values).subarray(late)).toEqual(noise.subarray(0, noise.length - late));
  });
});

const steady = (values: PlainValues): { output: Float64Array; shavedDb: number } => {
  const { outputs, meters } = runStereo(sine(500, 0, 9600), sine(500, -20, 9600), values);
  return { output: tail(outputs["main"]![0]), shavedDb: meters["shavedDb"]!.at(-1)! };
};

describe("what is shaved", () => {
  test("is read in dB: 6 dB over a hard ceiling is 6 dB", () => {
    expect(Math.abs(steady({ ...HARD, driveDb: 6 }).shavedDb - 6)).toBeLessThan(0.02);
    expect(steady({ ...HARD, ceilingDb: 0 }).shavedDb).toBeLessThan(0.02);
    expect(
      runStereo(
        scaled(noise, -30),
        noise.map(() => 0),
      ).meters["shavedDb"]!.every((x) => x === 0),
    ).toBe(true);
  });

  test.each([0, 50, 100])("never exceeds the limit (knee %i percent)", (kneePercent) => {
    const { output, shavedDb } = steady({ kneePercent, driveDb: 9, limitShaveDb: 1, truePeak: false });
    expect(Math.abs(shavedDb - 1)).toBeLessThan(1e-6);
    expect(Math.abs(decibels(peak(output)) - 8)).toBeLessThan(0.01); // 9 dB over, lowered by 1
  });

  test("stays under the limit where the signal is not that loud", () => {
    const limited = steady({ ...HARD, driveDb: 0.9, limitShaveDb: 1, truePeak: false });
    const unlimited = steady({ ...HARD, driveDb: 0.9, truePeak: false });
    expect(limited.output).toEqual(unlimited.output);
    expect(decibels(peak(limited.output))).toBeLessThan(1e-9);
  });
});

/** A full-scale sine of 500 Hz, which has a peak in every slot of 2.5 ms, at these levels over the ceiling for these times. */
function steps(...levels: readonly (readonly [overDb: number, seconds: number])[]): Float64Array {
  const gains = levels.flatMap(([overDb, seconds]) =>
    Array.from({ length: Math.round(seconds * SAMPLE_RATE) }, () => 10 ** (overDb / 20)),
  );
  return sine(500, 0, gains.length).map((x, i) => x * gains[i]!);
}

describe("what is shaved at most, and for 95 % of the time", () => {
  const readings = (signal: Float64Array, options: Partial<RunOptions> = {}): { maxDb: number; usualDb: number } => {
    const { meters } = runStereo(signal, signal, { ...HARD, oversampling: 2 }, options);
    return { maxDb: meters["shavedMaxDb"]!.at(-1)!, usualDb: meters["shaved95PercentDb"]!.at(-1)! };
  };

  test.each<[string, Float64Array, number, number]>([
    ["4 % of it at 6 dB", steps([6, 0.04], [2, 0.96]), 6, 2],
    ["6 % of it at 6 dB", steps([2, 0.94], [6, 0.06]), 6, 6],
    ["10 % of it at 3 dB, 3 % at 9 dB", steps([1, 0.87], [9, 0.03], [3, 0.1]), 9, 3],
    ["a pause does not count, and leaves the readings", steps([6, 0.04], [-6, 3], [2, 0.96], [-6, 4]), 6, 2],
    ["what is longer ago than 3 s of shaving does not count", steps([9, 0.5], [2, 3.02]), 2, 2],
    ["less than 50 ms have no 95 %", steps([-6, 0.1], [4, 0.04], [-6, 0.1]), 4, 0],
  ])("%s", (_, signal, maxDb, usualDb) => {
    const read = readings(signal);
    expect(Math.abs(read.maxDb - maxDb)).toBeLessThan(0.15); // steps ring in the filters
    expect(Math.abs(read.usualDb - usualDb)).toBeLessThan(0.02);
  });

  test("programme: exactly what the sorted readings of the slots say, at a rate whose slots are quanta", () => {
    const values = { kneePercent: 50, driveDb: 18 };
    const signal = programme(8, 0);
    const { meters } = runStereo(signal, signal, values, { sampleRate: 400 * 128 });
    const shaved: number[] = [];
    meters["shavedDb"]!.forEach((reading, quantum) => {
      if (reading >= 0.01) shaved.push(reading);
      if (quantum % 7 !== 0) return;
      const lately = shaved.slice(-1200).toSorted((a, b) => a - b);
      expect(meters["shavedMaxDb"]![quantum]).toBe(lately.at(-1) ?? 0);
      const usualDb = lately.length < 20 ? 0 : lately[Math.ceil(0.95 * lately.length) - 1];
      expect(meters["shaved95PercentDb"]![quantum]).toBe(usualDb);
    });
    expect(shaved.length).toBeGreaterThan(1500);
  });

  test("how the signal is cut changes no reading", () => {
    const signal = scaled(programme(1, 3), 3);
    expect(readings(signal, { cuts: [1, 127, 64, 3, 17, 128] })).toEqual(readings(signal));
    expect(readings(signal).maxDb).toBeGreaterThan(readings(signal).usualDb + 0.5);
  });
});

test("mid and side are clipped apart: a loud middle leaves the side alone", () => {
  const mid = sine(500, 0, 9600).map((x) => 1.6 * x);
  const side = sine(2000, -40, 9600);
  const left = mid.map((x, i) => x + side[i]!);
  const right = mid.map((x, i) => x - side[i]!);
  const values = { ...HARD, channelMode: "midSide", limitShaveDb: 12 };
  const [clippedLeft, clippedRight] = runStereo(left, right, values).outputs["main"]!;
  const late = latencyOf(values);
  const error = clippedLeft.subarray(late).map((x, i) => (x - clippedRight[late + i]!) / 2 - side[i]!);
  expect(decibels(peak(error))).toBeLessThan(-250);
});

test.each(FACTORS)("no block length changes a bit at %i×", (oversampling) => {
  const signal = programme(0.1, 3);
  const values = { oversampling, kneePercent: 30, mixPercent: 70, ceilingDb: -2 };
  expect(run(signal, values, { cuts: [1, 127, 64, 3, 17, 128] })).toEqual(run(signal, values));
});

const swing = (quantum: number): PlainValues =>
  quantum % 2 === 0 ? { kneePercent: 100, limitShaveDb: 6 } : { kneePercent: 0, limitShaveDb: 2 };

const steepest = (x: Float64Array): number => peak(x.subarray(1).map((value, i) => value - x[i]!));

test("knee and limit glide inside a quantum: the output moves no faster than the input", () => {
  const signal = sine(100, 6, 6400);
  const output = run(signal, {}, { automate: swing }).subarray(256); // past the sine's own beginning
  expect(steepest(output)).toBeLessThan(1.01 * steepest(signal));
});
