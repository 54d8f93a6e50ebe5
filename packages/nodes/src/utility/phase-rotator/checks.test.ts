import { expect, test } from "vitest";
import { decibelsOf, noise, outputOf, rms, runnerOf, SAMPLE_RATE, tone } from "../../../test/dynamics.ts";

const rotator = await runnerOf("twobus.phaseRotator");

/** Level and phase (in turns, 0 to 1 late) of a tone after over before. */
function response(hz: number, values: Record<string, number | boolean>): { levelDb: number; turns: number } {
  const signal = tone(hz, [[0, 2]]);
  const [output] = outputOf(rotator, values, [signal, signal]);
  let [real, imaginary] = [0, 0];
  for (let i = SAMPLE_RATE; i < output.length; i++) {
    real += output[i]! * Math.cos((2 * Math.PI * hz * i) / SAMPLE_RATE);
    imaginary += output[i]! * Math.sin((2 * Math.PI * hz * i) / SAMPLE_RATE);
  }
  const turns = Math.atan2(imaginary, real) / (2 * Math.PI);
  return { levelDb: decibelsOf((2 * Math.hypot(real, imaginary)) / SAMPLE_RATE), turns: ((turns % 1) + 1) % 1 };
}

/** How late one section is, in turns. */
function sectionTurns(hz: number, centreHz: number, q: number): number {
  const w = Math.tan((Math.PI * hz) / SAMPLE_RATE) / Math.tan((Math.PI * centreHz) / SAMPLE_RATE);
  return (2 * Math.atan2(w / q, 1 - w * w)) / (2 * Math.PI);
}

test.each([
  [200, 0.7, 4],
  [1000, 3, 1],
  [5000, 0.3, 2],
  [300, 0.7, 8],
])("around %d Hz, Q %d, %d sections turn the phase and keep the level", (frequencyHz, q, sections) => {
  for (const hz of [50, 200, 900, 1000, 4000, 15000]) {
    const { levelDb, turns } = response(hz, { frequencyHz, q, sections });
    expect(Math.abs(levelDb)).toBeLessThan(1e-6);
    const expected = sections * sectionTurns(hz, frequencyHz, q);
    const difference = turns - expected - Math.round(turns - expected);
    expect(Math.abs(difference)).toBeLessThan(1e-6);
  }
});

test.each([44100, 48000, 96000, 192000])("at %d Hz it is an all-pass: an impulse keeps its energy", (sampleRate) => {
  for (const [frequencyHz, q, sections] of [[20, 0.7, 8] as const, [200, 0.7, 4] as const, [20000, 10, 8] as const]) {
    const impulse = new Float64Array(2 * sampleRate);
    impulse[0] = 1;
    const inputs = { main: [impulse, impulse] as const };
    const [left] = rotator.run({ inputs, values: { frequencyHz, q, sections }, sampleRate }).outputs["main"]!;
    expect(Math.abs(left.reduce((sum, y) => sum + y * y, 0) - 1)).toBeLessThan(1e-9);
  }
});

test("polarity turns every sample round", () => {
  const main = [noise(3000, 1), noise(3000, 2)] as const;
  const plain = outputOf(rotator, {}, main);
  const turned = outputOf(rotator, { invertPolarity: true }, main);
  expect(turned[0]).toEqual(plain[0].map((sample) => -sample));
});

test("a lopsided wave becomes symmetrical: the higher peak falls", () => {
  // Cosines that meet at their crests: a voice
  const voice = Float64Array.from({ length: 2 * SAMPLE_RATE }, (_, i) =>
    [1, 2, 3, 4, 5, 6].reduce((sum, n) => sum + Math.cos((2 * Math.PI * 110 * n * i) / SAMPLE_RATE) / 6, 0),
  );
  const [output] = outputOf(rotator, {}, [voice, voice]);
  const settled = output.subarray(SAMPLE_RATE);
  expect(decibelsOf(rms(settled) / rms(voice))).toBeCloseTo(0, 3);
  expect(decibelsOf(Math.max(...settled.map(Math.abs)))).toBeLessThan(-2);
});

test("moving the frequency does not click", () => {
  const signal = tone(1000, [[-12, 1]]);
  const { outputs } = rotator.run({
    inputs: { main: [signal, signal] },
    automate: (quantum) => ({ frequencyHz: 20 * 1000 ** Math.min(1, quantum / 300) }),
  });
  const [left] = outputs["main"]!;
  const limit = 2 * 10 ** (-12 / 20) * ((2 * Math.PI * 1000) / SAMPLE_RATE) ** 2; // twice the curvature of the tone
  for (let i = 3000; i < left.length; i++)
    expect(Math.abs(left[i]! - 2 * left[i - 1]! + left[i - 2]!)).toBeLessThan(limit);
});
