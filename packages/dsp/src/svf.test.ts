import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { createMemory } from "./memory.ts";
import { dspWasm, instantiateKernels } from "./module.ts";

const memory = createMemory(65536, false);
const kernels = await instantiateKernels(await WebAssembly.compile(await readFile(dspWasm.url)), memory);
const numbers = new Float64Array(memory.buffer);

const FILTER = 4096;
const BLOCK = 8192;
const SAMPLE_RATE = 48000;

/** Runs a signal through both channels in place and returns the right one. */
function run(signal: Float64Array, before: (quantum: number) => void = () => {}): Float64Array {
  const output = new Float64Array(signal.length);
  for (let start = 0; start < signal.length; start += 128) {
    const frames = Math.min(128, signal.length - start);
    for (let i = 0; i < frames; i++) numbers.fill(signal[start + i]!, BLOCK / 8 + 2 * i, BLOCK / 8 + 2 * i + 2);
    before(start / 128);
    kernels["runSvf"]!(FILTER, BLOCK, BLOCK, frames);
    for (let i = 0; i < frames; i++) output[start + i] = numbers[BLOCK / 8 + 2 * i + 1]!;
  }
  return output;
}

/** Magnitude of an impulse response at a frequency, in dB. */
function magnitudeDb(response: Float64Array, hz: number): number {
  let re = 0;
  let im = 0;
  response.forEach((value, i) => {
    re += value * Math.cos((2 * Math.PI * hz * i) / SAMPLE_RATE);
    im += value * Math.sin((2 * Math.PI * hz * i) / SAMPLE_RATE);
  });
  return 20 * Math.log10(Math.hypot(re, im));
}

type Complex = readonly [re: number, im: number];
const magnitude = ([re, im]: Complex): number => Math.hypot(re, im);

const HZ = 1700;
const GAIN_DB = 9;
const Q = 1.3;
const A = 10 ** (GAIN_DB / 40);
const R = Math.sqrt(A) / Q;

// Analogue prototypes at s = i·w: numerator and denominator.
test.each<[string, number[], (w: number) => Complex, (w: number) => Complex]>([
  ["svfLowPass", [Q], () => [1, 0], (w) => [1 - w * w, w / Q]],
  ["svfHighPass", [Q], (w) => [-w * w, 0], (w) => [1 - w * w, w / Q]],
  ["svfBandPass", [Q], (w) => [0, w / Q], (w) => [1 - w * w, w / Q]],
  ["svfNotch", [Q], (w) => [1 - w * w, 0], (w) => [1 - w * w, w / Q]],
  ["svfBell", [GAIN_DB, Q], (w) => [1 - w * w, (w * A) / Q], (w) => [1 - w * w, w / (A * Q)]],
  ["svfLowShelf", [GAIN_DB, Q], (w) => [A * (A - w * w), A * w * R], (w) => [1 - A * w * w, w * R]],
  ["svfHighShelf", [GAIN_DB, Q], (w) => [A * (1 - A * w * w), A * w * R], (w) => [A - w * w, w * R]],
])("%s has the analogue response over a bent axis", (name, values, numerator, denominator) => {
  kernels[name]!(FILTER, SAMPLE_RATE, HZ, ...values);
  kernels["resetSvf"]!(FILTER);
  const impulse = new Float64Array(8192);
  impulse[0] = 1;
  const response = run(impulse);
  for (const hz of [40, 300, 1200, 1650, 2500, 9000, 20000]) {
    const w = Math.tan((Math.PI * hz) / SAMPLE_RATE) / Math.tan((Math.PI * HZ) / SAMPLE_RATE);
    const wanted = 20 * Math.log10(magnitude(numerator(w)) / magnitude(denominator(w)));
    expect(magnitudeDb(response, hz)).toBeCloseTo(wanted, 6);
  }
});

test("stays within its own gain however fast it is swept", () => {
  kernels["svfBell"]!(FILTER, SAMPLE_RATE, 20, 12, 0.7);
  kernels["resetSvf"]!(FILTER);
  const signal = Float64Array.from({ length: 128 * 400 }, (_, i) => Math.sin((2 * Math.PI * 997 * i) / SAMPLE_RATE));
  const output = run(signal, (quantum) =>
    kernels["svfBell"]!(FILTER, SAMPLE_RATE, quantum % 2 === 0 ? 18000 : 25, 12, 0.7),
  );
  expect(output.reduce((most, value) => Math.max(most, Math.abs(value)), 0)).toBeLessThan(6);
});
