import { expect, test } from "vitest";
import { createQuantisers, Quantiser } from "./quantise.ts";

const COUNT = 1 << 20;
const LSB = 1 / 32768;

function quantised(signal: Float64Array, quantiser: Quantiser): Int32Array {
  const output = new Int32Array(signal.length);
  quantiser.quantise(signal, 0, signal.length, output, 0);
  return output;
}

/** Mean and variance of the total error, in LSB. */
function errorOf(signal: Float64Array, output: Int32Array): { mean: number; variance: number } {
  let sum = 0;
  let squares = 0;
  output.forEach((value, i) => {
    const error = value - signal[i]! / LSB;
    sum += error;
    squares += error * error;
  });
  const mean = sum / output.length;
  return { mean, variance: squares / output.length - mean * mean };
}

test.each([
  ["a constant on a step", () => 100],
  ["a constant between steps", () => 100.5],
  ["a constant at 0.2", () => -7.8],
  ["a slow ramp", (i: number) => (i / COUNT) * 40 - 20],
  ["a sine of 1 LSB", (i: number) => Math.sin(i * 0.0123)],
  ["a loud sine", (i: number) => 20000 * Math.sin(i * 0.1)],
] as const)("the error of %s has mean 0 and variance 1/4 LSB²", (_, shape) => {
  const signal = Float64Array.from({ length: COUNT }, (__, i) => shape(i) * LSB);
  const { mean, variance } = errorOf(signal, quantised(signal, new Quantiser(16, 0, { ditherSeed: 1 })));
  expect(Math.abs(mean)).toBeLessThan(0.01);
  expect(Math.abs(variance / 0.25 - 1)).toBeLessThan(0.02);
});

/** Power at `bin` of a transform of `signal`, with every other bin's mean power as the measure. */
function powerAt(signal: Int32Array, bin: number): number {
  let re = 0;
  let im = 0;
  signal.forEach((value, i) => {
    re += value * Math.cos((2 * Math.PI * bin * i) / signal.length);
    im += value * Math.sin((2 * Math.PI * bin * i) / signal.length);
  });
  return (re * re + im * im) / signal.length / 0.25;
}

test("a sine of 1 LSB keeps its level and has no harmonic above the noise; without dither it has", () => {
  const length = 1 << 17;
  const bin = 331;
  const signal = Float64Array.from({ length }, (_, i) => LSB * Math.sin((2 * Math.PI * bin * i) / length));
  const dithered = quantised(signal, new Quantiser(16, 0, { ditherSeed: 3 }));
  const plain = quantised(signal, new Quantiser(16, 0, { dither: "none" }));
  const harmonics = [2, 3, 4, 5, 6, 7, 8, 9];
  // Bins of noise are distributed exponentially around 1: that one of eight exceeds 14 has odds of 1 to 150 000.
  expect(Math.max(...harmonics.map((n) => powerAt(dithered, n * bin)))).toBeLessThan(14);
  expect(Math.max(...harmonics.map((n) => powerAt(plain, n * bin)))).toBeGreaterThan(1000);
  expect(powerAt(dithered, bin) / length).toBeCloseTo(1, 1);
});

test("channels and seeds have dither of their own", () => {
  const signal = new Float64Array(COUNT).fill(0.3 * LSB);
  const [left, right] = createQuantisers(16, 2, { ditherSeed: 1 }).map((quantiser) => quantised(signal, quantiser));
  const other = quantised(signal, new Quantiser(16, 0, { ditherSeed: 2 }));
  for (const [one, two] of [
    [left!, right!],
    [left!, other],
    [right!, other],
  ] as const) {
    const covariance = one.reduce((sum, value, i) => sum + (value - 0.3) * (two[i]! - 0.3), 0) / COUNT;
    expect(Math.abs(covariance / 0.25)).toBeLessThan(5 / Math.sqrt(COUNT));
  }
});

test("neighbouring samples' dither is independent", () => {
  const output = quantised(new Float64Array(COUNT).fill(0.3 * LSB), new Quantiser(16, 0, {}));
  for (const lag of [1, 2, 3, 128]) {
    let sum = 0;
    for (let i = lag; i < COUNT; i++) sum += (output[i]! - 0.3) * (output[i - lag]! - 0.3);
    expect(Math.abs(sum / COUNT / 0.25)).toBeLessThan(5 / Math.sqrt(COUNT));
  }
});

test("the result does not depend on how the signal is cut", () => {
  const signal = Float64Array.from({ length: 5000 }, (_, i) => (i > 1000 && i < 3500 ? 0 : Math.sin(i) * LSB));
  const whole = quantised(signal, new Quantiser(24, 1, { ditherSeed: 9 }));
  const cut = new Int32Array(5000);
  const quantiser = new Quantiser(24, 1, { ditherSeed: 9 });
  for (let from = 0; from < 5000; from += 77) quantiser.quantise(signal, from, Math.min(77, 5000 - from), cut, from);
  expect(cut).toEqual(whole);
});

test("digital silence stays silent: from the start, and after 1024 zeros", () => {
  const quantiser = new Quantiser(16, 0, {});
  expect(quantised(new Float64Array(3000), quantiser).every((value) => value === 0)).toBe(true);
  quantised(new Float64Array(10).fill(0.1), quantiser);
  const tail = quantised(new Float64Array(5000), quantiser);
  expect(tail.subarray(0, 1024).some((value) => value !== 0)).toBe(true);
  expect(tail.subarray(1024).every((value) => value === 0)).toBe(true);
});

test("halves go to the even neighbour, loud samples to the end of the scale, NaN to 0", () => {
  const plain = new Quantiser(16, 0, { dither: "none" });
  const steps = Float64Array.of(
    0.5,
    1.5,
    2.5,
    -0.5,
    -1.5,
    -2.5,
    0.49999,
    7,
    40000,
    32767.4,
    -32768,
    -40000,
    Infinity,
    NaN,
  );
  expect(
    Array.from(
      quantised(
        steps.map((step) => step * LSB),
        plain,
      ),
    ),
  ).toEqual([0, 2, 2, 0, -2, -2, 0, 7, 32767, 32767, -32768, -32768, 32767, 0]);
});

test("24 bits scale by 2^23", () => {
  const plain = new Quantiser(24, 0, { dither: "none" });
  expect(Array.from(quantised(Float64Array.of(-1, 0.5, 1), plain))).toEqual([-8388608, 4194304, 8388607]);
});
