import { readFile } from "node:fs/promises";
import { defaultValues, kernelValue, type PlainValues } from "@twobus/core";
import { createNodeRunner, type Stereo } from "@twobus/core/laws";
import { createMemory, instantiateKernels } from "@twobus/dsp";
import { describe, expect, test } from "vitest";
import { builtInPack } from "../../index.ts";
import { parametricEq } from "./node.ts";
import { bell, decibels, finite, impulse, noise, peak, SHAPES } from "../../../test/signals.ts";

const eq = await createNodeRunner(builtInPack, "twobus.parametricEq", readFile);

const SAMPLE_RATES = [8000, 44100, 48000, 96000, 192000];

const logarithmic = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from * (to / from) ** (i / (count - 1)));

function run(values: PlainValues, [left, right]: Stereo, sampleRate = 48000): Stereo {
  return eq.run({ values, inputs: { main: [left, right] }, sampleRate }).outputs["main"]!;
}

/** Magnitude of an impulse response at a frequency, in dB. */
function magnitudeDb(response: Float64Array, hz: number, sampleRate: number): number {
  let re = 0;
  let im = 0;
  response.forEach((value, i) => {
    re += value * Math.cos((2 * Math.PI * hz * i) / sampleRate);
    im += value * Math.sin((2 * Math.PI * hz * i) / sampleRate);
  });
  return decibels(Math.hypot(re, im));
}

function bellDb(hz: number, centreHz: number, gainDb: number, q: number): number {
  const gain = 10 ** (gainDb / 40);
  const w = hz / centreHz;
  return decibels(Math.hypot(1 - w * w, (w * gain) / q) / Math.hypot(1 - w * w, w / (gain * q)));
}

test("no bit changes while every band is off, or at 0 dB", () => {
  const signal: Stereo = [noise(1000, 1), noise(1000, 2)];
  expect(run({}, signal)).toEqual(signal);
  expect(run({ ...bell(1, 1000, 0, 1), band2Shape: "highShelf", band3Shape: "tilt" }, signal)).toEqual(signal);
});

test("the output gain follows the bands", () => {
  const [left] = run({ outputGainDb: -6 }, [impulse(8), impulse(8)]);
  expect(decibels(left[0]!)).toBeCloseTo(-6, 9);
});

// Check 1 of the reference asks 0.6 dB for 10 kHz, +12 dB, Q 1 at 48 kHz. The whole range of designs is measured in dsp.
describe("a bell follows its analogue curve to 20 kHz", () => {
  test.each([
    [44100, 10000, 1, 0.2],
    [48000, 10000, 1, 0.12],
    [44100, 16000, 0.3, 0.22],
    [44100, 16000, 10, 0.22],
    [96000, 16000, 1, 0.012],
  ])("at %d Hz, centre %d Hz, Q %f, within %f dB", (sampleRate, centreHz, q, limitDb) => {
    const signal = impulse(4096);
    const [response] = run(bell(1, centreHz, 12, q), [signal, signal], sampleRate);
    for (const hz of logarithmic(100, 20000, 60)) {
      const deviation = magnitudeDb(response, hz, sampleRate) - bellDb(hz, centreHz, 12, q);
      expect(Math.abs(deviation)).toBeLessThan(limitDb);
    }
  });
});

test("a bell has its gain at its centre within 0.01 dB", () => {
  for (const centreHz of [100, 1000, 5000, 16000]) {
    for (const gainDb of [-15, -3, 6, 24]) {
      const signal = impulse(32768);
      const [response] = run(bell(3, centreHz, gainDb, 2), [signal, signal]);
      expect(Math.abs(magnitudeDb(response, centreHz, 48000) - gainDb)).toBeLessThan(0.01);
    }
  }
});

test("a boost and the equal cut null below −100 dB", () => {
  const signal = noise(24000, 3);
  for (const shape of ["bell", "lowShelf", "highShelf", "tilt"]) {
    for (const frequencyHz of [40, 900, 15000]) {
      const boost = { ...bell(1, frequencyHz, 12, 2), band1Shape: shape };
      const cut = { ...bell(2, frequencyHz, -12, 2), band2Shape: shape };
      const [out] = run({ ...boost, ...cut }, [signal, signal]);
      expect(decibels(peak(out.map((value, i) => value - signal[i]!)))).toBeLessThan(-100);
    }
  }
});

// Check 5
test("is stable for Q 0.1 to 40 and up to 0.49 of the sample rate", () => {
  const signal = noise(4096, 4);
  for (const sampleRate of SAMPLE_RATES) {
    for (const shape of SHAPES) {
      for (const q of [0.1, 1, 40]) {
        for (const frequencyHz of [10, 0.25 * sampleRate, 20000]) {
          const band = {
            ...bell(1, Math.min(frequencyHz, 20000), 24, q),
            band1Shape: shape,
            band1SlopeDbPerOctave: 48,
          };
          const [out] = run(band, [signal, signal], sampleRate);
          expect(finite(out)).toBe(true);
          // The most that a setting adds: a shelf's 24 dB and its resonance, 32 dB at Q 40.
          expect(decibels(peak(out))).toBeLessThan(56);
        }
      }
    }
  }
});

test("after the signal comes exact silence, and no subnormal on the way", () => {
  const frames = 48000 * 4;
  const signal = Float64Array.from({ length: frames }, (_, i) => (i < 2000 ? Math.sin(i / 7) : 0));
  const bands = { ...bell(1, 300, 12, 4), ...bell(2, 5000, -12, 1), band3Shape: "highPass", band4Shape: "lowShelf" };
  const [left] = run({ ...bands, band3FrequencyHz: 60, band3SlopeDbPerOctave: 48, band4GainDb: 6 }, [signal, signal]);
  expect(left.slice(-1000)).toEqual(new Float64Array(1000));
  expect(left.every((value) => value === 0 || Math.abs(value) > 2.3e-308)).toBe(true);
});

test("the cut into quanta changes no bit", () => {
  const signal: Stereo = [noise(3000, 7), noise(3000, 8)];
  const values = {
    ...bell(1, 120, 5, 1),
    ...bell(2, 3000, -4, 3),
    band3Shape: "highPass",
    band3SlopeDbPerOctave: 48,
    band4Shape: "highShelf",
    band4GainDb: 3,
    band4Channel: "side",
    outputGainDb: -1,
  };
  const whole = eq.run({ values, inputs: { main: signal } });
  const cut = eq.run({ values, inputs: { main: signal }, cuts: [1, 127, 3, 64, 128, 17] });
  expect(cut.outputs).toEqual(whole.outputs);
});

const difference = (a: Float64Array, b: Float64Array): number => peak(a.map((value, i) => value - b[i]!));

test("a band on mid leaves side alone, and the other way round", () => {
  const signal = noise(2000, 9);
  const opposite = signal.map((value) => -value);
  const reference = run(bell(1, 800, 9, 1), [signal, signal]);
  const onMid = { ...bell(1, 800, 9, 1), band1Channel: "mid" };
  expect(difference(run(onMid, [signal, signal])[0], reference[0])).toBeLessThan(1e-13);
  expect(difference(run(onMid, [signal, opposite])[0], signal)).toBeLessThan(1e-13);
  const onSide = { ...bell(1, 800, 9, 1), band1Channel: "side" };
  expect(difference(run(onSide, [signal, opposite])[0], reference[0])).toBeLessThan(1e-13);
  expect(difference(run(onSide, [signal, signal])[0], signal)).toBeLessThan(1e-13);
});

describe("the curve that the kernel reports", async () => {
  const memory = createMemory(262144, false);
  const bytes = await readFile(builtInPack.wasm!.url);
  const kernels = await instantiateKernels(await WebAssembly.compile(bytes), memory);
  const PARAMETERS = 1024;
  const STATE = 8192;

  function start(values: PlainValues, sampleRate: number): void {
    const block = new Float64Array(memory.buffer, PARAMETERS);
    Object.entries(parametricEq.params).forEach(([name, parameter], index) =>
      block.fill(kernelValue(parameter, values[name] ?? parameter.default), 2 * index, 2 * index + 2),
    );
    expect(kernels["parametricEqStateBytes"]!(PARAMETERS, sampleRate)).toBeLessThan(memory.buffer.byteLength - STATE);
    kernels["parametricEqInit"]!(STATE, PARAMETERS, sampleRate);
  }

  test.each(SHAPES)("is what is heard of a %s", (band3Shape) => {
    const values = {
      ...bell(1, 700, -6, 2),
      ...bell(3, 2500, 8, 1),
      band3Shape,
      band3SlopeDbPerOctave: 36,
      band3Channel: "side",
    };
    start(values, 48000);
    const signal = impulse(16384);
    const [mid] = run(values, [signal, signal]);
    const [side] = run(values, [signal, signal.map((value) => -value)]);
    for (const hz of logarithmic(60, 20000, 25)) {
      for (const [name, response] of [
        ["parametricEqResponse", mid],
        ["parametricEqSideResponse", side],
      ] as const) {
        const heardDb = magnitudeDb(response, hz, 48000);
        // Deeper down the measurement is made of rounding errors.
        if (heardDb > -150) expect(kernels[name]!(STATE, hz)).toBeCloseTo(heardDb, 6);
      }
    }
  });
});

test("the declared tail covers what rings", () => {
  for (const shape of SHAPES) {
    for (const [frequencyHz, gainDb, q] of [
      [100, 12, 10],
      [100, -24, 0.1],
      [50, 24, 0.5],
      [1000, -12, 3],
    ] as const) {
      const values = { ...bell(1, frequencyHz, gainDb, q), band1Shape: shape, band1SlopeDbPerOctave: 48 };
      const tail = parametricEq.tailSamples!({ ...defaultValues(parametricEq), ...values }, 48000);
      const frames = Math.min(tail + 4800, 480000);
      const signal = impulse(frames);
      const [response] = run(values, [signal, signal]);
      expect(peak(response.subarray(tail))).toBeLessThan(1e-5 * peak(response));
    }
  }
});
