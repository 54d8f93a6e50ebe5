import { readFile } from "node:fs/promises";
import { createNodeRunner, type RunOptions } from "@twobus/core/laws";
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
  truePeak,
} from "../../../test/probes.ts";
import { tubeSaturator } from "./node.ts";

const tube = await createNodeRunner(builtInPack, "twobus.tubeSaturator", readFile);
const FACTORS = [1, 2, 4, 8];

function run(signal: Float64Array, values: PlainValues = {}, options: Partial<RunOptions> = {}): Float64Array {
  return tube.run({ inputs: { main: [signal, signal] }, values, ...options }).outputs["main"]![0];
}

const latencyOf = (oversampling: number): number => tubeSaturator.latencySamples!({ oversampling }, SAMPLE_RATE);
const tone = (peakDb: number, values: PlainValues = {}): Float64Array => run(sine(1000, peakDb, 24000), values);

describe("harmonics", () => {
  test("triode: the second is 10 dB above the third at −12 dBFS", () => {
    const output = tone(-12);
    expect(harmonicDb(output, 1000, 2) - harmonicDb(output, 1000, 3)).toBeGreaterThan(10);
  });

  test.each([-24, -18])("triode: from %i dBFS, 6 dB more level is 6 dB more second harmonic", (peakDb) => {
    const growth = harmonicDb(tone(peakDb + 6), 1000, 2) - harmonicDb(tone(peakDb), 1000, 2);
    expect(Math.abs(growth - 6)).toBeLessThan(1);
  });

  test.each([-18, -12, -6, 0])("pentode: the third is within 6 dB of the second or above it at %i dBFS", (peakDb) => {
    const output = tone(peakDb, { character: "pentode" });
    expect(harmonicDb(output, 1000, 3) - harmonicDb(output, 1000, 2)).toBeGreaterThan(-6);
  });

  test("without bias the curve is odd: no second harmonic, no DC", () => {
    const output = tone(-6, { biasPercent: 0, bouncePercent: 0 });
    expect(harmonicDb(output, 1000, 2)).toBeLessThan(-150);
  });

  // Reference sheet, section C.5 [computed]: tanh of a sine of full scale
  test.each([
    [0, -23.5],
    [6, -15.5],
    [12, -11.3],
  ])("without bias, %i dB over, the third is that of tanh: %d dB", (driveDb, third) => {
    const output = tone(0, { biasPercent: 0, bouncePercent: 0, driveDb });
    expect(Math.abs(harmonicDb(output, 1000, 3) - third)).toBeLessThan(0.1); // asked for: 3 dB
    const settled = tail(output);
    expect(decibels(settled.reduce((sum, value) => sum + value, 0) / settled.length)).toBeLessThan(-100);
  });

  // The same section: what folds of tanh at 5.13 kHz and 6 dB. At 1× that is the fifth harmonic, −28.3 dB at 22.35 kHz, and at 2×
  // the fifteenth, −91.0 dB at 19.05 kHz, by the Fourier series of the curve.
  test.each([
    [1, 5, 22350, -28],
    [2, 15, 19050, -91],
  ])("without bias, at %i× the harmonic %i folds to %i Hz with %i dB", (oversampling, order, foldHz, levelDb) => {
    const steps = Array.from({ length: 4096 }, (_, i) => (2 * Math.PI * i) / 4096);
    const shareOf = (harmonic: number): number =>
      Math.abs(steps.reduce((sum, x) => sum + Math.tanh(10 ** (6 / 20) * Math.sin(x)) * Math.sin(harmonic * x), 0));
    expect(Math.abs(decibels(shareOf(order) / shareOf(1)) - levelDb)).toBeLessThan(0.5);
    const values = { biasPercent: 0, bouncePercent: 0, driveDb: 6, oversampling };
    const output = run(sine(5130, 0, 24000), values);
    const foldDb = harmonicDb(output, 10, foldHz / 10) - harmonicDb(output, 10, 513);
    expect(Math.abs(foldDb - levelDb)).toBeLessThan(3);
    if (oversampling === 2) expect(Math.abs(aliasDb(output, 5130) - levelDb)).toBeLessThan(3);
  });

  test("the curve is tanh(x − bias) + tanh(bias), as a sine of 500 Hz shows", () => {
    const signal = sine(500, -6, SAMPLE_RATE);
    const output = run(signal, { bouncePercent: 0, autoGain: false });
    const drive = 10 ** (6 / 20);
    const fullScale = Math.tanh(drive - 0.3) + Math.tanh(0.3);
    const ideal = signal.map((x) => (Math.tanh(drive * x - 0.3) + Math.tanh(0.3)) / fullScale);
    const period = SAMPLE_RATE / 500;
    const mean = ideal.subarray(0, period).reduce((sum, value) => sum + value, 0) / period;
    const end = SAMPLE_RATE - period;
    for (let i = 0; i < period; i++) {
      // the blocker at 5 Hz turns 500 Hz by 0.6°, hence the tolerance; the curve itself is within 1e-4
      expect(Math.abs(output[end + i]! - (ideal[end + i - latencyOf(4)]! - mean))).toBeLessThan(0.01);
    }
  });
});

const crestDb = (x: Float64Array): number => decibels(truePeak(x) / rms(x));

describe("programme with peaks at −1 dBFS", () => {
  const signal = programme(3, -1);

  test("without level matching it gets louder, and no peak higher", () => {
    const output = run(signal, { autoGain: false });
    expect(decibels(rms(output) / rms(signal))).toBeGreaterThan(1);
    expect(decibels(truePeak(output) / truePeak(signal))).toBeLessThan(0.1);
  });

  test("level-matched, as by default, it stays as loud and its peaks come down", () => {
    const output = run(signal);
    expect(Math.abs(decibels(rms(output) / rms(signal)))).toBeLessThan(1);
    expect(decibels(truePeak(output) / truePeak(signal))).toBeLessThan(-1.5);
    expect(crestDb(signal) - crestDb(output)).toBeGreaterThan(1.5);
  });
});

/** Second harmonic over ten periods in the middle of a burst. */
const secondDb = (output: Float64Array, start: number): number => {
  const from = start + latencyOf(4) + 96;
  const at = (hz: number): number => {
    let [re, im] = [0, 0];
    for (let i = 0; i < 480; i++) {
      re += output[from + i]! * Math.cos((2 * Math.PI * hz * i) / SAMPLE_RATE);
      im += output[from + i]! * Math.sin((2 * Math.PI * hz * i) / SAMPLE_RATE);
    }
    return Math.hypot(re, im);
  };
  return decibels(at(2000) / at(1000));
};

describe("bias memory", () => {
  const BURST_SAMPLES = 960;
  const starts = Array.from({ length: 10 }, (_, burst) => SAMPLE_RATE + burst * 3 * BURST_SAMPLES);
  const bursts = new Float64Array(2 * SAMPLE_RATE);
  const burst = sine(1000, -6, BURST_SAMPLES);
  starts.forEach((start) => bursts.set(burst, start));

  test("a burst after a second of rest and the tenth in a row differ by more than 1 dB in the second harmonic", () => {
    const output = run(bursts);
    expect(secondDb(output, starts[9]!) - secondDb(output, starts[0]!)).toBeGreaterThan(1);
  });

  test("without bounce they are equal", () => {
    const output = run(bursts, { bouncePercent: 0 });
    expect(Math.abs(secondDb(output, starts[9]!) - secondDb(output, starts[0]!))).toBeLessThan(0.05);
  });

  test("the bias comes back in silence, unheard", () => {
    const output = run(
      Float64Array.from({ length: 4 * SAMPLE_RATE }, (_, i) => (i < 4800 ? bursts[i + SAMPLE_RATE]! : 0)),
    );
    expect(peak(output.subarray(4800 + 2 * latencyOf(4) + SAMPLE_RATE))).toBeLessThan(1e-6); // 1 s: the declared tail
    expect(peak(output.subarray(output.length - 4800))).toBeLessThan(1e-15);
  });
});

describe("DC", () => {
  test.each(["triode", "pentode"])("%s: none at the output of a loud tone", (character) => {
    const period = tail(run(sine(1000, 0, 5 * SAMPLE_RATE), { character, biasPercent: 100 }));
    const mean = period.reduce((sum, value) => sum + value, 0) / period.length;
    expect(decibels(mean)).toBeLessThan(-100);
  });

  test("silence is silent from the first sample", () => {
    expect(peak(run(new Float64Array(1000), { biasPercent: 100 }))).toBe(0);
  });
});

describe("mix", () => {
  const random = noiseSource(3);
  const noise = Float64Array.from({ length: 4000 }, () => 0.5 * random());

  test.each(FACTORS)("none is the delayed input to the bit at %i×", (oversampling) => {
    const output = run(noise, { mixPercent: 0, oversampling });
    expect(output.subarray(latencyOf(oversampling))).toEqual(noise.subarray(0, noise.length - latencyOf(oversampling)));
  });

  test.each(FACTORS)("wet and dry are equally late at %i×: no comb up to 20 kHz", (oversampling) => {
    for (const hz of [100, 1000, 5000, 10000, 15000, 19000]) {
      const level = (mixPercent: number): number =>
        rms(tail(run(sine(hz, -60, 9600), { mixPercent, oversampling, bouncePercent: 0 })));
      expect(Math.abs(decibels(level(50) / ((level(0) + level(100)) / 2)))).toBeLessThan(0.01);
    }
  });
});

test("at the highest drive a full-scale tone aliases below −38 dB at 4×, −55 dB at 8×", () => {
  const heavy = { driveDb: 24, character: "pentode" };
  expect(aliasDb(run(sine(5130, 0, 24000), { ...heavy, oversampling: 4 }), 5130)).toBeLessThan(-38);
  expect(aliasDb(run(sine(5130, 0, 24000), { ...heavy, oversampling: 8 }), 5130)).toBeLessThan(-55);
});

test.each(FACTORS)("no block length changes a bit at %i×", (oversampling) => {
  const signal = programme(0.1, -1);
  const values = { oversampling, character: "pentode", mixPercent: 70 };
  expect(run(signal, values, { cuts: [1, 127, 64, 3, 17, 128] })).toEqual(run(signal, values));
});

const swing = (quantum: number): PlainValues =>
  quantum % 2 === 0
    ? { driveDb: 24, biasPercent: 90, mixPercent: 20, autoGain: false, outputDb: 0 }
    : { driveDb: 2, biasPercent: 0, mixPercent: 100, autoGain: true, outputDb: -6 };

test("parameters glide inside a quantum: there is no step", () => {
  const signal = sine(100, -12, 12800);
  const output = run(signal, {}, { automate: swing }).subarray(256); // past the sine's own beginning
  // The corners where ramps meet bend by less than this; a jump of −34 dBFS would show
  const bend = peak(output.subarray(2).map((value, i) => value - 2 * output[i + 1]! + output[i]!));
  expect(bend).toBeLessThan(0.02);
});
