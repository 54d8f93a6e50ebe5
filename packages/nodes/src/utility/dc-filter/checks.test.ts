import { expect, test } from "vitest";
import {
  butterworthLossDb,
  decibelsOf,
  noise,
  outputOf,
  runnerOf,
  SAMPLE_RATE,
  staticReductionDb,
} from "../../../test/dynamics.ts";

import { logarithmic, magnitudeDb } from "../../../test/responses.ts";

const filter = await runnerOf("twobus.dcFilter");

test.each([6, 12])("%d dB per octave: a constant goes, and nothing of it stays", (slope) => {
  const offset = new Float64Array(2 * SAMPLE_RATE).fill(0.25);
  const [left] = outputOf(filter, { slope }, [offset, offset]);
  expect(Math.abs(left.at(-1)!)).toBeLessThan(1e-12);
});

test.each([6, 12])("%d dB per octave: what is heard keeps its level within 0.1 dB", (slope) => {
  const impulse = new Float64Array(4 * SAMPLE_RATE);
  impulse[0] = 1;
  const [left] = outputOf(filter, { slope }, [impulse, impulse]);
  for (const hz of logarithmic(40, 20_000, 30)) expect(Math.abs(magnitudeDb(left, hz))).toBeLessThan(0.1);
});

test("a sound that stands on an offset keeps its shape", () => {
  const sound = noise(2 * SAMPLE_RATE, 3).map((x) => 0.1 * x);
  const shifted = sound.map((x) => x + 0.5);
  const [clean] = outputOf(filter, {}, [sound, sound]);
  const [cleaned] = outputOf(filter, {}, [shifted, shifted]);
  for (let i = 1.5 * SAMPLE_RATE; i < sound.length; i++) expect(Math.abs(cleaned[i]! - clean[i]!)).toBeLessThan(1e-12);
});

test.each([
  [6, 5],
  [6, 40],
  [12, 5],
  [12, 40],
])("%d dB per octave at %d Hz follows its curve", (slope, frequencyHz) => {
  for (const hz of [10, 20, 100, 1000]) {
    const tangent = (f: number): number => Math.tan((Math.PI * f) / SAMPLE_RATE);
    const first = 10 * Math.log10(1 + (tangent(frequencyHz) / tangent(hz)) ** 2);
    const expected = slope === 6 ? first : butterworthLossDb(hz, frequencyHz);
    const loss = staticReductionDb(filter, { slope, frequencyHz }, -6, { hz, seconds: 2 });
    expect(Math.abs(loss - expected)).toBeLessThan(1e-6);
  }
});

test("moving the frequency does not click", () => {
  const offset = new Float64Array(SAMPLE_RATE).fill(0.5);
  const { outputs } = filter.run({
    inputs: { main: [offset, offset] },
    automate: (quantum) => ({ frequencyHz: quantum % 2 === 0 ? 1 : 40 }),
  });
  const [left] = outputs["main"]!;
  const step = Math.max(...left.subarray(1).map((x, i) => Math.abs(x - left[i]!)));
  expect(decibelsOf(step)).toBeLessThan(-50); // that of the steepest decay: 0.5 · 2π · 40/48000
});
