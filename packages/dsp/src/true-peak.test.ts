import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { Arena, createMemory, dspWasm, instantiateKernels } from "./index.ts";

const memory = createMemory(1 << 20, false);
const kernels = await instantiateKernels(await WebAssembly.compile(await readFile(dspWasm.url)), memory);
const arena = new Arena();
const state = arena.allocate(kernels["truePeakMeterStateBytes"]!());
const buffer = arena.allocate(4096 * 16);

/** The highest true peak per channel of two signals, heard in pieces. */
function truePeaks(left: Float64Array, right: Float64Array, pieces: readonly number[] = [left.length]): number[] {
  const frames = new Float64Array(memory.buffer, buffer, 2 * left.length);
  left.forEach((x, n) => frames.set([x, right[n]!], 2 * n));
  kernels["truePeakMeterInit"]!(state);
  let start = 0;
  for (let turn = 0; start < left.length; turn++) {
    const count = Math.min(pieces[turn % pieces.length]!, left.length - start);
    kernels["truePeakMeterProcess"]!(state, buffer + 16 * start, count);
    start += count;
  }
  return [...new Float64Array(memory.buffer, state, 2)];
}

/** A sine with a peak `fraction` of a frame after frame 200; it fades in and out over 100 frames. */
function sine(cyclesPerFrame: number, fraction: number, peak = 1): Float64Array {
  return Float64Array.from({ length: 400 }, (_, n) => {
    const fade = Math.sin((Math.PI / 2) * Math.min(1, n / 100, (399 - n) / 100)) ** 2;
    return peak * fade * Math.cos(2 * Math.PI * cyclesPerFrame * (n - 200 - fraction));
  });
}

const decibels = (gain: number): number => 20 * Math.log10(gain);

// Where the frequency is a simple fraction of the rate every peak falls on one of a few places between the frames, so a
// meter cannot make up for a place where it reads low.
test("up to 20 kHz at 44.1 kHz a sine reads within −0.012 … +0.02 dB wherever its peaks fall", () => {
  const readings = [];
  for (let denominator = 3; denominator <= 20; denominator++) {
    for (let numerator = 1; numerator / denominator <= 20 / 44.1; numerator++) {
      for (let fraction = 0; fraction < 1; fraction += 1 / 16) {
        const signal = sine(numerator / denominator, fraction);
        readings.push(decibels(truePeaks(signal, signal)[0]!));
      }
    }
  }
  expect(Math.min(...readings)).toBeGreaterThan(-0.012);
  expect(Math.max(...readings)).toBeLessThan(0.02);
});

test("channels are independent, and so is the result of how the signal is cut", () => {
  const [left, right] = [sine(0.31, 0.4), sine(0.2, 0.7, 0.3)];
  const whole = truePeaks(left, right);
  expect(decibels(whole[0]!)).toBeCloseTo(0, 1);
  expect(decibels(whole[1]!)).toBeCloseTo(decibels(0.3), 1);
  expect(truePeaks(left, right, [1])).toEqual(whole);
  expect(truePeaks(left, right, [128, 3, 57])).toEqual(whole);
});

test("a constant reads as it is", () => {
  const constant = new Float64Array(400).map((_, n) => 0.5 * Math.sin((Math.PI / 2) * Math.min(1, n / 300)) ** 2);
  expect(truePeaks(constant, constant)[0]).toBeCloseTo(0.5, 5);
});
