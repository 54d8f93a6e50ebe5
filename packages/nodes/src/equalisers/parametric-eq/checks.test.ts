import { readFile } from "node:fs/promises";
import { defaultValues, kernelValue, type PlainValues } from "@twobus/core";
import { createNodeRunner, type Stereo } from "@twobus/core/laws";
import { createMemory, instantiateKernels } from "@twobus/dsp";
import { describe, expect, test } from "vitest";
import { builtInPack } from "../../index.ts";
import { parametricEq } from "./node.ts";

const eq = await createNodeRunner(builtInPack, "twobus.parametricEq", readFile);

const SAMPLE_RATES = [8000, 44100, 48000, 96000, 192000];
const SHAPES = ["bell", "lowShelf", "highShelf", "highPass", "lowPass", "notch", "bandPass", "tilt"];

/** Seeded numbers in 0 … 1. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const noise = (frames: number, seed: number): Float64Array => {
  const random = randomNumbers(seed);
  return Float64Array.from({ length: frames }, () => 2 * random() - 1);
};

const impulse = (frames: number): Float64Array => Float64Array.from({ length: frames }, (_, i) => (i === 0 ? 1 : 0));
const tone = (hz: number, sampleRate: number, frames: number, amplitude: number): Float64Array =>
  Float64Array.from({ length: frames }, (_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / sampleRate));
const peak = (signal: Float64Array): number => signal.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const decibels = (ratio: number): number => 20 * Math.log10(ratio);
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

const bell = (n: number, frequencyHz: number, gainDb: number, q: number): PlainValues => ({
  [`band${n}Shape`]: "bell",
  [`band${n}FrequencyHz`]: frequencyHz,
  [`band${n}GainDb`]: gainDb,
  [`band${n}Q`]: q,
});

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

/**
 * Equivalent Step: the output through a fixed 255-tap linear-phase high-pass (8 kHz at 48 kHz, nothing at DC), as a level
 * relative to what a unit step would leave there. A click of −60 dBFS reads like a step of that height.
 */
function equivalentStepDb(signal: Float64Array, from: number, to: number): number {
  const half = 127;
  const lowPass = Float64Array.from({ length: 2 * half + 1 }, (_, i) => {
    const t = i - half;
    const window = 0.42 + 0.5 * Math.cos((Math.PI * t) / (half + 1)) + 0.08 * Math.cos((2 * Math.PI * t) / (half + 1));
    return window * (t === 0 ? 1 / 3 : Math.sin((Math.PI * t) / 3) / (Math.PI * t));
  });
  const sum = lowPass.reduce((a, b) => a + b, 0);
  const highPass = lowPass.map((tap, i) => (i === half ? 1 : 0) - tap / sum);
  let step = 0;
  let stepPeak = 0;
  for (const tap of highPass) stepPeak = Math.max(stepPeak, Math.abs((step += tap)));
  let most = 0;
  for (let i = from; i < to; i++) {
    let value = 0;
    for (let k = 0; k < highPass.length; k++) value += highPass[k]! * signal[i - k]!;
    most = Math.max(most, Math.abs(value));
  }
  return decibels(most / stepPeak);
}

// Check 4: 20 Hz to 20 kHz in 0.1 s across a tone of −12 dBFS. The reference asks −60 dBFS.
test.each(["bell", "lowShelf", "highShelf", "highPass", "lowPass", "notch", "tilt"])(
  "sweeping a %s does not click",
  (band1Shape) => {
    for (const hz of [97, 997, 3001]) {
      for (const up of [true, false]) {
        const signal = tone(hz, 48000, 16384, 0.25);
        const at = (quantum: number): number => 20 * 1000 ** Math.min(1, Math.max(0, ((quantum - 60) * 128) / 4800));
        const { outputs } = eq.run({
          inputs: { main: [signal, signal] },
          values: { ...bell(1, at(up ? 0 : 120), 12, 1), band1Shape },
          automate: (quantum) => ({ band1FrequencyHz: at(up ? quantum : 120 - quantum) }),
        });
        expect(equivalentStepDb(outputs["main"]![0], 4000, 14000)).toBeLessThan(-75);
      }
    }
  },
);

test("a jump of ten octaves leaves no thump", () => {
  const signal = tone(7001, 48000, 12800, 0.25);
  for (const band1Shape of SHAPES) {
    const { outputs } = eq.run({
      inputs: { main: [signal, signal] },
      values: { ...bell(1, 15000, 12, 1), band1Shape },
      automate: (quantum) => (quantum < 50 ? {} : { band1FrequencyHz: 20 }),
    });
    // The boost alone makes −12 dBFS 0 dBFS.
    expect(decibels(peak(outputs["main"]![0]))).toBeLessThan(3);
  }
});

const finite = (signal: Float64Array): boolean => signal.every((value) => Number.isFinite(value));

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

test("random automation of everything stays finite and bounded", () => {
  const random = randomNumbers(5);
  const signal = noise(128 * 400, 6).map((value) => value / 4);
  const names = Object.entries(parametricEq.params);
  const randomValues = (): PlainValues =>
    Object.fromEntries(
      names
        .filter(() => random() < 0.2)
        .map(([name, parameter]) => {
          if (parameter.kind === "choice")
            return [name, parameter.options[Math.floor(random() * parameter.options.length)]!];
          if (parameter.kind === "toggle") return [name, random() < 0.5];
          if (parameter.scale === "linear") return [name, parameter.min + random() * (parameter.max - parameter.min)];
          return [name, parameter.min * (parameter.max / parameter.min) ** random()];
        }),
    );
  for (const sampleRate of [8000, 48000, 192000]) {
    const { outputs } = eq.run({ sampleRate, inputs: { main: [signal, signal] }, automate: randomValues });
    expect(outputs["main"]!.every(finite)).toBe(true);
    // Eight bands of +24 dB and the output gain may add 216 dB where they meet.
    expect(decibels(peak(outputs["main"]![0]))).toBeLessThan(204);
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

test("a band on mid leaves side alone, and the other way round", () => {
  const signal = noise(2000, 9);
  const opposite = signal.map((value) => -value);
  const reference = run(bell(1, 800, 9, 1), [signal, signal]);
  const difference = (a: Float64Array, b: Float64Array): number => peak(a.map((value, i) => value - b[i]!));
  const onMid = { ...bell(1, 800, 9, 1), band1Channel: "mid" };
  expect(difference(run(onMid, [signal, signal])[0], reference[0])).toBeLessThan(1e-13);
  expect(difference(run(onMid, [signal, opposite])[0], signal)).toBeLessThan(1e-13);
  const onSide = { ...bell(1, 800, 9, 1), band1Channel: "side" };
  expect(difference(run(onSide, [signal, opposite])[0], reference[0])).toBeLessThan(1e-13);
  expect(difference(run(onSide, [signal, signal])[0], signal)).toBeLessThan(1e-13);
});

test("a stereo band goes on undisturbed when another comes to mid and leaves", () => {
  const signal: Stereo = [tone(200, 48000, 12800, 0.5), tone(310, 48000, 12800, 0.5)];
  const values = bell(1, 250, 12, 6);
  const { outputs } = eq.run({
    values: { ...values, ...bell(2, 4000, 0, 1) },
    inputs: { main: signal },
    // Band 2 does nothing at 0 dB; its channel alone moves the cascade to mid and side and back.
    automate: (quantum) => ({ band2Channel: quantum > 20 && quantum < 60 ? "mid" : "stereo" }),
  });
  const reference = run(values, signal);
  const difference = outputs["main"]![0].map((value, i) => value - reference[0][i]!);
  expect(peak(difference)).toBeLessThan(1e-12);
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
