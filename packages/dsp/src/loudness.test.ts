import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { Arena, createMemory, dspWasm, instantiateKernels } from "./index.ts";

const memory = createMemory(1 << 20, false);
const kernels = await instantiateKernels(await WebAssembly.compile(await readFile(dspWasm.url)), memory);
const arena = new Arena();
const state = arena.allocate(kernels["loudnessStateBytes"]!());
const sums = arena.allocate(16);
const buffer = arena.allocate(48000 * 16);

/** BS.1770-5, tables 1 and 2. */
const SHELF = {
  b: [1.53512485958697, -2.69169618940638, 1.19839281085285],
  a: [1, -1.69065929318241, 0.73248077421585],
};
const HIGH_PASS = { b: [1, -2, 1], a: [1, -1.99004745483398, 0.99007225036621] };

/** Sum of squares per channel after weighting. */
function weightedEnergy(signal: Float64Array, sampleRate: number): number {
  const frames = new Float64Array(memory.buffer, buffer, 2 * signal.length);
  signal.forEach((x, n) => frames.set([x, -x], 2 * n));
  kernels["loudnessInit"]!(state, sampleRate);
  kernels["loudnessProcess"]!(state, buffer, signal.length);
  kernels["loudnessHop"]!(state, sums);
  const [left, right] = new Float64Array(memory.buffer, sums, 2);
  expect(right).toBe(left);
  return left!;
}

const delayed = (samples: Float64Array, n: number): number => (n < 0 ? 0 : samples[n]!);

function filtered(signal: Float64Array, { b, a }: typeof SHELF): Float64Array {
  const output = new Float64Array(signal.length);
  for (let n = 0; n < signal.length; n++) {
    for (let k = 0; k < 3; k++) {
      output[n]! += b[k]! * delayed(signal, n - k) - (k > 0 ? a[k]! * delayed(output, n - k) : 0);
    }
  }
  return output;
}

/** |c₀ + c₁z⁻¹ + c₂z⁻²| at an angle on the unit circle. */
function magnitude(c: readonly number[], angle: number): number {
  const real = c[0]! + c[1]! * Math.cos(angle) + c[2]! * Math.cos(2 * angle);
  return Math.hypot(real, c[1]! * Math.sin(angle) + c[2]! * Math.sin(2 * angle));
}

/** The standard's own response, by its tables, at 48 kHz. */
function standardGainDb(hz: number): number {
  const angle = (2 * Math.PI * hz) / 48000;
  const gains = [SHELF, HIGH_PASS].map(({ b, a }) => magnitude(b, angle) / magnitude(a, angle));
  return 20 * Math.log10(gains[0]! * gains[1]!);
}

test("at 48 kHz the weighting is the standard's table", () => {
  let seed = 1;
  const noise = Float64Array.from({ length: 4800 }, () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 31 - 1;
  });
  const expected = filtered(filtered(noise, SHELF), HIGH_PASS).reduce((sum, x) => sum + x * x, 0);
  expect(Math.abs(weightedEnergy(noise, 48000) / expected - 1)).toBeLessThan(1e-9);
});

// At lower rates the bilinear transform squeezes the shelf's upper flank: 0.1 dB at 44.1 kHz is its whole effect below 10 kHz.
test.each([44100, 88200, 96000, 192000])("at %i Hz it has the same gain", (sampleRate) => {
  for (const [hz, toleranceDb] of [
    [31.5, 0.001],
    [100, 0.001],
    [997, 0.01],
    [2000, 0.03],
    [5000, 0.06],
    [10000, 0.03],
  ] as const) {
    const cycles = Math.round(hz / 10);
    const length = Math.round((cycles * sampleRate) / hz);
    const frames = 24000 - (24000 % length);
    const sine = Float64Array.from({ length: 48000 }, (_, n) => Math.sin((2 * Math.PI * hz * n) / sampleRate));
    const settled = weightedEnergy(sine, sampleRate) - weightedEnergy(sine.subarray(0, 48000 - frames), sampleRate);
    const gainDb = 10 * Math.log10((2 * settled) / frames);
    expect(Math.abs(gainDb - standardGainDb(hz)), `${hz} Hz: ${gainDb}`).toBeLessThan(toleranceDb);
  }
});
