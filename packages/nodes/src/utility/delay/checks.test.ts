import { expect, test } from "vitest";
import {
  decibelsOf,
  differenceDb,
  noise,
  outputOf,
  programme,
  rms,
  runnerOf,
  SAMPLE_RATE,
  tone,
} from "../../../test/dynamics.ts";
import { delay } from "./node.ts";

const runner = await runnerOf("twobus.delay");

test.each([0, 0.02, 10, 333.333, 2000])("%d ms is that many samples, bit for bit", (delayMs) => {
  const samples = Math.round((delayMs * SAMPLE_RATE) / 1000);
  const main = [noise(98000, 1), noise(98000, 2)] as const;
  const output = outputOf(runner, { delayMs }, main);
  for (const channel of [0, 1] as const) {
    expect(output[channel].subarray(0, samples).every((sample) => sample === 0)).toBe(true);
    expect(output[channel].subarray(samples)).toEqual(main[channel].subarray(0, 98000 - samples));
  }
});

/** Delay of a tone in samples, by its phase, given that it is within half a period of `expected`. */
function phaseDelaySamples(output: Float64Array, hz: number, expected: number): number {
  const step = (2 * Math.PI * hz) / SAMPLE_RATE;
  const tail = output.subarray(-SAMPLE_RATE / 10);
  const first = output.length - tail.length;
  const real = tail.reduce((sum, sample, i) => sum + sample * Math.cos(step * (first + i - expected)), 0);
  const imaginary = tail.reduce((sum, sample, i) => sum + sample * Math.sin(step * (first + i - expected)), 0);
  return expected + Math.atan2(imaginary, real) / step;
}

test.each([1.5, 2.25, 480.48, 12345.5])("interpolation keeps fractions of a sample: %d samples", (samples) => {
  const signal = tone(1000, [[0, 0.5]]);
  const values = { delayMs: (1000 * samples) / SAMPLE_RATE, interpolate: true };
  const [left] = outputOf(runner, values, [signal, signal]);
  expect(Math.abs(phaseDelaySamples(left, 1000, samples) - samples)).toBeLessThan(0.001);
  const tail = -SAMPLE_RATE / 10;
  expect(Math.abs(decibelsOf(rms(left.subarray(tail)) / rms(signal.subarray(tail))))).toBeLessThan(0.01);
});

test("feedback repeats, each repeat weaker by its share, within the declared tail", () => {
  const values = { delayMs: 10, interpolate: false, feedbackPercent: 50, mixPercent: 100 };
  const impulse = new Float64Array(20000);
  impulse[0] = 1;
  const [left] = outputOf(runner, values, [impulse, impulse]);
  for (let repeat = 0; repeat < 30; repeat++) expect(left[480 * (repeat + 1)]).toBe(0.5 ** repeat);
  const tail = delay.tailSamples!(values, SAMPLE_RATE);
  expect(Math.max(...left.subarray(0, tail))).toBe(1);
  expect(Math.max(...left.subarray(tail))).toBeLessThanOrEqual(1e-6);
  expect(delay.tailSamples!({ ...values, feedbackPercent: 0 }, SAMPLE_RATE)).toBe(482);
});

test("the strongest feedback dies away, to exact silence", () => {
  const burst = new Float64Array(150000);
  burst.set(noise(480, 7));
  const [left] = outputOf(runner, { delayMs: 0.5, feedbackPercent: 95, interpolate: true }, [burst, burst]);
  const peak = (from: number): number => Math.max(...left.subarray(from, from + 480).map(Math.abs));
  for (let from = 960; from < 20000; from += 480) expect(peak(from + 480)).toBeLessThan(peak(from));
  expect(left.at(-1)).toBe(0);
});

test("the mix goes from dry to delayed in a straight line", () => {
  const main = programme(4000);
  const [late] = outputOf(runner, { delayMs: 3 }, main);
  const [mixed] = outputOf(runner, { delayMs: 3, mixPercent: 25 }, main);
  const expected = main[0].map((sample, i) => 0.75 * sample + 0.25 * late[i]!);
  expect(differenceDb(mixed, expected)).toBeLessThan(-300);
});

const changing = (signal: Float64Array, fromMs: number, toMs: number): Float64Array =>
  runner.run({
    inputs: { main: [signal, signal] },
    values: { delayMs: fromMs },
    automate: (quantum) => ({ delayMs: quantum < 40 ? fromMs : toMs }),
  }).outputs["main"]![0];

test("a new time fades in over 10 ms along a raised cosine", () => {
  const signal = noise(9600, 9);
  const output = changing(signal, 20, 35);
  const change = 40 * 128;
  for (let i = change; i < change + 480; i++) {
    const share = 0.5 - 0.5 * Math.cos((Math.PI * (i - change + 1)) / 480);
    const expected = (1 - share) * signal[i - 960]! + share * signal[i - 1680]!;
    expect(Math.abs(output[i]! - expected)).toBeLessThan(1e-14);
  }
  expect(output.subarray(change + 480)).toEqual(signal.subarray(change + 480 - 1680, 9600 - 1680));
});

test("a new time never clicks", () => {
  const signal = tone(100, [[0, 0.2]]);
  const output = changing(signal, 20, 15); // from one sign of the tone to the other
  const ofTone = (2 * Math.PI * 100) / SAMPLE_RATE;
  const ofFade = (2 * Math.PI) / (2 * 480);
  for (let i = 2000; i < output.length; i++) {
    expect(Math.abs(output[i]! - output[i - 1]!)).toBeLessThan(ofTone + ofFade);
  }
});

test.each([
  { delayMs: 7.3, feedbackPercent: 60, mixPercent: 50 },
  { delayMs: 0.05, feedbackPercent: 90, interpolate: true },
  { delayMs: 0 },
])("the bits do not depend on the blocks: %o", (values) => {
  const main = programme(20000);
  expect(outputOf(runner, values, main, [1, 128, 7, 64, 33, 2])).toEqual(outputOf(runner, values, main));
});
