import type { PlainValues } from "@twobus/core";
import { equivalentStep } from "@twobus/core/laws";
import { describe, expect, test } from "vitest";
import { bell, decibels, noise, peak, tone } from "../../../test/signals.ts";
import { impulseResponse, logarithmic, magnitudeDb, runnerOf } from "../../../test/responses.ts";
import { linearPhaseEq } from "./node.ts";

const SAMPLE_RATE = 48000;
const eq = await runnerOf("twobus.linearPhaseEq");
const latencyOf = (taps: number): number => linearPhaseEq.latencySamples!({ taps }, SAMPLE_RATE);

/** A mastering curve that has one of each. */
const CURVE: PlainValues = {
  band1Shape: "highPass",
  band1FrequencyHz: 30,
  band1SlopeDbPerOctave: 24,
  band2Shape: "lowShelf",
  band2FrequencyHz: 120,
  band2GainDb: -4,
  ...bell(3, 400, -6, 1.4),
  ...bell(4, 3000, 9, 0.7),
  band5Shape: "highShelf",
  band5FrequencyHz: 8000,
  band5GainDb: 6,
};

const responseOf = (values: PlainValues, taps: number): Float64Array =>
  impulseResponse(eq, { ...values, taps }, { frames: 2 * latencyOf(taps) + 1024 });

type Prototype = (ratio: number, gainDb: number, q: number) => number;
const bellDb: Prototype = (w, gainDb, q) => {
  const a = 10 ** (gainDb / 40);
  return decibels(Math.hypot(1 - w * w, (w * a) / q) / Math.hypot(1 - w * w, w / (a * q)));
};
const lowShelfDb: Prototype = (w, gainDb, q) => {
  const a = 10 ** (gainDb / 40);
  const damping = (Math.sqrt(a) / q) * w;
  return decibels((a * Math.hypot(a - w * w, damping)) / Math.hypot(1 - a * w * w, damping));
};
const highShelfDb: Prototype = (w, gainDb, q) => lowShelfDb(1 / w, gainDb, q);
const highPassDb = (w: number, slope: number): number => -10 * Math.log10(1 + w ** (-slope / 3));

const curveDb = (hz: number, cornerHz: number): number =>
  highPassDb(hz / cornerHz, 24) +
  lowShelfDb(hz / 120, -4, 0.7071) +
  bellDb(hz / 400, -6, 1.4) +
  bellDb(hz / 3000, 9, 0.7) +
  highShelfDb(hz / 8000, 6, 0.7071);

// Check 2 asks ±0.1 dB from 2·fs/N up. No filter of that length can keep it where the curve itself has details narrower than
// 2·fs/N: the sharper pair of a 24 dB/octave high-pass is 0.77 of its corner wide, so it wants a corner above 2.6·fs/N, and
// with a margin for its foot 8·fs/N. Below that the error grows: 0.4 dB where the corner lies at 2.6·fs/N.
test.each([
  [1023, 8, 0.1],
  [4095, 8, 0.1],
  [8191, 8, 0.1],
  [16383, 8, 0.1],
  [4095, 2.6, 0.4],
])("%d taps, corner at %f·fs/N: the curve within %f dB from 2·fs/N to 20 kHz", (taps, corner, limitDb) => {
  const cornerHz = (corner * SAMPLE_RATE) / taps;
  const others = taps < 4000 ? { band2Shape: "off", band3Shape: "off" } : {};
  const response = responseOf({ ...CURVE, ...others, band1FrequencyHz: cornerHz }, taps);
  for (const hz of logarithmic((2 * SAMPLE_RATE) / taps, 20000, 80)) {
    const left = taps < 4000 ? lowShelfDb(hz / 120, -4, 0.7071) + bellDb(hz / 400, -6, 1.4) : 0;
    expect(Math.abs(magnitudeDb(response, hz) - (curveDb(hz, cornerHz) - left))).toBeLessThan(limitDb);
  }
});

describe.each([1023, 4095, 16383])("%d taps", (taps) => {
  const response = responseOf(CURVE, taps);
  const middle = latencyOf(taps);

  test("the answer to an impulse is symmetric, to −200 dB of its peak (asked: −120)", () => {
    const worst = Math.max(
      ...Array.from({ length: (taps - 1) / 2 }, (_, i) => Math.abs(response[middle + i]! - response[middle - i]!)),
    );
    expect(decibels(worst / peak(response))).toBeLessThan(-200);
  });

  test("behind its latency the phase is less than 0.001° (asked: 0.1)", () => {
    for (const hz of logarithmic(100, 20000, 20)) {
      let [re, im] = [0, 0];
      response.forEach((value, i) => {
        re += value * Math.cos((2 * Math.PI * hz * (i - middle)) / SAMPLE_RATE);
        im += value * Math.sin((2 * Math.PI * hz * (i - middle)) / SAMPLE_RATE);
      });
      expect(Math.abs((Math.atan2(im, re) * 180) / Math.PI)).toBeLessThan(0.001);
    }
  });

  test("flat, it is its input, (N − 1)/2 and a block late, to −240 dB (asked: −120)", () => {
    const signal = noise(latencyOf(taps) + 4000, 1);
    const [left] = eq.run({ values: { taps }, inputs: { main: [signal, signal] } }).outputs["main"]!;
    const difference = left.subarray(latencyOf(taps)).map((value, i) => value - signal[i]!);
    expect(decibels(peak(difference))).toBeLessThan(-240);
  });
});

// Check 5 asks −120 dB.
test("blocks of any length, by partitions, are the direct convolution to −240 dB", () => {
  const taps = 2047;
  const response = responseOf(CURVE, taps);
  const signals = [noise(6000, 2), noise(6000, 3)] as const;
  const options = { values: { ...CURVE, taps }, inputs: { main: signals } };
  const whole = eq.run(options).outputs["main"]!;
  const cut = eq.run({ ...options, cuts: [1, 127, 3, 64, 128, 17] }).outputs["main"]!;
  expect(cut).toEqual(whole);
  whole.forEach((output, channel) => {
    for (let i = 0; i < output.length; i += 7) {
      let direct = 0;
      for (let k = 0; k <= i && k < response.length; k++) direct += response[k]! * signals[channel]![i - k]!;
      expect(Math.abs(output[i]! - direct)).toBeLessThan(1e-12);
    }
  });
});

test("beside the dry sound it adds up: a shelf of −6 dB and its complement null", () => {
  const shelf = { band1Shape: "lowShelf", band1FrequencyHz: 200, band1GainDb: -6 };
  const response = responseOf(shelf, 4095);
  const rest = response.map((value, i) => (i === latencyOf(4095) ? 1 : 0) - value);
  // Where a filter of minimum phase would leave a comb, both add up as levels: H + (1 − H) = 1.
  for (const hz of logarithmic(30, 15000, 20)) {
    const gain = 10 ** (lowShelfDb(hz / 200, -6, 0.7071) / 20);
    const [heard, left] = [response, rest].map((signal) => 10 ** (magnitudeDb(signal, hz) / 20));
    expect(Math.abs(heard! - gain)).toBeLessThan(0.003);
    expect(Math.abs(heard! + left! - 1)).toBeLessThan(1e-6);
  }
});

test("a new curve fades in: a tone passes from one level to the other without a step", () => {
  const signal = tone(997, SAMPLE_RATE, 24000, 0.25);
  const { outputs } = eq.run({
    values: { ...bell(1, 997, 0, 1), taps: 1023 },
    inputs: { main: [signal, signal] },
    automate: (quantum) => ({ band1GainDb: quantum < 50 ? 0 : 12 }),
  });
  const output = outputs["main"]![0].subarray(3000);
  // A sine of −0 dBFS bends by its amplitude times the square of 2π·997/48000.
  const bend = peak(output.subarray(2).map((value, i) => value - 2 * output[i + 1]! + output[i]!));
  expect(bend).toBeLessThan(1.02 * 0.25 * 10 ** (12 / 20) * ((2 * Math.PI * 997) / SAMPLE_RATE) ** 2);
  expect(Math.abs(decibels(peak(output.subarray(-4800)) / 0.25) - 12)).toBeLessThan(0.01);
});

// Curves are made every 512 frames however fine the control is, so this cannot be told by comparing with a finer one.
test("a shelf swept over its range in 0.1 s is no louder a click than a step of −80 dBFS", () => {
  const signal = tone(41, SAMPLE_RATE, 14000, 0.126);
  const { outputs } = eq.run({
    values: { band1Shape: "lowShelf", band1GainDb: 12, taps: 1023 },
    inputs: { main: [signal, signal] },
    automate: (quantum) => ({ band1FrequencyHz: 10 * 2000 ** Math.min(1, Math.max(0, (quantum - 40) / 37.5)) }),
  });
  expect(decibels(equivalentStep(outputs["main"]![0], 4096, 13500, 1e-7))).toBeLessThan(-80);
});
