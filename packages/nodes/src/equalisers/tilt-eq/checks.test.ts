import { describe, expect, test } from "vitest";
import { decibels, noise, peak } from "../../../test/signals.ts";
import { logarithmic, responseDb, runnerOf } from "../../../test/responses.ts";

const eq = await runnerOf("twobus.tiltEq");
const FREQUENCIES_HZ = logarithmic(20, 20000, 90);

test.each([-12, -6, -1, 3, 6, 12])(
  "the pivot of a tilt by %f dB stays within 0.01 dB of 0 dB (asked: 0.1)",
  (tiltDb) => {
    for (const pivotHz of [600, 800, 1000]) {
      expect(Math.abs(responseDb(eq, { tiltDb, pivotHz }, [pivotHz])[0]!)).toBeLessThan(0.01);
    }
  },
);

test("a tilt by 6 dB is 6 dB from end to end, half at either", () => {
  const [low, high] = responseDb(eq, { tiltDb: 6 }, [10, 20000]);
  expect(Math.abs(low! + 3)).toBeLessThan(0.02);
  expect(Math.abs(high! - 3)).toBeLessThan(0.05);
});

test.each([
  [{ tiltDb: 6 }, { tiltDb: -6 }],
  [{ lowGainDb: 12 }, { lowGainDb: -12 }],
  [{ highGainDb: 15 }, { highGainDb: -15 }],
])("%o and %o null below −200 dB (asked: −80)", (there, back) => {
  const signal = noise(24000, 1);
  const main = eq.run({ values: there, inputs: { main: [signal, signal] } }).outputs["main"]!;
  const [left] = eq.run({ values: back, inputs: { main } }).outputs["main"]!;
  expect(decibels(peak(left.map((value, i) => value - signal[i]!)))).toBeLessThan(-200);
});

test.each([{ tiltDb: 12 }, { tiltDb: -12 }, { lowGainDb: 15 }, { lowGainDb: -15 }, { highGainDb: 15 }])(
  "%o is nowhere steeper than 6 dB per octave",
  (values) => {
    const gains = responseDb(eq, values, FREQUENCIES_HZ);
    const octaves = Math.log2(FREQUENCIES_HZ[1]! / FREQUENCIES_HZ[0]!);
    gains.slice(1).forEach((gain, i) => expect(Math.abs(gain - gains[i]!) / octaves).toBeLessThanOrEqual(6));
  },
);

test("at the middle of every knob no bit changes", () => {
  const signal = noise(1000, 2);
  expect(eq.run({ inputs: { main: [signal, signal] } }).outputs["main"]![0]).toEqual(signal);
});

/** The shelf that leaves 0 dB at A times its turnover, or at an A-th of it. */
const lowShelfDb = (hz: number, gainDb: number, turnoverHz: number): number => {
  const gain = 10 ** (Math.abs(gainDb) / 20);
  const ratio = hz / turnoverHz;
  return Math.sign(gainDb) * decibels(Math.hypot(ratio, gain) / Math.hypot(ratio, 1));
};

describe("Baxandall shelves", () => {
  test.each([-15, -6, 3, 12, 15])("bass by %f dB follows its law within 0.02 dB", (lowGainDb) => {
    for (const lowTurnoverHz of [40, 120, 360]) {
      responseDb(eq, { lowGainDb, lowTurnoverHz }, FREQUENCIES_HZ).forEach((gain, i) =>
        expect(Math.abs(gain - lowShelfDb(FREQUENCIES_HZ[i]!, lowGainDb, lowTurnoverHz))).toBeLessThan(0.02),
      );
    }
  });

  test.each([-15, -6, 3, 12, 15])("treble by %f dB follows its law within 0.1 dB up to 20 kHz", (highGainDb) => {
    for (const highTurnoverHz of [1600, 7000, 18000]) {
      responseDb(eq, { highGainDb, highTurnoverHz }, FREQUENCIES_HZ).forEach((gain, i) => {
        const mirrored = lowShelfDb(1 / FREQUENCIES_HZ[i]!, highGainDb, 1 / highTurnoverHz);
        expect(Math.abs(gain - mirrored)).toBeLessThan(0.1);
      });
    }
  });

  // 10·log10((1 + A²)/2): 1.6 dB of 3, 9.3 dB of 12
  test("the gain at the turnover moves with the setting", () => {
    for (const gainDb of [3, 12]) {
      const [found] = responseDb(eq, { lowGainDb: gainDb, lowTurnoverHz: 100 }, [100]);
      expect(Math.abs(found! - 10 * Math.log10((1 + 10 ** (gainDb / 10)) / 2))).toBeLessThan(0.02);
    }
  });
});
