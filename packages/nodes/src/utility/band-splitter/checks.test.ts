import type { PlainValues } from "@twobus/core";
import { expect, test } from "vitest";
import { allPassed } from "../../../test/bands.ts";
import {
  butterworthLossDb,
  decibelsOf,
  differenceDb,
  noise,
  rms,
  runnerOf,
  SAMPLE_RATE,
  tone,
} from "../../../test/dynamics.ts";

const splitter = await runnerOf("twobus.bandSplitter");
const COUNTS = [2, 3, 4, 5, 6];
const HERTZ = [120, 500, 2000, 6000, 12000];
const crossovers = Object.fromEntries(HERTZ.map((hz, i) => [`crossover${i + 1}Hz`, hz]));

type Outputs = Readonly<Record<string, Float64Array>>;

function split(signal: Float64Array, values: PlainValues): Outputs {
  const { outputs } = splitter.run({ inputs: { main: [signal, signal] }, values: { ...crossovers, ...values } });
  return Object.fromEntries(Object.entries(outputs).map(([name, [left]]) => [name, left]));
}

const sumOf = (outputs: Outputs, bands: number): Float64Array =>
  outputs["main"]!.map((_, i) =>
    Array.from({ length: bands }, (_band, band) => outputs[`band${band + 1}`]![i]!).reduce(
      (sum, value) => sum + value,
      0,
    ),
  );

test.each(COUNTS)("%i bands and main are the all-pass of their crossovers, far below −120 dB", (bands) => {
  const signal = noise(9600, 1);
  const outputs = split(signal, { bands });
  const expected = HERTZ.slice(0, bands - 1).reduce(allPassed, signal);
  expect(differenceDb(sumOf(outputs, bands), expected)).toBeLessThan(-250);
  expect(differenceDb(outputs["main"]!, expected)).toBeLessThan(-250);
});

test.each(COUNTS)("main is flat within 0.05 dB from 20 Hz to 20 kHz with %i bands", (bands) => {
  for (const hz of [20, 60, 120, 350, 500, 1000, 2000, 4000, 6000, 12000, 16000, 20000]) {
    const signal = tone(hz, [[-6, 0.6]]);
    const settled = SAMPLE_RATE / 2;
    const output = split(signal, { bands })["main"]!.subarray(-settled / 5);
    expect(Math.abs(decibelsOf(rms(output) / rms(signal.subarray(-settled / 5))))).toBeLessThan(0.05);
  }
});

test("a band between two crossovers has the losses of both, twice Butterworth's", () => {
  for (const hz of [120, 250, 500, 1000, 2000]) {
    const signal = tone(hz, [[-6, 0.5]]);
    const tail = -SAMPLE_RATE / 10;
    const { band2 } = split(signal, { bands: 3 });
    const lossDb = -decibelsOf(rms(band2!.subarray(tail)) / rms(signal.subarray(tail)));
    expect(Math.abs(lossDb - 2 * butterworthLossDb(hz, 120) - 2 * butterworthLossDb(500, hz))).toBeLessThan(0.01);
  }
});

test("outputs above the number of bands are silent", () => {
  const { band4, band5, band6 } = split(noise(1000, 2), { bands: 3 });
  for (const band of [band4, band5, band6]) expect(band!.every((sample) => sample === 0)).toBe(true);
});

test.each(COUNTS)("each of %i bands, soloed, is its output, and all soloed are the whole", (bands) => {
  const signal = noise(4800, 3);
  const { main } = split(signal, { bands });
  const solos = Array.from({ length: bands }, (_, band) => split(signal, { bands, [`solo${band + 1}`]: true }));
  solos.forEach((outputs, band) => expect(outputs["main"]).toEqual(outputs[`band${band + 1}`]));
  const sum = main!.map((_, i) => solos.reduce((total, outputs) => total + outputs["main"]![i]!, 0));
  expect(differenceDb(sum, main!)).toBeLessThan(-250);
});

test("going to solo and back makes no click, and moving crossovers neither", () => {
  const signal = tone(100, [[-12, 0.5]]);
  const moving = splitter.run({
    inputs: { main: [signal, signal] },
    values: { bands: 3, ...crossovers },
    automate: (quantum) => ({ solo2: quantum % 20 >= 10, crossover1Hz: quantum % 30 >= 15 ? 60 : 200 }),
  }).outputs["main"]![0];
  const bend = moving.subarray(2).map((value, i) => Math.abs(value - 2 * moving[i + 1]! + moving[i]!));
  expect(Math.max(...bend)).toBeLessThan(0.01); // where ramps meet; a jump of −40 dBFS would show
});

test("the bits do not depend on the blocks", () => {
  const signal = noise(4000, 4);
  const options = { inputs: { main: [signal, signal] as const }, values: { bands: 6 } };
  expect(splitter.run({ ...options, cuts: [1, 128, 7, 64] }).outputs).toEqual(splitter.run(options).outputs);
});
