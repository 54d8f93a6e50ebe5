// Bells and shelves against their analogue prototypes, over everything that an equaliser can be set to.

import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { createMemory } from "./memory.ts";
import { dspWasm, instantiateKernels } from "./module.ts";

const memory = createMemory(65536, false);
const kernels = await instantiateKernels(await WebAssembly.compile(await readFile(dspWasm.url)), memory);
const numbers = new Float64Array(memory.buffer);

const SECTIONS = 4096;
const WORKSPACE = 8192;
const SECTION_NUMBERS = 5;

type Shape = "designBell" | "designLowShelf" | "designHighShelf";
/** In s/ω0: constant, linear, square. */
type Quadratic = readonly [constant: number, linear: number, square: number];

/** The prototypes of the Audio EQ Cookbook: numerator, denominator. */
const PROTOTYPES: Readonly<Record<Shape, (gainDb: number, q: number) => readonly [Quadratic, Quadratic]>> = {
  designBell: (gainDb, q) => {
    const a = 10 ** (gainDb / 40);
    return [
      [1, a / q, 1],
      [1, 1 / (a * q), 1],
    ];
  },
  designLowShelf: (gainDb, q) => {
    const a = 10 ** (gainDb / 40);
    return [
      [a * a, (a * Math.sqrt(a)) / q, a],
      [1, Math.sqrt(a) / q, a],
    ];
  },
  designHighShelf: (gainDb, q) => {
    const a = 10 ** (gainDb / 40);
    return [
      [a, (a * Math.sqrt(a)) / q, a * a],
      [a, Math.sqrt(a) / q, 1],
    ];
  },
};

const logarithmic = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from * (to / from) ** (i / (count - 1)));

const CENTRES_HZ = [...logarithmic(20, 4500, 6), ...logarithmic(5000, 16000, 24)];
const QS = [...logarithmic(0.3, 1, 4), ...logarithmic(1.2, 10, 14)];
const GAINS_DB = [-15, -13, -11, -9, -7, -5, -2, 0, 0.5, 2, 4, 6, 7, 8, 10, 12, 13, 14, 15];
const SPREAD_HZ = logarithmic(10, 20000, 40);

/** Where a setting is looked at: everywhere, and thickly where its resonances can lie. */
const frequenciesOf = (centreHz: number): number[] => [
  ...SPREAD_HZ,
  ...logarithmic(0.6 * centreHz, Math.min(1.6 * centreHz, 20000), 40),
];

const design = (shape: Shape, ...values: number[]): number => kernels[shape]!(SECTIONS, WORKSPACE, ...values);

/** |H|² at a point of the unit circle, of the sections that were designed last. */
function digitalPower(count: number, cos1: number, sin1: number): number {
  const [cos2, sin2] = [cos1 * cos1 - sin1 * sin1, 2 * cos1 * sin1];
  let power = 1;
  for (let at = SECTIONS / 8; at < SECTIONS / 8 + count * SECTION_NUMBERS; at += SECTION_NUMBERS) {
    const [b0, b1, b2, a1, a2] = [0, 1, 2, 3, 4].map((i) => numbers[at + i]!) as [
      number,
      number,
      number,
      number,
      number,
    ];
    power *= (b0 + b1 * cos1 + b2 * cos2) ** 2 + (b1 * sin1 + b2 * sin2) ** 2;
    power /= (1 + a1 * cos1 + a2 * cos2) ** 2 + (a1 * sin1 + a2 * sin2) ** 2;
  }
  return power;
}

const analoguePower = ([c0, c1, c2]: Quadratic, ratio: number): number =>
  (c0 - c2 * ratio ** 2) ** 2 + (c1 * ratio) ** 2;

/** The largest deviation in dB up to 20 kHz over all settings. */
function worstDeviationDb(shape: Shape, sampleRate: number): number {
  let [least, most] = [1, 1];
  for (const centreHz of CENTRES_HZ) {
    const points = frequenciesOf(centreHz).map((hz) => {
      const angle = (2 * Math.PI * hz) / sampleRate;
      return { ratio: hz / centreHz, cos: Math.cos(angle), sin: Math.sin(angle) };
    });
    for (const q of QS) {
      for (const gainDb of GAINS_DB) {
        const count = design(shape, sampleRate, centreHz, gainDb, q);
        const [numerator, denominator] = PROTOTYPES[shape](gainDb, q);
        for (const { ratio, cos, sin } of points) {
          const wanted = analoguePower(numerator, ratio) / analoguePower(denominator, ratio);
          const deviation = digitalPower(count, cos, sin) / wanted;
          least = Math.min(least, deviation);
          most = Math.max(most, deviation);
        }
      }
    }
  }
  return 10 * Math.log10(Math.max(most, 1 / least));
}

// Asked: 0.3 dB at 44.1 and 48 kHz, 0.05 dB at 96 kHz; bells keep less. Of the matched designs with one biquad per band the best published
// (Vicanek 2016) is 0.84 dB off for a bell at 10 kHz, Q 1, +12 dB and 44.1 kHz. A random search over 150 000 settings of each
// found nothing worse than 0.211, 0.123 and 0.012 dB for bells, 0.26, 0.26 and 0.045 dB for shelves.
const BELL_DB: Readonly<Record<number, number>> = {
  44100: 0.22,
  48000: 0.13,
  88200: 0.012,
  96000: 0.012,
  192000: 0.008,
};

describe.each(["designBell", "designLowShelf", "designHighShelf"] as const)(
  "%s, Q 0.3 to 10, ±15 dB, centres to 16 kHz, up to 20 kHz",
  (shape) => {
    test.each([
      [44100, 0.3],
      [48000, 0.3],
      [88200, 0.05],
      [96000, 0.05],
      [192000, 0.008],
    ])("at %d Hz within %f dB of its analogue curve", (sampleRate, askedDb) => {
      const worstDb = worstDeviationDb(shape, sampleRate);
      expect(worstDb).toBeLessThan(askedDb);
      if (shape === "designBell") expect(worstDb).toBeLessThan(BELL_DB[sampleRate]!);
    });
  },
);

// Asked: 1.3 times a plain biquad in the usual case. Without a clock: it is one plain biquad. The six bands of `bench` take
// 0.97 times as long as six textbook biquads in one loop.
test("a bell is one biquad, and so is a shelf up to Q 1, at every rate", () => {
  for (const sampleRate of [44100, 48000, 96000]) {
    for (const centreHz of CENTRES_HZ) {
      for (const gainDb of GAINS_DB) {
        for (const q of QS) {
          expect(design("designBell", sampleRate, centreHz, gainDb, q)).toBe(1);
          if (q > 1) continue;
          expect(design("designLowShelf", sampleRate, centreHz, gainDb, q)).toBe(1);
          expect(design("designHighShelf", sampleRate, centreHz, gainDb, q)).toBe(1);
        }
      }
    }
  }
});
