import { expect, test } from "vitest";
import type { PlainValues } from "@twobus/core";
import type { Stereo } from "@twobus/core/laws";
import { decibelsOf, noise, outputOf, rms, runnerOf, SAMPLE_RATE } from "../../../test/dynamics.ts";
import { powerSpectrum } from "../../../test/spectrum.ts";

const signal = await runnerOf("twobus.testSignal");

function made(values: PlainValues, frames: number, sampleRate = SAMPLE_RATE): Stereo {
  const silence = new Float64Array(frames);
  return signal.run({ inputs: { main: [silence, silence] }, values, sampleRate }).outputs["main"]!;
}

test.each([
  [20, 0],
  [997, -18],
  [1000, -60],
  [19999.5, -6.5],
])("a sine of %d Hz at %d dBFS is that sine, after ten seconds as well", (frequencyHz, levelDb) => {
  const [left, right] = made({ frequencyHz, levelDb }, 10 * SAMPLE_RATE);
  const peak = 10 ** (levelDb / 20);
  const residual = left.map((y, n) => y - peak * Math.sin((2 * Math.PI * frequencyHz * n) / SAMPLE_RATE));
  expect(decibelsOf(rms(residual) / peak)).toBeLessThan(-180);
  expect(right).toEqual(left);
});

/** Solves for a cosine and a sine of this frequency; what they leave is everything else. */
function impurityDb(tone: Float64Array, hz: number): number {
  const wave = (n: number): readonly [number, number] => {
    const angle = (2 * Math.PI * hz * n) / SAMPLE_RATE;
    return [Math.cos(angle), Math.sin(angle)];
  };
  let [re, im] = [0, 0];
  tone.forEach(
    (y, n) => ([re, im] = [re + (2 * y * wave(n)[0]) / tone.length, im + (2 * y * wave(n)[1]) / tone.length]),
  );
  const rest = tone.map((y, n) => y - re * wave(n)[0] - im * wave(n)[1]);
  return decibelsOf(rms(rest) / rms(tone));
}

test("a sine is pure, and its level is right within 0.01 dB", () => {
  for (const [frequencyHz, levelDb] of [[100, -3] as const, [1000, -18] as const, [15000, 0] as const]) {
    const [tone] = made({ frequencyHz, levelDb }, SAMPLE_RATE); // whole periods
    expect(impurityDb(tone, frequencyHz)).toBeLessThan(-220);
    expect(Math.abs(decibelsOf(rms(tone) * Math.SQRT2) - levelDb)).toBeLessThan(0.01);
  }
});

test.each([44100, 48000, 96000])("a sweep at %d Hz rises by the same factor in the same time", (sampleRate) => {
  const seconds = 2;
  const [sweep] = made({ signal: "sweep", levelDb: 0, periodSeconds: seconds }, seconds * sampleRate, sampleRate);
  // Times of its zeros on the way up are whole turns: between them lies one over the frequency
  for (const way of [0.1, 0.3, 0.5, 0.7, 0.9]) {
    const from = Math.floor(way * sweep.length);
    const crossings: number[] = [];
    for (let n = from; crossings.length < 3; n++) {
      const [a, b] = [sweep[n]!, sweep[n + 1]!];
      if (a < 0 && b >= 0) crossings.push(n - a / (b - a));
    }
    const middle = (crossings[0]! + crossings[2]!) / 2;
    const measured = (2 * sampleRate) / (crossings[2]! - crossings[0]!);
    const expected = 20 * 1000 ** (middle / sweep.length);
    expect(Math.abs(measured / expected - 1)).toBeLessThan(way < 0.8 ? 0.002 : 0.02);
  }
});

test("a sweep is Farina's formula but for rounding its turns, and one follows the other without a step", () => {
  const frames = SAMPLE_RATE;
  const [sweep] = made({ signal: "sweep", levelDb: 0, periodSeconds: 1 }, 2 * frames + 1);
  const turns = (20 / Math.log(1000)) * 999;
  const rounded = Math.round(turns) / turns;
  expect(Math.abs(rounded - 1)).toBeLessThan(2e-4);
  const phase = (n: number): number => rounded * (20 / Math.log(1000)) * (1000 ** (n / frames) - 1);
  for (let n = 0; n < frames; n += 7) expect(Math.abs(sweep[n]! - Math.sin(2 * Math.PI * phase(n)))).toBeLessThan(1e-8);
  expect(sweep.subarray(frames, 2 * frames)).toEqual(sweep.subarray(0, frames));
  expect(sweep[frames]).toBe(0);
});

test("impulses are one sample, a period apart", () => {
  const [left] = made({ signal: "impulse", levelDb: 0, periodSeconds: 0.1 }, 10000);
  left.forEach((y, n) => expect(y).toBe(n % 4800 === 0 ? 1 : 0));
});

/** Level in dB of each octave from 31.25 Hz to 8 kHz, per hertz, over stretches of 65536 frames. */
function octavesDb(noisy: Float64Array): number[] {
  const powers = new Float64Array(9);
  const stretch = 65536;
  for (let start = 0; start + stretch <= noisy.length; start += stretch) {
    const window = noisy.subarray(start, start + stretch).map((y, n) => y * Math.sin((Math.PI * n) / stretch));
    const spectrum = powerSpectrum(window);
    powers.forEach((_, octave) => {
      const first = Math.round((31.25 * 2 ** octave * stretch) / SAMPLE_RATE);
      powers[octave]! += spectrum.subarray(first, 2 * first).reduce((sum, x) => sum + x, 0) / first;
    });
  }
  return Array.from(powers, (power) => 10 * Math.log10(power));
}

test("pink noise falls by 3.01 dB an octave, white noise by nothing", () => {
  for (const [kind, fall] of [["pinkNoise", 10 * Math.log10(2)] as const, ["whiteNoise", 0] as const]) {
    const octaves = octavesDb(made({ signal: kind }, 32 * 65536)[0]);
    const mean = (octaves[8]! - octaves[0]!) / 8;
    expect(Math.abs(mean + fall)).toBeLessThan(0.05);
    // Of the lowest octave 32 · 42 figures are averaged: 10/ln 10/√1344 = 0.12 dB of chance
    for (let n = 1; n < 9; n++) expect(Math.abs(octaves[n]! - octaves[n - 1]! + fall)).toBeLessThan(0.3);
  }
});

test("noises have the rms of a sine of their level", () => {
  const [white] = made({ signal: "whiteNoise", levelDb: -18 }, 40 * SAMPLE_RATE);
  const nominal = 10 ** (-18 / 20) / Math.SQRT2;
  expect(Math.abs(decibelsOf(rms(white) / nominal))).toBeLessThan(0.01);
  // Most of pink noise's chance lies in its lowest octaves: 0.05 dB over 40 s
  for (const sampleRate of [44100, 96000]) {
    const [pink] = made({ signal: "pinkNoise", levelDb: -18 }, 40 * sampleRate, sampleRate);
    expect(Math.abs(decibelsOf(rms(pink) / nominal))).toBeLessThan(0.1);
  }
});

test("it adds to what arrives, on the side that is asked for, and off changes no bit", () => {
  const main: Stereo = [noise(2000, 1), noise(2000, 2)];
  const [left, right] = outputOf(signal, { channels: "left", levelDb: 0 }, main);
  expect(right).toEqual(main[1]);
  left.forEach((y, n) => expect(Math.abs(y - main[0][n]! - Math.sin((2 * Math.PI * n) / 48))).toBeLessThan(1e-12));
  expect(outputOf(signal, { on: false, signal: "pinkNoise" }, main)).toEqual(main);
});

test.each(["sine", "sweep", "whiteNoise", "pinkNoise", "impulse"])(
  "%s: what is heard at a place does not depend on when it was turned on",
  (kind) => {
    const frames = 80 * 128;
    const silence = new Float64Array(frames);
    const values = { signal: kind, periodSeconds: 0.1 };
    const late = signal.run({
      inputs: { main: [silence, silence] },
      values: { ...values, on: false },
      automate: (quantum) => ({ on: quantum >= 40 }),
    }).outputs["main"]![0];
    const [always] = made(values, frames);
    expect(late.subarray(0, 40 * 128).every((y) => y === 0)).toBe(true);
    expect(late.subarray(41 * 128)).toEqual(always.subarray(41 * 128));
  },
);
