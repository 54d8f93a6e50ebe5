import { readFile } from "node:fs/promises";
import { createNodeRunner, type RunOptions } from "@twobus/core/laws";
import type { PlainValues } from "@twobus/core";
import { describe, expect, test } from "vitest";
import { partsAddUp } from "../../../test/follow.ts";
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
} from "../../../test/probes.ts";
import { transformerSaturator } from "./node.ts";

const transformer = await createNodeRunner(builtInPack, "twobus.transformerSaturator", readFile);
const FACTORS = [1, 2, 4, 8];

function run(signal: Float64Array, values: PlainValues = {}, options: Partial<RunOptions> = {}): Float64Array {
  return transformer.run({ inputs: { main: [signal, signal] }, values, ...options }).outputs["main"]![0];
}

const latencyOf = (oversampling: number): number => transformerSaturator.latencySamples!({ oversampling }, SAMPLE_RATE);

const output = (hz: number, peakDb: number, values: PlainValues = {}): Float64Array =>
  run(sine(hz, peakDb, SAMPLE_RATE), values);

const third = (hz: number, peakDb: number, values: PlainValues = {}): number =>
  harmonicDb(output(hz, peakDb, values), hz, 3);

describe("check 1: distortion goes with (V/f)²", () => {
  // the cubic region: below 3 % of third harmonic
  test.each([
    [40, -24],
    [40, -18],
    [80, -12],
    [100, -6],
  ])("at %i Hz and %i dBFS, 6 dB more level or half the frequency are 12 dB more third harmonic", (hz, peakDb) => {
    const from = third(hz, peakDb);
    for (const more of [third(hz, peakDb + 6), third(hz / 2, peakDb)]) {
      expect(more).toBeLessThan(decibels(0.03));
      expect(Math.abs(more - from - 12)).toBeLessThan(2.5);
    }
  });

  test("a large core is a good line transformer: 0.025 % at 20 Hz and 0 VU, 0.006 % at 40 Hz", () => {
    expect(Math.abs(third(20, -18, { driveDb: 0 }) - decibels(0.00025))).toBeLessThan(1);
    expect(Math.abs(third(40, -18, { driveDb: 0 }) - decibels(0.00006))).toBeLessThan(1);
  });
});

/** Harmonics 2 to 10, as a gain. */
const distortion = (hz: number, peakDb: number, values: PlainValues = {}): number => {
  const signal = output(hz, peakDb, values);
  return Math.hypot(...Array.from({ length: 9 }, (_, i) => 10 ** (harmonicDb(signal, hz, i + 2) / 20)));
};

test.each([
  [-18, 12],
  [-6, 12],
  [-6, 30],
])("check 2: at %i dBFS and %i dB of drive 1 kHz is distorted by less than a twentieth of 50 Hz", (peakDb, driveDb) => {
  expect(distortion(1000, peakDb, { driveDb })).toBeLessThan(distortion(50, peakDb, { driveDb }) / 20);
});

describe("check 3: symmetry", () => {
  const evenOverOdd = (biasPercent: number): number => {
    const signal = output(50, -12, { biasPercent });
    return harmonicDb(signal, 50, 2) - harmonicDb(signal, 50, 3);
  };

  test("the third is more than 15 dB above the second", () => expect(evenOverOdd(0)).toBeLessThan(-15));
  test("unless there is direct current", () => expect(evenOverOdd(60)).toBeGreaterThan(0));
});

describe("check 4: corners", () => {
  const gainDb = (hz: number, values: PlainValues): number => {
    const signal = sine(hz, -60, SAMPLE_RATE);
    const from = SAMPLE_RATE / 2;
    return decibels(rms(run(signal, values).subarray(from)) / rms(signal.subarray(from)));
  };

  test.each([10, 30, 100])("the high-pass is 3 dB down within 10 % of %i Hz", (highPassHz) => {
    expect(gainDb(0.9 * highPassHz, { highPassHz })).toBeLessThan(-3.01);
    expect(gainDb(1.1 * highPassHz, { highPassHz })).toBeGreaterThan(-3.01);
  });

  test.each([8000, 12000, 18000])("the low-pass is 3 dB down within 10 % of %i Hz", (lowPassHz) => {
    expect(gainDb(0.9 * lowPassHz, { lowPassHz })).toBeGreaterThan(-3.01);
    expect(gainDb(1.1 * lowPassHz, { lowPassHz })).toBeLessThan(-3.01);
  });

  test("in between it is flat", () => {
    for (const hz of [100, 1000, 10000, 18000]) expect(Math.abs(gainDb(hz, {}))).toBeLessThan(0.05);
  });
});

/** Amplitude at `hz`, a multiple of 10, over the last 0.1 s. */
function amplitude(signal: Float64Array, hz: number): number {
  const stretch = signal.subarray(signal.length - SAMPLE_RATE / 10);
  let [re, im] = [0, 0];
  stretch.forEach((value, i) => {
    re += value * Math.cos((2 * Math.PI * hz * i) / SAMPLE_RATE);
    im += value * Math.sin((2 * Math.PI * hz * i) / SAMPLE_RATE);
  });
  return Math.hypot(re, im);
}

test("check 5: the sidebands of 7 kHz beside a 50 Hz four times as strong rise with the drive", () => {
  const treble = sine(7000, -26, SAMPLE_RATE);
  const both = sine(50, -14, SAMPLE_RATE).map((value, i) => value + treble[i]!);
  const sidebandDb = (driveDb: number): number => {
    const signal = run(both, { driveDb });
    return decibels((amplitude(signal, 6900) + amplitude(signal, 7100)) / amplitude(signal, 7000));
  };
  const levels = [0, 6, 12, 18, 24].map(sidebandDb);
  levels.slice(1).forEach((level, i) => expect(level).toBeGreaterThan(levels[i]! + 6));
});

test("it computes integral, tanh and difference, as at the base rate a plain reference does", () => {
  const values = { oversampling: 1, driveDb: 24, biasPercent: 30, highPassHz: 20 };
  const signal = programme(0.5, -1);
  const keep = Math.exp((-2 * Math.PI * 20) / SAMPLE_RATE);
  const perVolt = (((0.0316 * 2 * Math.PI * 20) / 10 ** -0.9) * 10 ** (24 / 20)) / SAMPLE_RATE;
  const scale = (1 + keep) / 2 / (1 - Math.tanh(0.3) ** 2) / perVolt;
  let [flux, last] = [0, 0];
  const reference = signal.map((value) => {
    flux = keep * flux + value;
    const bent = Math.tanh(perVolt * flux + 0.3) - Math.tanh(0.3);
    const difference = scale * (bent - last);
    last = bent;
    return difference;
  });
  const difference = run(signal, values).map((value, i) => value - reference[i]!);
  // the continued fraction stays within 1e-4 of tanh, and the winding differentiates what is left of that
  expect(decibels(rms(difference) / rms(reference))).toBeLessThan(-60);
});

test("moderate drive does not alias: below −120 dB at 5 and 10 kHz", () => {
  for (const hz of [5130, 10130]) expect(aliasDb(run(sine(hz, -6, 24000), { driveDb: 22 }), hz)).toBeLessThan(-120);
});

test.each(FACTORS)("no mix is the delayed input to the bit at %i×", (oversampling) => {
  const signal = programme(0.1, -6);
  const late = latencyOf(oversampling);
  const untouched = run(signal, { mixPercent: 0, oversampling });
  expect(untouched.subarray(late)).toEqual(signal.subarray(0, signal.length - late));
});

test.each([
  { driveDb: 36 },
  { driveDb: 30, biasPercent: 80, highPassHz: 2, oversampling: 8 },
  { lowPassHz: 9000, mixPercent: 60, oversampling: 2 },
])("parts of the sound add up to the whole: %o", async (values) => {
  const random = noiseSource(5);
  const noise = (): Float64Array => Float64Array.from({ length: 12000 }, () => 0.3 * random());
  const parts = [0, 1, 2].map(() => [noise(), noise()] as const);
  expect(await partsAddUp(builtInPack, "twobus.transformerSaturator", values, parts)).toBeLessThan(-240);
});

const swing = (quantum: number): PlainValues =>
  quantum % 2 === 0
    ? { driveDb: 30, biasPercent: 50, mixPercent: 20, lowPassHz: 8000 }
    : { driveDb: 0, biasPercent: 0, mixPercent: 100, lowPassHz: 20000 };

test("parameters glide inside a quantum: there is no step", () => {
  const moved = run(sine(100, -18, 12800), {}, { automate: swing }).subarray(512);
  const bend = peak(moved.subarray(2).map((value, i) => value - 2 * moved[i + 1]! + moved[i]!));
  expect(bend).toBeLessThan(0.02); // a jump of −34 dBFS would show
});
