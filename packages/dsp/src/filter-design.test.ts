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

/** b0, b1, b2, a1, a2 */
type Section = Float64Array;

function design(name: string, ...values: number[]): Section[] {
  const count = kernels[name]!(SECTIONS, WORKSPACE, ...values);
  const first = SECTIONS / 8;
  return Array.from({ length: count }, (_, i) =>
    numbers.slice(first + i * SECTION_NUMBERS, first + (i + 1) * SECTION_NUMBERS),
  );
}

/** The response of the sections in dB, by complex arithmetic on the unit circle. */
function digitalDb(sections: readonly Section[], hz: number, sampleRate: number): number {
  const w = (2 * Math.PI * hz) / sampleRate;
  const square = (c0: number, c1: number, c2: number): number =>
    (c0 + c1 * Math.cos(w) + c2 * Math.cos(2 * w)) ** 2 + (c1 * Math.sin(w) + c2 * Math.sin(2 * w)) ** 2;
  return sections.reduce(
    (sum, [b0, b1, b2, a1, a2]) => sum + 10 * Math.log10(square(b0!, b1!, b2!) / square(1, a1!, a2!)),
    0,
  );
}

const GAIN_SHAPES = ["designBell", "designLowShelf", "designHighShelf"];

const logarithmic = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from * (to / from) ** (i / (count - 1)));

const CENTRES_HZ = [...logarithmic(20, 4000, 8), ...logarithmic(5000, 16000, 12)];
const QS = logarithmic(0.3, 10, 10);
const MATCHED_HZ = logarithmic(10, 20000, 100);

test("a bell has its gain at its centre, a shelf nothing at its far end", () => {
  for (const centreHz of CENTRES_HZ) {
    for (const q of QS) {
      const bell = design("designBell", 48000, centreHz, 12, q);
      expect(digitalDb(bell, centreHz, 48000)).toBeCloseTo(12, 3);
      expect(digitalDb(bell, 0, 48000)).toBeCloseTo(0, 6);
      expect(digitalDb(design("designHighShelf", 48000, centreHz, 12, q), 0, 48000)).toBeCloseTo(0, 6);
      expect(digitalDb(design("designLowShelf", 48000, centreHz, 12, q), 0, 48000)).toBeCloseTo(12, 6);
    }
  }
});

test("a cut undoes the equal boost", () => {
  for (const name of GAIN_SHAPES) {
    for (const centreHz of CENTRES_HZ) {
      const boost = design(name, 44100, centreHz, 11, 2);
      const cut = design(name, 44100, centreHz, -11, 2);
      for (const hz of MATCHED_HZ) expect(digitalDb([...boost, ...cut], hz, 44100)).toBeCloseTo(0, 8);
    }
  }
});

/** Both roots of z² + c1·z + c2 within the unit circle. */
const inside = (c1: number, c2: number): boolean => Math.abs(c2) < 1 && Math.abs(c1) < 1 + c2;

const SAMPLE_RATES = [8000, 44100, 48000, 96000, 192000];
const EXTREME_QS = [0.1, 0.3, 1, 10, 40];

test.each(GAIN_SHAPES)("%s is stable and of minimum phase wherever it is set", (name) => {
  for (const sampleRate of SAMPLE_RATES) {
    for (const centreHz of [10, 100, 1000, 0.1 * sampleRate, 0.3 * sampleRate, 0.45 * sampleRate, 0.49 * sampleRate]) {
      for (const q of EXTREME_QS) {
        for (const gainDb of [-24, -3, 0, 1e-9, 3, 24]) {
          for (const [b0, b1, b2, a1, a2] of design(name, sampleRate, centreHz, gainDb, q)) {
            expect(inside(a1!, a2!)).toBe(true);
            expect(inside(b1! / b0!, b2! / b0!)).toBe(true);
          }
        }
      }
    }
  }
});

const butterworthDb = (hz: number, cornerHz: number, order: number, high: boolean): number =>
  -10 * Math.log10(1 + ((high ? cornerHz / hz : hz / cornerHz) ** order) ** 2);

const CORNERS_DEVIATION = {
  designHighPass: [
    [44100, 2000, 0.02],
    [44100, 8000, 0.25],
    [44100, 16000, 0.65],
    [48000, 16000, 0.4],
    [96000, 16000, 0.02],
  ],
  designLowPass: [
    [44100, 2000, 0.2],
    [44100, 16000, 0.5],
    [48000, 16000, 0.19],
    [96000, 16000, 0.025],
  ],
};

describe.each([
  ["designHighPass", true],
  ["designLowPass", false],
] as const)("%s", (name, high) => {
  const orders = [1, 2, 3, 4, 5, 6, 7, 8];

  test.each(orders)("of order %d is stable and falls by 3.01 dB at its corner", (order) => {
    for (const sampleRate of SAMPLE_RATES) {
      for (const cornerHz of [10, 80, 1000, 0.2 * sampleRate, 0.45 * sampleRate]) {
        const sections = design(name, sampleRate, cornerHz, order, 0);
        expect(sections).toHaveLength(Math.ceil(order / 2));
        for (const [, , , a1, a2] of sections) expect(inside(a1!, a2!)).toBe(true);
        expect(Math.abs(digitalDb(sections, cornerHz, sampleRate) + 3.0103)).toBeLessThan(0.001);
      }
    }
  });

  test.each(CORNERS_DEVIATION[name])(
    "at %d Hz follows Butterworth down to −60 dB, up to 20 kHz, for corners to %d Hz within %f dB",
    (sampleRate, highestHz, limitDb) => {
      for (const order of orders) {
        for (const cornerHz of logarithmic(20, highestHz!, 12)) {
          const sections = design(name, sampleRate!, cornerHz, order, 0);
          for (const hz of MATCHED_HZ) {
            const wanted = butterworthDb(hz, cornerHz, order, high);
            if (wanted < -60) continue;
            expect(Math.abs(digitalDb(sections, hz, sampleRate!) - wanted)).toBeLessThan(limitDb!);
          }
        }
      }
    },
  );

  test("of order 2 takes its gain at the corner from Q", () => {
    expect(digitalDb(design(name, 48000, 1000, 2, 4), 1000, 48000)).toBeCloseTo(20 * Math.log10(4), 3);
  });
});

test("a notch removes its centre, a band-pass keeps it, a tilt turns about it", () => {
  for (const centreHz of CENTRES_HZ) {
    expect(digitalDb(design("designNotch", 48000, centreHz, 2), centreHz, 48000)).toBeLessThan(-120);
    expect(digitalDb(design("designBandPass", 48000, centreHz, 2), centreHz, 48000)).toBeCloseTo(0, 3);
    const tilt = design("designTilt", 48000, centreHz, 6);
    expect(digitalDb(tilt, centreHz, 48000)).toBeCloseTo(0, 3);
    expect(digitalDb(tilt, 0, 48000)).toBeCloseTo(-3, 6);
  }
});

test("an all-pass keeps every level and turns the phase by half a turn at its centre", () => {
  kernels["designAllPass"]!(SECTIONS, 48000, 5000, 0.9);
  const [b0, b1, b2, a1, a2] = numbers.slice(SECTIONS / 8, SECTIONS / 8 + SECTION_NUMBERS);
  const section = Float64Array.of(b0!, b1!, b2!, a1!, a2!);
  for (const hz of MATCHED_HZ) expect(digitalDb([section], hz, 48000)).toBeCloseTo(0, 9);
  const w = (2 * Math.PI * 5000) / 48000;
  const phase = (c0: number, c1: number, c2: number): number =>
    Math.atan2(-c1 * Math.sin(w) - c2 * Math.sin(2 * w), c0 + c1 * Math.cos(w) + c2 * Math.cos(2 * w));
  expect(Math.cos(phase(b0!, b1!, b2!) - phase(1, a1!, a2!))).toBeCloseTo(-1, 9);
});
