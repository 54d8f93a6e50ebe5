// The behaviour of algorithmic reverberators, with the limits that the reference sheet sets (section G).

import { expect, test } from "vitest";
import type { PlainValues } from "@twobus/core";
import type { Stereo } from "@twobus/core/laws";
import {
  decibelsOf,
  differenceDb,
  noise,
  outputOf,
  programme,
  rms,
  runnerOf,
  SAMPLE_RATE,
} from "../../../test/dynamics.ts";
import { partsAddUp } from "../../../test/follow.ts";
import { powerSpectrum } from "../../../test/spectrum.ts";
import { reaches } from "../../../test/ranges.ts";
import { builtInPack } from "../../index.ts";
import { reverb as reverbNode } from "./node.ts";

const reverb = await runnerOf("twobus.reverb");
const SPACES = ["room", "plate", "hall"];
const LATE = { mixPercent: 100, earlyPercent: 0, preDelayMs: 0 };

test("it reaches from a booth to a cathedral", () => {
  expect(reaches(reverbNode, "preDelayMs", 0, 250)).toBe(true);
  expect(reaches(reverbNode, "decaySeconds", 0.2, 20)).toBe(true);
});

/** Impulse response to an impulse on both channels. */
function responseOf(values: PlainValues, seconds: number): Stereo {
  const impulse = new Float64Array(seconds * SAMPLE_RATE);
  impulse[0] = 1;
  return outputOf(reverb, values, [impulse, impulse]);
}

/** Two band-passes of an octave or so, bilinear, at 0 dB in their middle. */
function band(signal: Float64Array, hz: number): Float64Array {
  const t = Math.tan((Math.PI * hz) / SAMPLE_RATE);
  const norm = 1 / (1 + t + t * t);
  const pass = (input: Float64Array): Float64Array => {
    let [x1, x2, y1, y2] = [0, 0, 0, 0];
    return input.map((x) => {
      const y = norm * (t * (x - x2) - 2 * (t * t - 1) * y1 - (1 - t + t * t) * y2);
      [x2, x1, y2, y1] = [x1, x, y1, y];
      return y;
    });
  };
  return pass(pass(signal));
}

/** Seconds to fall by 60 dB: twice the way from −5 to −35 dB of the energy that is still to come. */
function decaySeconds(response: Float64Array, hz: number): number {
  const remaining = band(response, hz).map((sample) => sample * sample);
  for (let i = remaining.length - 2; i >= 0; i--) remaining[i]! += remaining[i + 1]!;
  const reach = (decibels: number): number =>
    remaining.findIndex((energy) => 10 * Math.log10(energy / remaining[0]!) < decibels);
  return (2 * (reach(-35) - reach(-5))) / SAMPLE_RATE;
}

test.each(SPACES.flatMap((space) => [0.4, 1.8, 5].map((seconds) => ({ space, seconds }))))(
  "$space: a decay of $seconds s is that within 10 % at 1 kHz",
  ({ space, seconds }) => {
    for (const highDecayPercent of [30, 100]) {
      const values = { ...LATE, space, decaySeconds: seconds, highDecayPercent };
      const [left] = responseOf(values, 1.2 * seconds);
      expect(Math.abs(decaySeconds(left, 1000) / seconds - 1)).toBeLessThan(0.1);
    }
  },
);

test("lows and highs have decays of their own", () => {
  const values = { ...LATE, decaySeconds: 2, lowDecayPercent: 150, highDecayPercent: 40, modulationPercent: 0 };
  const [left] = responseOf({ ...values, lowCrossoverHz: 400, highCrossoverHz: 3000 }, 4);
  expect(Math.abs(decaySeconds(left, 60) / 3 - 1)).toBeLessThan(0.15);
  expect(Math.abs(decaySeconds(left, 14000) / 0.8 - 1)).toBeLessThan(0.15);
});

test("a decay of 20 s falls, and a decay of 0.2 s ends in exact silence", () => {
  const [long] = responseOf({ ...LATE, decaySeconds: 20, lowDecayPercent: 200, modulationPercent: 100 }, 6);
  const second = (n: number): number => rms(long.subarray(n * SAMPLE_RATE, (n + 1) * SAMPLE_RATE));
  for (let n = 1; n < 6; n++) expect(decibelsOf(second(n) / second(n - 1))).toBeLessThan(-1);
  const [short] = responseOf({ ...LATE, decaySeconds: 0.2, lowDecayPercent: 50 }, 10);
  expect(short.subarray(-4800).every((sample) => sample === 0)).toBe(true);
});

test.each([0, 1, 37.5, 250])("a pre-delay of %d ms moves it by that, to the bit", (preDelayMs) => {
  const main = programme(24000);
  // Sways run on while it waits; without them nothing but the time changes
  const still = { mixPercent: 100, modulationPercent: 0 };
  const samples = (preDelayMs * SAMPLE_RATE) / 1000;
  const late = outputOf(reverb, { ...still, preDelayMs }, main);
  const early = outputOf(reverb, { ...still, preDelayMs: 0 }, main);
  expect(late[0].subarray(samples)).toEqual(early[0].subarray(0, 24000 - samples));
});

test.each(SPACES)("%s: thousands of echoes a second after 80 ms, and noise soon after", (space) => {
  const [left] = responseOf({ ...LATE, space, decaySeconds: 2 }, 0.5);
  const between = (fromMs: number, toMs: number): Float64Array => left.subarray(48 * fromMs, 48 * toMs);
  const stretch = between(80, 100);
  const loudest = Math.max(...stretch.map(Math.abs));
  const echoes = stretch.filter((sample) => Math.abs(sample) > 0.01 * loudest).length / 0.02;
  expect(echoes).toBeGreaterThan(10000);
  // Of Gaussian noise 31.7 % of all samples lie outside its standard deviation
  const late = between(200, 300);
  const outside = late.filter((sample) => Math.abs(sample) > rms(late)).length / late.length;
  expect(Math.abs(outside / 0.317 - 1)).toBeLessThan(0.1);
});

test.each(SPACES)("%s: no third of an octave of the tail stands out by 8 dB", (space) => {
  const [left] = responseOf({ ...LATE, space, decaySeconds: 3, highDecayPercent: 100 }, 1.6);
  const tail = left.subarray(9600, 9600 + 65536);
  const power = powerSpectrum(tail);
  const bands = Array.from({ length: 22 }, (_, i) => {
    const centre = (100 * 2 ** (i / 3) * 65536) / SAMPLE_RATE;
    const bins = power.subarray(Math.round(centre * 2 ** (-1 / 6)), Math.round(centre * 2 ** (1 / 6)));
    return 10 * Math.log10(bins.reduce((sum, x) => sum + x, 0) / bins.length);
  });
  const mean = bands.reduce((sum, x) => sum + x, 0) / bands.length;
  for (const level of bands) expect(Math.abs(level - mean)).toBeLessThan(8);
});

test.each(SPACES)("%s: left and right of the tail are unrelated, also of a mono sound", (space) => {
  const [left, right] = responseOf({ ...LATE, space }, 1);
  const late = (signal: Float64Array): Float64Array => signal.subarray(4800, 38400);
  const product = late(left).reduce((sum, x, i) => sum + x * late(right)[i]!, 0) / 33600;
  expect(Math.abs(product / (rms(late(left)) * rms(late(right))))).toBeLessThan(0.2);
  expect(Math.abs(decibelsOf(rms(late(left)) / rms(late(right))))).toBeLessThan(1.5);
});

test("without width it is mono; the mix runs from dry to wet", () => {
  const main = programme(12000);
  const [left, right] = outputOf(reverb, { mixPercent: 100, widthPercent: 0 }, main);
  expect(differenceDb(left, right)).toBeLessThan(-280);
  expect(differenceDb(outputOf(reverb, { mixPercent: 0 }, main)[0], main[0])).toBeLessThan(-300);
});

test("the first reflections come first, and can be turned off", () => {
  const [first] = responseOf({ mixPercent: 100, preDelayMs: 0, earlyPercent: 100, space: "hall" }, 0.1);
  const [none] = responseOf({ ...LATE, space: "hall" }, 0.1);
  const reflections = first.map((sample, i) => sample - none[i]!).filter((sample) => Math.abs(sample) > 1e-9);
  expect(reflections.length).toBe(8);
});

test("moving the decay does not click", () => {
  const main = [noise(48000, 1), noise(48000, 2)] as const;
  const quiet = main.map((channel) => channel.map((sample, i) => (i < 24000 ? 0.1 * sample : 0))) as [
    Float64Array,
    Float64Array,
  ];
  const run = (automate: (quantum: number) => PlainValues): Float64Array =>
    reverb.run({ inputs: { main: quiet }, values: LATE, automate }).outputs["main"]![0];
  const moved = run((quantum) => ({ decaySeconds: quantum < 200 ? 1.8 : 4 }));
  const still = run(() => ({}));
  // At the change the two part slowly: a fraction of the level in the first frames, no step
  const at = 200 * 128;
  const apart = (n: number): number => Math.abs(moved[at + n]! - still[at + n]!);
  for (let n = 0; n < 16; n++) expect(apart(n)).toBeLessThan(0.01 * rms(still.subarray(at - 4800, at)));
});

test("parts add up to the whole", async () => {
  const parts = [programme(12000), [noise(12000, 5), noise(12000, 6)] as const];
  expect(await partsAddUp(builtInPack, "twobus.reverb", { modulationPercent: 100 }, parts)).toBeLessThan(-240);
});
