import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { createMeter, loadMeterKernels, type Measurement } from "./index.ts";

const kernels = await loadMeterKernels(readFile);
const SAMPLE_RATE = 48000;

/** A stretch of tone: its peak level per channel, and its length. `-Infinity` is silence. */
type Segment = readonly [levelDbfs: number | readonly number[], seconds: number];

const period = Float64Array.from({ length: 48 }, (_, n) => Math.sin((2 * Math.PI * n) / 48));

/** Measures 1 kHz tones, in phase on all channels. */
function measureTones(segments: readonly Segment[], channels = 2): Measurement {
  const meter = createMeter({ kernels, sampleRate: SAMPLE_RATE, channels });
  const block = Array.from({ length: channels }, () => new Float64Array(4800));
  for (const [level, seconds] of segments) {
    const gains = block.map((_, channel) => 10 ** ((typeof level === "number" ? level : level[channel]!) / 20));
    const total = Math.round(seconds * SAMPLE_RATE);
    for (let start = 0; start < total; start += 4800) {
      const frames = Math.min(4800, total - start);
      block.forEach((samples, channel) => {
        for (let i = 0; i < frames; i++) samples[i] = gains[channel]! * period[(start + i) % 48]!;
      });
      meter.push(block, frames);
    }
  }
  return meter.finish();
}

const repeat = (times: number, segments: readonly Segment[]): Segment[] =>
  Array.from({ length: times }, () => segments).flat();
const indices = Array.from({ length: 20 }, (_, i) => i);

/** The largest distance from what is expected. */
function expectNear(actual: number | null, expected: number, tolerance: number): void {
  expect(actual, `${actual} against ${expected}`).not.toBeNull();
  expect(Math.abs(actual! - expected), `${actual} against ${expected}`).toBeLessThanOrEqual(tolerance);
}

describe("EBU Tech 3341", () => {
  test.each([
    [1, -23],
    [2, -33],
  ])("case %i: a steady tone at %f dBFS reads its level in every window", (_, level) => {
    const { integratedLufs, momentaryMaxLufs, shortTermMaxLufs } = measureTones([[level, 20]]);
    for (const loudness of [integratedLufs, momentaryMaxLufs, shortTermMaxLufs]) expectNear(loudness, level, 0.1);
  });

  test.each<[number, Segment[]]>([
    [
      3,
      [
        [-36, 10],
        [-23, 60],
        [-36, 10],
      ],
    ],
    [
      4,
      [
        [-72, 10],
        [-36, 10],
        [-23, 60],
        [-36, 10],
        [-72, 10],
      ],
    ],
    [
      5,
      [
        [-26, 20],
        [-20, 20.1],
        [-26, 20],
      ],
    ],
  ])("case %i: the gates leave the programme", (_, segments) => {
    expectNear(measureTones(segments).integratedLufs, -23, 0.1);
  });

  test.each([
    ["5.0", [-28, -28, -24, -30, -30]],
    ["5.1, whose low-frequency channel does not count", [-28, -28, -24, -10, -30, -30]],
  ])("case 6: channel weights of %s", (_, levels) => {
    expectNear(measureTones([[levels, 20]], levels.length).integratedLufs, -23, 0.1);
  });

  test("case 9: short-term loudness is a rectangle of 3 s", () => {
    expectNear(
      measureTones(
        repeat(5, [
          [-20, 1.34],
          [-30, 1.66],
        ]),
      ).shortTermMaxLufs,
      -23,
      0.1,
    );
  });

  test.each(indices)("case 10.%i: a 3 s tone at any start", (i) => {
    expectNear(
      measureTones([
        [-Infinity, 0.15 * i],
        [-23, 3],
        [-Infinity, 1],
      ]).shortTermMaxLufs,
      -23,
      0.1,
    );
  });

  test("case 11: the short-term maximum follows every rise", () => {
    const rises = indices.map((i): Segment[] => [
      [-Infinity, 0.15 * i],
      [-38 + i, 3],
      [-Infinity, 3 - 0.15 * i],
    ]);
    for (const i of [0, 10, 19]) expectNear(measureTones(rises.slice(0, i + 1).flat()).shortTermMaxLufs, -38 + i, 0.1);
  });

  test("case 12: momentary loudness is a rectangle of 400 ms", () => {
    expectNear(
      measureTones(
        repeat(25, [
          [-20, 0.18],
          [-30, 0.22],
        ]),
      ).momentaryMaxLufs,
      -23,
      0.1,
    );
  });

  test.each(indices)("case 13.%i: a 400 ms tone at any start", (i) => {
    expectNear(
      measureTones([
        [-Infinity, 0.02 * i],
        [-23, 0.4],
        [-Infinity, 1],
      ]).momentaryMaxLufs,
      -23,
      0.1,
    );
  });

  test.each(indices)("case 14.%i: the momentary maximum follows every rise", (last) => {
    const rises = indices.slice(0, last + 1).flatMap((i): Segment[] => [
      [-Infinity, 0.02 * i],
      [-38 + i, 0.4],
      [-Infinity, 0.4 - 0.02 * i],
    ]);
    expectNear(measureTones(rises).momentaryMaxLufs, -38 + last, 0.1);
  });
});

describe("EBU Tech 3342", () => {
  test.each([
    [1, [-20, -30], 10],
    [2, [-20, -15], 5],
    [3, [-40, -20], 20],
    [4, [-50, -35, -20, -35, -50], 15],
  ])("case %i: loudness range of %j dBFS", (_, levels, expected) => {
    expectNear(measureTones(levels.map((level): Segment => [level, 20])).loudnessRangeLu, expected, 1);
  });
});

/** Two different channels of tones over the whole band, with a little noise. */
function programme(sampleRate: number, seconds: number, noise = 0): Float64Array[] {
  let seed = 12345;
  const random = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 31 - 1;
  };
  return [0, 1].map((channel) =>
    Float64Array.from({ length: Math.round(seconds * sampleRate) }, (_, n) => {
      const t = n / sampleRate;
      const swell = 0.6 + 0.4 * Math.sin(2 * Math.PI * (0.4 + 0.1 * channel) * t);
      const tones = [40, 310, 997, 5000, 9000].map((hz, i) => Math.sin(2 * Math.PI * hz * t + i + channel));
      return 0.1 * swell * tones.reduce((sum, tone) => sum + tone, 0) + noise * random();
    }),
  );
}

function measureProgramme(sampleRate: number): Measurement {
  const channels = programme(sampleRate, 4);
  const meter = createMeter({ kernels, sampleRate, channels: 2 });
  meter.push(channels, channels[0]!.length);
  return meter.finish();
}

describe("invariance", () => {
  test("no bit depends on the size of the pushes", () => {
    const channels = programme(44100, 7, 0.05);
    const frames = channels[0]!.length;
    const measure = (sizes: readonly number[]): Measurement => {
      const meter = createMeter({ kernels, sampleRate: 44100, channels: 2 });
      for (let start = 0, turn = 0; start < frames; turn++) {
        const count = Math.min(sizes[turn % sizes.length]!, frames - start);
        meter.push(
          channels.map((samples) => samples.subarray(start)),
          count,
        );
        start += count;
      }
      return meter.finish();
    };
    const whole = measure([frames]);
    expect(measure([1, 127, 128, 129, 3, 1000])).toEqual(whole);
    expect(measure([441])).toEqual(whole);
    expect(whole.integratedLufs).not.toBeNull();
  });

  test.each([32000, 44100, 96000, 192000])("%i Hz reads as 48 kHz within 0.05 LU", (sampleRate) => {
    const [reference, other] = [measureProgramme(48000), measureProgramme(sampleRate)];
    expectNear(other.integratedLufs, reference.integratedLufs!, 0.05);
    expectNear(other.shortTermMaxLufs, reference.shortTermMaxLufs!, 0.05);
    expectNear(other.momentaryMaxLufs, reference.momentaryMaxLufs!, 0.05);
  });
});
