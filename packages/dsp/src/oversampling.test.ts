import { readFile } from "node:fs/promises";
import { beforeEach, describe, expect, test } from "vitest";
import { createMemory, FRAME_BYTES } from "./memory.ts";
import { dspWasm, instantiateKernels } from "./module.ts";
import {
  firstStageTaps,
  OVERSAMPLING_FACTORS,
  oversamplingLatencySamples,
  type OversamplingFactor,
} from "./oversampling.ts";

const INPUT = 1024;
const OUTPUT = INPUT + 128 * FRAME_BYTES;
const STATE = OUTPUT + 128 * FRAME_BYTES;

const memory = createMemory(1 << 20, false);
const kernels = await instantiateKernels(await WebAssembly.compile(await readFile(dspWasm.url)), memory);

type Inner = (area: Float64Array) => void;

/** Runs `signal` (left; right is its negative) up, through `inner` and down, in blocks of the lengths `cuts` in turn. */
function roundTrip(
  factor: OversamplingFactor,
  signal: ArrayLike<number>,
  options: { sampleRate?: number; cuts?: readonly number[]; innerDelay?: number; inner?: Inner } = {},
): Float64Array {
  const { sampleRate = 44_100, cuts = [128], innerDelay = 0, inner } = options;
  kernels["oversamplingInit"]!(STATE, factor, innerDelay, kernels["firstPairsFor"]!(sampleRate));
  const output = new Float64Array(signal.length);
  for (let start = 0, turn = 0; start < signal.length; turn++) {
    const frames = Math.min(cuts[turn % cuts.length]!, signal.length - start);
    const block = new Float64Array(memory.buffer, INPUT, frames * 2);
    for (let i = 0; i < frames; i++) {
      block[2 * i] = signal[start + i]!;
      block[2 * i + 1] = -signal[start + i]!;
    }
    const area = kernels["oversampleUp"]!(STATE, INPUT, frames);
    inner?.(new Float64Array(memory.buffer, area, frames * factor * 2));
    kernels["oversampleDown"]!(STATE, OUTPUT, frames);
    const result = new Float64Array(memory.buffer, OUTPUT, frames * 2);
    for (let i = 0; i < frames; i++) {
      output[start + i] = result[2 * i]!;
      if (result[2 * i]! + result[2 * i + 1]! !== 0) throw new Error("the channels do not go the same way");
    }
    start += frames;
  }
  return output;
}

const impulse = (length: number): Float64Array => Float64Array.from({ length }, (_, i) => (i === 0 ? 1 : 0));

/** Delays an area by what `held` holds. */
const late = (area: Float64Array, held: Float64Array): void => {
  const shifted = Float64Array.of(...held, ...area);
  held.set(shifted.subarray(area.length));
  area.set(shifted.subarray(0, area.length));
};

/** Magnitude of the response `h` at a frequency given as a share of its sample rate. */
function magnitude(h: Float64Array, frequency: number): number {
  let re = 0;
  let im = 0;
  h.forEach((value, n) => {
    re += value * Math.cos(2 * Math.PI * frequency * n);
    im += value * Math.sin(2 * Math.PI * frequency * n);
  });
  return Math.hypot(re, im);
}

const decibels = (gain: number): number => 20 * Math.log10(gain);

/** What an impulse becomes at the inner rate, gain 1 in the pass-band. */
function interpolator(factor: OversamplingFactor, sampleRate: number): Float64Array {
  const response: number[] = [];
  roundTrip(factor, impulse(256), {
    sampleRate,
    inner: (area) => response.push(...area.filter((_, i) => i % 2 === 0)),
  });
  return Float64Array.from(response, (value) => value / factor);
}

let noise: Float64Array;
beforeEach(() => {
  let seed = 1;
  noise = Float64Array.from({ length: 1000 }, () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
    return seed / 2 ** 31;
  });
});

const cases = [44_100, 48_000].flatMap((sampleRate) =>
  OVERSAMPLING_FACTORS.map((factor) => [factor, sampleRate] as const),
);

describe.each(cases)("%i× at %i Hz", (factor, sampleRate) => {
  test.each([0, 1])(
    "an impulse comes out at the declared latency, symmetric (stage %i inner frames late)",
    (innerDelay) => {
      const held = new Float64Array(2 * innerDelay);
      const response = roundTrip(factor, impulse(512), { sampleRate, innerDelay, inner: (area) => late(area, held) });
      const latency = oversamplingLatencySamples(factor, firstStageTaps(sampleRate), innerDelay);
      expect(response.indexOf(Math.max(...response))).toBe(latency);
      for (let distance = 1; distance <= latency; distance++) {
        expect(Math.abs(response[latency - distance]! - response[latency + distance]!)).toBeLessThan(1e-15);
      }
    },
  );

  test("no block length changes a bit", () => {
    const whole = roundTrip(factor, noise, { sampleRate });
    expect(roundTrip(factor, noise, { sampleRate, cuts: [1] })).toEqual(whole);
    expect(roundTrip(factor, noise, { sampleRate, cuts: [1, 2, 3, 127, 64, 17] })).toEqual(whole);
  });

  test("gain is 1 at 0 Hz", () => {
    const settled = roundTrip(factor, new Float64Array(400).fill(1), { sampleRate }).at(-1)!;
    expect(Math.abs(settled - 1)).toBeLessThan(1e-14);
  });

  test("up and down together stay within 0.1 dB to 20 kHz", () => {
    const response = roundTrip(factor, impulse(256), { sampleRate });
    for (let hz = 0; hz <= 20000; hz += 50) {
      expect(Math.abs(decibels(magnitude(response, hz / sampleRate)))).toBeLessThan(0.1);
    }
  });
});

describe.each(cases.filter(([factor]) => factor > 1))("%i× at %i Hz", (factor, sampleRate) => {
  test("what would fold below 19.4 kHz is 100 dB down", () => {
    const response = interpolator(factor, sampleRate);
    const innerRate = sampleRate * factor;
    for (let hz = sampleRate - 19400; hz <= innerRate / 2; hz += 50) {
      const folded = Math.abs(hz - sampleRate * Math.round(hz / sampleRate));
      if (folded <= 19400) expect(decibels(magnitude(response, hz / innerRate))).toBeLessThan(-100);
    }
  });
});

const besselI0 = (x: number): number => {
  let [sum, term] = [1, 1];
  for (let k = 1; k < 60; k++) sum += term *= (x / 2 / k) ** 2;
  return sum;
};

test("2× is a Kaiser-windowed half-band filter", () => {
  const ideal = Array.from({ length: 111 }, (_, i) => {
    const n = i - 55;
    if (n === 0) return 0.5;
    return (
      (Math.sin((Math.PI * n) / 2) / (Math.PI * n)) * (besselI0(10.5 * Math.sqrt(1 - (n / 56) ** 2)) / besselI0(10.5))
    );
  });
  const response = interpolator(2, 44_100);
  ideal.forEach((tap, i) => expect(Math.abs(response[i]! - tap)).toBeLessThan(1e-6)); // scaled to gain 1 at 0 Hz
});
