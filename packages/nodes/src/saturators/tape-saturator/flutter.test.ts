// Check 5 of tape (reference sheet, section C.1): wow and flutter, as a meter weights it.

import { readFile } from "node:fs/promises";
import { createNodeRunner } from "@twobus/core/laws";
import type { PlainValues } from "@twobus/core";
import { describe, expect, test } from "vitest";
import { builtInPack } from "../../index.ts";
import { peak, SAMPLE_RATE, sine } from "../../../test/probes.ts";

const tape = await createNodeRunner(builtInPack, "twobus.tapeSaturator", readFile);

const run = (signal: Float64Array, values: PlainValues): Float64Array =>
  tape.run({ inputs: { main: [signal, signal] }, values }).outputs["main"]![0];

/** DIN 45507 / IEC 60386: Hz, dB. */
const WEIGHTING = [
  [0.2, -30.6],
  [0.315, -19.7],
  [0.4, -15],
  [0.63, -8.4],
  [0.8, -6],
  [1, -4.2],
  [1.6, -1.8],
  [2, -0.9],
  [4, 0],
  [6.3, -0.9],
  [10, -2.1],
  [20, -5.9],
  [40, -10.4],
  [63, -14.2],
  [100, -17.3],
  [200, -23],
] as const;

function weightingOf(hz: number): number {
  const above = WEIGHTING.findIndex(([mark]) => mark >= hz);
  if (above <= 0) return 0;
  const [[low, lowDb], [high, highDb]] = [WEIGHTING[above - 1]!, WEIGHTING[above]!];
  return 10 ** ((lowDb + ((highDb - lowDb) * Math.log(hz / low)) / Math.log(high / low)) / 20);
}

/** Deviation of a tone's frequency from `hz` (6½ periods in 100 samples) in percent, 480 times in a second. */
function deviations(output: Float64Array, hz: number): Float64Array {
  const phases = Array.from({ length: output.length / 100 }, (_, block) => {
    let [re, im] = [0, 0];
    for (let i = 100 * block; i < 100 * (block + 1); i++) {
      re += output[i]! * Math.cos((2 * Math.PI * hz * i) / SAMPLE_RATE);
      im -= output[i]! * Math.sin((2 * Math.PI * hz * i) / SAMPLE_RATE);
    }
    return Math.atan2(im, re);
  });
  return Float64Array.from(phases.slice(1), (phase, i) => {
    const turn = phase - phases[i]!;
    return (100 * ((turn - 2 * Math.PI * Math.round(turn / (2 * Math.PI))) * 480)) / (2 * Math.PI * hz);
  });
}

/** Highest weighted deviation in ten seconds, which hold whole periods of what 0.1 Hz divides. */
function weightedPeak(trace: Float64Array): number {
  const { length } = trace;
  const weighted = new Float64Array(length);
  for (let bin = 2; bin < 1000; bin++) {
    const step = (2 * Math.PI * bin) / length;
    let [re, im] = [0, 0];
    trace.forEach((value, i) => {
      re += value * Math.cos(step * i);
      im += value * Math.sin(step * i);
    });
    const weight = (2 * weightingOf((bin * 480) / length)) / length;
    if (Math.hypot(re, im) * weight < 1e-6) continue;
    for (let i = 0; i < length; i++) weighted[i]! += weight * (re * Math.cos(step * i) + im * Math.sin(step * i));
  }
  return peak(weighted);
}

describe("check 5: flutter", () => {
  const carrier = sine(3120, -18, 10.5 * SAMPLE_RATE);
  const traceOf = (values: PlainValues): Float64Array =>
    deviations(run(carrier, { oversampling: 2, ...values }).subarray(SAMPLE_RATE / 2 - 100), 3120);

  test("without it the pitch is constant", () => {
    expect(peak(traceOf({}))).toBeLessThan(1e-6);
  });

  test.each([
    [0.05, 1],
    [0.3, 4],
  ])("%d %% is the weighted peak deviation, within 30 %", (flutterPercent, machine) => {
    const measured = weightedPeak(traceOf({ flutterPercent, machine }));
    expect(Math.abs(measured / flutterPercent - 1)).toBeLessThan(0.3);
  });

  test("every machine has its own, the same in every render", () => {
    const values = { flutterPercent: 0.1, oversampling: 2 };
    const short = carrier.subarray(0, 4800);
    expect(run(short, { ...values, machine: 2 })).toEqual(run(short, { ...values, machine: 2 }));
    expect(run(short, { ...values, machine: 2 })).not.toEqual(run(short, { ...values, machine: 3 }));
  });
});
