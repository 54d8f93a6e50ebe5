import { readFile } from "node:fs/promises";
import { bindKernel } from "@twobus/core";
import { createNodeRunner, type Stereo } from "@twobus/core/laws";
import { createMemory, instantiateKernels } from "@twobus/dsp";
import { describe, expect, test } from "vitest";
import { builtInPack } from "../../index.ts";
import {
  audible,
  clippedTone,
  drums,
  FRAMES,
  largest,
  noiseSource,
  signal,
  tone,
  truePeakDb,
  whiteNoise,
  WORST_CASES,
} from "../../../test/true-peaks.ts";
import { truePeakLimiter } from "./node.ts";

const limiter = await createNodeRunner(builtInPack, "twobus.truePeakLimiter", readFile);
const decibels = (gain: number): number => 20 * Math.log10(gain);
const latencyAt = (sampleRate: number, lookAheadMs: number): number =>
  truePeakLimiter.latencySamples!({ lookAheadMs }, sampleRate);

const both = (samples: Float64Array): Stereo => [samples, samples];

/** By how much the output's true peak exceeds the ceiling of −1 dBTP. */
const excessDb = (input: Float64Array, reach: number, values = {}): number =>
  truePeakDb(limiter.run({ inputs: { main: both(input) }, values }).outputs["main"]![0], reach) + 1;

describe("the true peak stays at the ceiling of −1 dBTP", () => {
  test.each(WORST_CASES)("%s: within 0.05 dB", (_, input) => {
    expect(excessDb(input, 32)).toBeLessThan(0.05);
    expect(excessDb(input, 32, { lookAheadMs: 1, releaseMs: 10 })).toBeLessThan(0.05);
  });

  // Between 20 kHz and fs/2 filters differ, and with them what full-band noise reads: above, all signals are judged by a
  // filter about as long as the limiter's. Below 20 kHz the longest filter agrees.
  test.each<[string, Float64Array]>([
    ["white noise", whiteNoise],
    ["noise bursts", drums],
    ["clipped tone and noise", clippedTone],
    ["997 Hz square", tone(1, 997 / 48000).map((x) => 2 * Math.sign(x))],
  ])("%s up to 20 kHz, by a filter four times as long: within 0.05 dB", (_, input) => {
    expect(excessDb(audible(input), 128)).toBeLessThan(0.05);
  });

  test.each([8000, 44100, 192000])("at %i Hz", (sampleRate) => {
    const { outputs } = limiter.run({ inputs: { main: both(clippedTone) }, sampleRate, values: { lookAheadMs: 1 } });
    expect(truePeakDb(outputs["main"]![0], 32) + 1).toBeLessThan(0.05);
  });
});

test("under automation of ceiling and gain the true peak stays at the ceiling of its own time", () => {
  const turn = noiseSource(3);
  const values = Array.from({ length: 188 }, () => ({ ceilingDb: 10 * turn() - 10, gainDb: 12 + 12 * turn() }));
  const { outputs } = limiter.run({
    inputs: { main: both(signal(FRAMES, () => turn())) },
    values: values[0]!,
    automate: (quantum) => values[quantum]!,
  });
  const scale = (quantum: number): number => 10 ** (-values[Math.max(0, quantum)]!.ceilingDb / 20);
  const latency = latencyAt(48000, 5);
  const inCeilings = outputs["main"]![0].map((y, n) => {
    const at = n - latency;
    if (at < 0) return 0;
    const quantum = Math.floor(at / 128);
    const share = ((at % 128) + 1) / 128;
    return y * (scale(quantum - 1) * (1 - share) + scale(quantum) * share);
  });
  expect(largest(inCeilings)).toBeLessThan(1 + 1e-8);
  expect(Math.abs(truePeakDb(inCeilings, 32))).toBeLessThan(0.05);
});

describe("below the ceiling it is a delay", () => {
  test.each([
    [8000, 1],
    [44100, 5],
    [48000, 2.7],
    [96000, 10],
    [192000, 10],
  ])("at %i Hz with %f ms: every bit, after the declared latency", (sampleRate, lookAheadMs) => {
    const source = noiseSource(5);
    const input = signal(8000, () => 0.3 * source());
    const latency = latencyAt(sampleRate, lookAheadMs);
    const { outputs, meters } = limiter.run({ inputs: { main: both(input) }, sampleRate, values: { lookAheadMs } });
    expect(largest(outputs["main"]![0].subarray(0, latency))).toBe(0);
    expect(outputs["main"]![0].subarray(latency)).toEqual(input.subarray(0, 8000 - latency));
    expect(largest(meters["gainReductionDb"]!)).toBe(0);
  });
});

test("997 Hz at +6 dB comes out at −1.0 dB, with less than 0.1 % of harmonics", () => {
  const { outputs, meters } = limiter.run({
    inputs: { main: both(signal(96000, (n) => 2 * Math.sin((2 * Math.PI * 997 * n) / 48000))) },
    values: { releaseMs: 300 },
  });
  const steady = outputs["main"]![0].subarray(48000);
  const amplitude = (hz: number): number => {
    let [cosine, sine] = [0, 0];
    steady.forEach((y, n) => {
      cosine += y * Math.cos((2 * Math.PI * hz * n) / 48000);
      sine += y * Math.sin((2 * Math.PI * hz * n) / 48000);
    });
    return Math.hypot(cosine, sine) / 24000;
  };
  expect(Math.abs(decibels(amplitude(997)) + 1)).toBeLessThan(0.1);
  const harmonics = Math.hypot(...[2, 3, 4, 5, 6, 7, 8, 9].map((order) => amplitude(order * 997)));
  expect(harmonics / amplitude(997)).toBeLessThan(0.001);
  expect(meters["gainReductionDb"]!.at(-1)).toBeCloseTo(7.02, 1);
});

/** The gain over time that a signal of ±0.1 shows, with one sample of `peak` in it. */
function gainAbout(peak: number, at: number, releaseMs: number, lookAheadMs = 5): Float64Array {
  const input = signal(48000, (n) => (n === at ? peak : 0.1));
  const { outputs } = limiter.run({ inputs: { main: both(input) }, values: { releaseMs, lookAheadMs, ceilingDb: 0 } });
  return signal(40000, (n) => outputs["main"]![0][n + latencyAt(48000, lookAheadMs)]! / input[n]!);
}

test.each([10, 60, 200])("a lone sample 6 dB over: nine tenths of the gain are back within 3 × %i ms", (releaseMs) => {
  const gain = gainAbout(2, 4000, releaseMs);
  expect(gain[4000]! * 2).toBeLessThanOrEqual(1);
  expect(gain[4000]).toBeCloseTo(0.5, 4);
  expect(1 - gain[4000 + 48 * 3 * releaseMs]!).toBeLessThan(0.05);
  expect(gain[4000 - 245]).toBe(1);
});

test("the gain falls smoothly: no step of more than a hundredth of its depth at 5 ms", () => {
  const gain = gainAbout(2, 4000, 60);
  const steps = gain.map((g, n) => Math.abs(g - (gain[n - 1] ?? 1)));
  expect(largest(steps)).toBeLessThan(0.01 * 0.5);
});

test("after dense limiting the gain returns slowly", () => {
  const dense = signal(96000, (n) => (n < 48000 && n % 240 < 2 ? 1.9 : 0.1));
  const { outputs } = limiter.run({ inputs: { main: both(dense) }, values: { releaseMs: 20, ceilingDb: 0 } });
  const latency = latencyAt(48000, 5);
  const depthAfter = (ms: number): number => 1 - outputs["main"]![0][48000 + 48 * ms + latency]! / 0.1;
  expect(depthAfter(200)).toBeGreaterThan(0.2);
  expect(depthAfter(900)).toBeLessThan(depthAfter(200) / 1.7);
});

describe("stereo link", () => {
  const loud = signal(FRAMES, (n) => (n === 12000 ? 2 : 0.1));
  const quiet = new Float64Array(FRAMES).fill(0.1);
  const run = (linkPercent: number): Stereo =>
    limiter.run({ inputs: { main: [loud, quiet] }, values: { linkPercent, ceilingDb: 0 } }).outputs["main"]!;
  const latency = latencyAt(48000, 5);

  test("100 % gives both sides one gain", () => {
    const [left, right] = run(100);
    for (let n = latency; n < FRAMES; n++) {
      if (n !== 12000 + latency) expect(left[n]).toBe(right[n]);
    }
    expect(right[12000 + latency]).toBeCloseTo(0.05, 6);
  });

  test("0 % leaves the other side alone, 50 % gives it half the depth", () => {
    expect(
      largest(
        run(0)[1]
          .map((y) => y - 0.1)
          .subarray(latency),
      ),
    ).toBe(0);
    expect(run(50)[1][12000 + latency]).toBeCloseTo(0.075, 6);
  });
});

test("how the signal is cut changes no bit", async () => {
  const memory = createMemory(1 << 20, false);
  const module = await WebAssembly.compile(await readFile(builtInPack.wasm!.url));
  const kernel = bindKernel(await instantiateKernels(module, memory), "truePeakLimiter");
  const [ports, meters, input, output, parameters, state] = [1024, 1040, 2048, 4096, 8192, 16384] as const;
  const values = [-1, 6, 1.3, 25, 70, 0];
  new Float64Array(memory.buffer, parameters, 12).set(values.flatMap((value) => [value, value]));
  new Uint32Array(memory.buffer, ports, 2).set([input, output]);
  const run = (pieces: readonly number[]): Float64Array => {
    const result = new Float64Array(2 * 6000);
    kernel.init(state, parameters, 48000);
    for (let start = 0, turn = 0; start < 6000; turn++) {
      const frames = Math.min(pieces[turn % pieces.length]!, 6000 - start);
      const block = new Float64Array(memory.buffer, input, 2 * frames);
      block.forEach((_, i) => (block[i] = (i % 2 === 0 ? drums : clippedTone)[start + (i >> 1)]!));
      kernel.process(state, ports, parameters, meters, frames);
      result.set(new Float64Array(memory.buffer, output, 2 * frames), 2 * start);
      start += frames;
    }
    return result;
  };
  const whole = run([128]);
  expect(run([1])).toEqual(whole);
  expect(run([127, 3, 64, 2])).toEqual(whole);
  expect(largest(whole)).toBeGreaterThan(0.5);
});
