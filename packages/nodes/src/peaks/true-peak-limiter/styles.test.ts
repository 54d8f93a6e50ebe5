import { readFile } from "node:fs/promises";
import type { PlainValues } from "@twobus/core";
import { createNodeRunner, type RunOptions, type RunResult } from "@twobus/core/laws";
import { describe, expect, test } from "vitest";
import { builtInPack } from "../../index.ts";
import { peak, programme, rms } from "../../../test/probes.ts";
import { clippedTone, signal, truePeakDb, WORST_CASES } from "../../../test/true-peaks.ts";
import { truePeakLimiter } from "./node.ts";

const limiter = await createNodeRunner(builtInPack, "twobus.truePeakLimiter", readFile);
const SAMPLE_RATE = 48000;

const run = (input: Float64Array, values: PlainValues, options: Partial<RunOptions> = {}): RunResult =>
  limiter.run({ inputs: { main: [input, input] }, values, ...options });
const outputOf = (input: Float64Array, values: PlainValues, options?: Partial<RunOptions>): Float64Array =>
  run(input, values, options).outputs["main"]![0];

/** What `style/kernel.ts` says of each, in frames of 48 kHz, seconds and parts of `releaseMs`. */
const STYLES = {
  transparent: { attackShare: 1, waitFrames: 0, releaseScale: 1, slowRiseSeconds: 0.2, slowFallSeconds: 1 },
  punchy: { attackShare: 0.25, waitFrames: 0, releaseScale: 1, slowRiseSeconds: 0.03, slowFallSeconds: 0.25 },
  dense: { attackShare: 0.5, waitFrames: 0, releaseScale: 1 / 3, slowRiseSeconds: 0.4, slowFallSeconds: 0.3 },
  safe: { attackShare: 1, waitFrames: 1200, releaseScale: 2, slowRiseSeconds: 0.1, slowFallSeconds: 2 },
} as const;
type Style = keyof typeof STYLES;
const styles = Object.keys(STYLES) as Style[];

test("who asks for no style gets the transparent one", () => {
  expect(truePeakLimiter.params["style"]!.default).toBe("transparent");
});

describe.each(["punchy", "dense", "safe"])("%s too keeps the true peak at the ceiling, within 0.05 dB", (style) => {
  const excessDb = (input: Float64Array, values: PlainValues, options?: Partial<RunOptions>): number =>
    truePeakDb(outputOf(input, { style, ...values }, options), 32) + 1;

  test.each(WORST_CASES)("%s", (_, input) => {
    expect(excessDb(input, {})).toBeLessThan(0.05);
    expect(excessDb(input, { lookAheadMs: 1, releaseMs: 10 })).toBeLessThan(0.05);
  });

  // At 8 kHz with 1 ms the gain moves within the reach of the filter that reads it: 0.06 dB, as of any release below 60 ms
  test.each([16000, 44100, 192000])("at %i Hz", (sampleRate) => {
    expect(excessDb(clippedTone, { lookAheadMs: 1 }, { sampleRate })).toBeLessThan(0.05);
  });
});

test.each(styles)("%s: how the signal is cut changes no bit, and all are equally late", (style) => {
  const values = { style, lookAheadMs: 2, releaseMs: 25 };
  expect(outputOf(clippedTone, values, { cuts: [1, 127, 3, 64, 2] })).toEqual(outputOf(clippedTone, values));
  const click = signal(2000, (n) => (n === 500 ? 0.5 : 0));
  expect(outputOf(click, values).indexOf(0.5)).toBe(500 + truePeakLimiter.latencySamples!(values, SAMPLE_RATE));
});

/**
 * The depths, 1 − gain, about lone samples that are 6 dB over at the frames `peaks`, word for word: what is needed from 4
 * frames after a peak's interval on and as long before it as the gain takes to fall; two-stage release; mean of means.
 */
function expectedDepths(style: Style, peaks: readonly number[], length: number): Float64Array {
  const { attackShare, waitFrames, releaseScale, slowRiseSeconds, slowFallSeconds } = STYLES[style];
  const attack = Math.round(attackShare * 0.005 * SAMPLE_RATE);
  const rateOf = (seconds: number): number => 1 - Math.exp(-1 / (seconds * SAMPLE_RATE));
  const needed = new Float64Array(length);
  for (const at of peaks) needed.fill(0.5, at - 1 - (attack + 2), at + 4 + waitFrames + 1);
  let [depth, slow] = [0, 0];
  const released = needed.map((now) => {
    slow += (now - slow) * rateOf(now > slow ? slowRiseSeconds : slowFallSeconds);
    const goal = Math.max(now, slow);
    depth = Math.max(goal, depth + (goal - depth) * rateOf(0.06 * releaseScale));
    return depth;
  });
  const meanOver = (frames: number, depths: Float64Array): Float64Array =>
    depths.map((_, n) => depths.subarray(Math.max(0, n - frames + 1), n + 1).reduce((sum, x) => sum + x, 0) / frames);
  return meanOver(Math.floor(attack / 2) + 1, meanOver(Math.floor((attack + 1) / 2), released));
}

const latency = truePeakLimiter.latencySamples!({ lookAheadMs: 5 }, SAMPLE_RATE);

/** The depths that the limiter shows on a floor of 0.1. */
function depthsAbout(style: Style, peaks: readonly number[], length: number): Float64Array {
  const input = signal(length + latency, (n) => (peaks.includes(n) ? 2 : 0.1));
  const output = outputOf(input, { style, ceilingDb: 0 });
  return signal(length, (n) => 1 - output[n + latency]! / input[n]!);
}

describe("the gain falls and returns as the style says", () => {
  const lone = [500];
  const train = (count: number): number[] => Array.from({ length: count }, (_, index) => 500 + 96 * index);
  const hit = train(15); // 30 ms
  const dense = train(200); // 0.4 s

  test.each(styles)("%s", (style) => {
    for (const peaks of [lone, hit, dense]) {
      const frames = peaks.at(-1)! + 8000;
      const expected = expectedDepths(style, peaks, frames);
      const furthest = depthsAbout(style, peaks, frames).reduce(
        (most, x, n) => Math.max(most, Math.abs(x - expected[n]!)),
        0,
      );
      expect(furthest).toBeLessThan(0.002);
    }
  });

  const depthDb = (depth: number): number => -20 * Math.log10(1 - depth);
  const after = (style: Style, peaks: readonly number[], ms: number): number =>
    depthDb(depthsAbout(style, peaks, 30_000)[peaks.at(-1)! + 48 * ms]!);

  test("2 ms before a peak punchy has not begun, transparent is at 3.8 dB of 6", () => {
    expect(after("punchy", lone, -2)).toBeCloseTo(0, 12);
    expect(Math.abs(after("transparent", lone, -2) - 3.8)).toBeLessThan(0.1);
  });

  test.each<[Style, number, number, number]>([
    ["transparent", 1.9, 1.8, 4.2],
    ["punchy", 1.9, 2.9, 2.8],
    ["dense", 0.3, 0.3, 1.7],
    ["safe", 4.6, 4.4, 5.6],
  ])(
    "%s is down by %f dB 60 ms after a lone peak, by %f dB 80 ms after a hit, by %f dB 200 ms after 0.4 s",
    (style, ...dB) => {
      const read = [after(style, lone, 60), after(style, hit, 80), after(style, dense, 200)];
      read.forEach((depth, n) => expect(Math.abs(depth - dB[n]!)).toBeLessThan(0.1));
    },
  );
});

describe("what the styles are for", () => {
  test.each<[Style, number, number]>([
    ["transparent", 0.005, 0.05],
    ["punchy", 0.1, 1],
    ["dense", 0.6, 3],
    ["safe", 0, 0.0001],
  ])("50 Hz at +6 dB through %s: harmonics of %f to %f percent", (style, least, most) => {
    const steady = outputOf(
      signal(192_000, (n) => 2 * Math.sin((2 * Math.PI * 50 * n) / SAMPLE_RATE)),
      { style },
    ).subarray(144_000);
    const amplitude = (hz: number): number => {
      const parts = [Math.cos, Math.sin].map((wave) =>
        steady.reduce((sum, y, n) => sum + y * wave((2 * Math.PI * hz * n) / SAMPLE_RATE), 0),
      );
      return Math.hypot(...parts);
    };
    const harmonics = Math.hypot(...[2, 3, 4, 5, 6, 7, 8, 9].map((order) => amplitude(order * 50)));
    const percent = (100 * harmonics) / amplitude(50);
    expect(percent).toBeGreaterThanOrEqual(least);
    expect(percent).toBeLessThan(most);
  });

  test("programme driven by 12 dB: safe keeps the most crest, dense the least", () => {
    const input = programme(4, 0);
    const crestDb = (style: Style): number => {
      const output = outputOf(input, { style, gainDb: 12 });
      return 20 * Math.log10(peak(output) / rms(output));
    };
    const [transparent, punchy, dense, safe] = styles.map(crestDb) as [number, number, number, number];
    expect(safe - transparent).toBeGreaterThan(1);
    expect(transparent - dense).toBeGreaterThan(1);
    expect(punchy).toBeGreaterThan(dense + 0.5);
    expect(punchy).toBeLessThan(safe - 0.5);
  });
});
