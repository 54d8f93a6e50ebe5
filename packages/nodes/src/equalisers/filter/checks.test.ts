import type { PlainValues } from "@twobus/core";
import { describe, expect, test } from "vitest";
import { decibels, noise, peak, tone } from "../../../test/signals.ts";
import { impulseResponse, logarithmic, magnitudeDb, responseDb, runnerOf } from "../../../test/responses.ts";

const filter = await runnerOf("twobus.filter");
const SLOPES = [6, 12, 18, 24, 30, 36, 42, 48];

const highPass = (highPassFrequencyHz: number, highPassSlopeDbPerOctave: number): PlainValues => ({
  highPassFrequencyHz,
  highPassSlopeDbPerOctave,
});
const lowPass = (lowPassFrequencyHz: number, lowPassSlopeDbPerOctave: number): PlainValues => ({
  highPass: false,
  lowPass: true,
  lowPassFrequencyHz,
  lowPassSlopeDbPerOctave,
});

/** −10·log10(1 + u^n): Butterworth of order n, u the squared distance from the corner. */
const butterworthDb = (ratio: number, slope: number): number => -10 * Math.log10(1 + ratio ** (slope / 3));

describe.each(SLOPES)("%d dB per octave", (slope) => {
  test("the high-pass is Butterworth's within 0.03 dB from −100 dB up", () => {
    for (const hz of [40, 300, 3000]) {
      const frequencies = logarithmic(hz / 4, 20000, 40);
      responseDb(filter, highPass(hz, slope), frequencies).forEach((found, i) => {
        const expected = butterworthDb(hz / frequencies[i]!, slope);
        if (expected > -100) expect(Math.abs(found - expected)).toBeLessThan(0.03);
      });
    }
  });

  // Near half the sample rate a digital low-pass has fewer ways to fall: the figures for 12 kHz hold down to −40 dB.
  test("the low-pass is Butterworth's", () => {
    for (const [hz, limitDb] of [
      [200, 0.05],
      [2000, 0.1],
      [12000, 0.6],
    ] as const) {
      const frequencies = logarithmic(20, 20000, 60);
      responseDb(filter, lowPass(hz, slope), frequencies).forEach((found, i) => {
        const expected = butterworthDb(frequencies[i]! / hz, slope);
        if (expected > -40) expect(Math.abs(found - expected)).toBeLessThan(limitDb);
      });
    }
  });

  test("the corner is at −3.01 dB", () => {
    const halfPower = -10 * Math.log10(2);
    expect(Math.abs(responseDb(filter, highPass(100, slope), [100])[0]! - halfPower)).toBeLessThan(0.01);
    expect(Math.abs(responseDb(filter, lowPass(5000, slope), [5000])[0]! - halfPower)).toBeLessThan(0.01);
  });
});

test("the slope is what it says, an octave to two below the corner", () => {
  for (const slope of SLOPES) {
    const [far, near] = responseDb(filter, highPass(1600, slope), [200, 400]);
    expect(Math.abs(near! - far! - slope)).toBeLessThan(0.3);
  }
});

test("Q is the level at the corner, at 12 dB per octave", () => {
  for (const q of [0.5, 2, 8]) {
    const [gain] = responseDb(filter, { ...highPass(200, 12), highPassQ: q }, [200]);
    expect(Math.abs(gain! - decibels(q))).toBeLessThan(0.01);
  }
});

test("off, it changes no bit", () => {
  const signal = noise(1000, 1);
  const { outputs } = filter.run({ values: { highPass: false }, inputs: { main: [signal, signal] } });
  expect(outputs["main"]![0]).toEqual(signal);
});

test("a corner above half the sample rate is held below it", () => {
  const response = impulseResponse(filter, lowPass(20000, 12), { sampleRate: 8000, frames: 512 });
  expect(Math.abs(magnitudeDb(response, 1000, 8000))).toBeLessThan(0.05);
  expect(Math.abs(magnitudeDb(response, 3920, 8000) + 3.01)).toBeLessThan(0.1);
});

test("a sweep across a tone leaves nothing louder than the tone", () => {
  const signal = tone(997, 48000, 24000, 0.25);
  const { outputs } = filter.run({
    values: highPass(20, 48),
    inputs: { main: [signal, signal] },
    automate: (quantum) => ({ highPassFrequencyHz: 20 * 1000 ** Math.min(1, quantum / 38) }),
  });
  expect(decibels(peak(outputs["main"]![0]) / 0.25)).toBeLessThan(1);
});
