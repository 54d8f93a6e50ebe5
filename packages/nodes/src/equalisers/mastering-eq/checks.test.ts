import { kernelValue, type PlainValues } from "@twobus/core";
import { describe, expect, test } from "vitest";
import { partsAddUp } from "../../../test/follow.ts";
import { builtInPack } from "../../index.ts";
import { aliasDb, harmonicDb, sine } from "../../../test/probes.ts";
import { decibels, noise, peak } from "../../../test/signals.ts";
import { impulseResponse, logarithmic, magnitudeDb, responseDb, runnerOf } from "../../../test/responses.ts";
import { masteringEq } from "./node.ts";

const eq = await runnerOf("twobus.masteringEq");

const bellDb = (hz: number, centreHz: number, gainDb: number, q: number): number => {
  const gain = 10 ** (gainDb / 40);
  const w = hz / centreHz;
  return decibels(Math.hypot(1 - w * w, (w * gain) / q) / Math.hypot(1 - w * w, w / (gain * q)));
};

/** Centre over the width at half the gain in dB. */
function qAt(midGainDb: number, midQ: number, law: string): number {
  const frequencies = logarithmic(150, 6000, 1200);
  const gains = responseDb(eq, { midGainDb, midQ, law }, frequencies);
  const inside = frequencies.filter((_, i) => gains[i]! * Math.sign(midGainDb) > Math.abs(midGainDb) / 2);
  return 1000 / (inside.at(-1)! - inside[0]!);
}

describe("laws of Q", () => {
  test("constant: the same within 2 % from 3 to 12 dB (asked: 10 %)", () => {
    for (const q of [0.7, 2])
      for (const gain of [3, 12, -12]) expect(Math.abs(qAt(gain, q, "constant") / q - 1)).toBeLessThan(0.02);
  });

  // q = dial · (1 + 2·|gain|/12)/3
  test.each([
    [3, 1 / 2],
    [6, 2 / 3],
    [12, 1],
    [-12, 1],
  ])("proportional: at %d dB it is the dial's times %f", (gain, share) => {
    expect(Math.abs(qAt(gain, 2, "proportional") / (2 * share) - 1)).toBeLessThan(0.02);
  });
});

test.each([15, -15, 8.5, 0.5])("shelves by %f dB end at it within 0.05 dB (asked: 0.2)", (gain) => {
  const [low] = responseDb(eq, { lowGainDb: gain, lowFrequencyHz: 600 }, [20]);
  const [high] = responseDb(eq, { highGainDb: gain, highFrequencyHz: 1000 }, [19000]);
  expect(Math.abs(low! - gain)).toBeLessThan(0.05);
  expect(Math.abs(high! - gain)).toBeLessThan(0.05);
});

test("gains reach ±15 dB within 0.01 dB (asked: 0.2)", () => {
  for (const gain of [-15, 15]) {
    expect(Math.abs(responseDb(eq, { midGainDb: gain }, [1000])[0]! - gain)).toBeLessThan(0.01);
  }
});

test("12 dB at 16 kHz, Q 1, follows its analogue curve within 0.15 dB to 20 kHz (asked: 1 dB)", () => {
  const response = impulseResponse(eq, { highMidFrequencyHz: 16000, highMidGainDb: 12, highMidQ: 1 });
  for (const hz of logarithmic(200, 20000, 60)) {
    expect(Math.abs(magnitudeDb(response, hz) - bellDb(hz, 16000, 12, 1))).toBeLessThan(0.15);
  }
});

test("a boost in two bands and the same cut null below −200 dB (asked: −80)", () => {
  const signal = noise(24000, 1);
  for (const law of ["constant", "proportional"]) {
    const curve = (gain: number): PlainValues => ({ law, lowGainDb: gain, highMidGainDb: gain, highMidQ: 2 });
    const main = eq.run({ values: curve(7.5), inputs: { main: [signal, signal] } }).outputs["main"]!;
    const [left] = eq.run({ values: curve(-7.5), inputs: { main } }).outputs["main"]!;
    expect(decibels(peak(left.map((value, i) => value - signal[i]!)))).toBeLessThan(-200);
  }
});

test("left and right are identical to the bit (asked: −140 dB)", () => {
  const signal = noise(4000, 2);
  const values = { lowGainDb: 4, midGainDb: -3, highGainDb: 6, colour: true };
  const [left, right] = eq.run({ values, inputs: { main: [signal, signal] } }).outputs["main"]!;
  expect(left).toEqual(right);
});

describe("tolerance", () => {
  const curve: PlainValues = { midGainDb: 12, midQ: 2, lowGainDb: 6, highGainDb: -6 };
  const channels = (values: PlainValues): readonly [Float64Array, Float64Array] => {
    const signal = Float64Array.from({ length: 16384 }, (_, i) => (i === 0 ? 1 : 0));
    return eq.run({ values: { ...curve, ...values }, inputs: { main: [signal, signal] } }).outputs["main"]!;
  };
  const units = [1, 2, 3, 4, 5, 6, 7, 8].map((toleranceUnit) => channels({ tolerance: true, toleranceUnit }));
  /** Frequency and level of the bell at 1 kHz. */
  const peakOf = (response: Float64Array): { hz: number; db: number } => {
    const frequencies = logarithmic(950, 1050, 400);
    const gains = frequencies.map((hz) => magnitudeDb(response, hz));
    return { hz: frequencies[gains.indexOf(Math.max(...gains))]!, db: Math.max(...gains) };
  };

  // Estimates: 1.5 % of frequency, 2 % of gain in dB.
  test("no part strays further than 1.5 % in frequency and 2 % in gain, some by half of that", () => {
    const peaks = units.flat().map(peakOf);
    const strayedHz = peaks.map(({ hz }) => Math.abs(hz / 1000 - 1));
    const strayedDb = peaks.map(({ db }) => Math.abs(db / 12 - 1));
    expect(Math.max(...strayedHz)).toBeLessThan(0.0165);
    expect(Math.max(...strayedHz)).toBeGreaterThan(0.0075);
    // The shelves beside it add 0.02 dB.
    expect(Math.max(...strayedDb)).toBeLessThan(0.0225);
    expect(Math.max(...strayedDb)).toBeGreaterThan(0.01);
  });

  test("left and right drift apart by 0.02 to 1 dB, in every unit by its own figure", () => {
    const apart = units.map(([left, right]) =>
      Math.max(...logarithmic(30, 18000, 60).map((hz) => Math.abs(magnitudeDb(left, hz) - magnitudeDb(right, hz)))),
    );
    for (const difference of apart) {
      expect(difference).toBeGreaterThan(0.02);
      expect(difference).toBeLessThan(1);
    }
    expect(new Set(apart).size).toBe(apart.length);
  });

  test("a unit is the same at every recall, and off there is none", () => {
    expect(channels({ tolerance: true, toleranceUnit: 3 })).toEqual(units[2]);
    expect(channels({ toleranceUnit: 3 })).toEqual(channels({}));
  });

  test("bands at 0 dB still change no bit, and on mid alone side is left alone", () => {
    const [left] = channels({ tolerance: true, midGainDb: 0, lowGainDb: 0, highGainDb: 0 });
    expect(left[0]).toBe(1);
    expect(peak(left.subarray(1))).toBe(0);
    const signal = noise(4000, 6);
    const opposite = signal.map((value) => -value);
    const main = [signal, opposite] as const;
    const [changed] = eq.run({ values: { ...curve, tolerance: true, channel: "mid" }, inputs: { main } }).outputs[
      "main"
    ]!;
    expect(peak(changed.map((value, i) => value - signal[i]!))).toBeLessThan(1e-13);
  });
});

// Recall: what is written down is what the kernel gets, and a second instance at the same steps is the same unit.
test("set again to the steps that were written down, it gives the same bits", () => {
  const signal = noise(4000, 5);
  const main = [signal, signal] as const;
  const steps: PlainValues = {
    lowGainDb: 3.5,
    midFrequencyHz: 700,
    midGainDb: -2.5,
    midQ: 1.4,
    highGainDb: 1.5,
    colour: true,
  };
  const first = eq.run({ values: steps, inputs: { main } }).outputs;
  const moved = eq.run({ values: { ...steps, midGainDb: -3 }, inputs: { main } }).outputs;
  const recalled = eq.run({ values: JSON.parse(JSON.stringify(steps)) as PlainValues, inputs: { main } }).outputs;
  expect(recalled).toEqual(first);
  expect(moved).not.toEqual(first);
});

test("every dial but the colour's amount has steps, and each reaches the kernel as it is written", () => {
  const dials = Object.entries(masteringEq.params).filter(
    ([name]) => !["colourPercent", "colour", "tolerance"].includes(name),
  );
  for (const [, dial] of dials) {
    expect(dial.kind).toBe("choice");
    if (dial.kind !== "choice" || typeof dial.options[0] !== "number") continue;
    for (const option of dial.options) expect(kernelValue(dial, option)).toBe(option);
  }
});

test("with every gain at 0 dB no bit changes", () => {
  const signal = noise(1000, 3);
  expect(eq.run({ inputs: { main: [signal, signal] } }).outputs["main"]![0]).toEqual(signal);
});

test.each(["mid", "side"])("on %s alone the other is left alone", (channel) => {
  const signal = noise(4000, 4);
  const other = channel === "mid" ? signal.map((value) => -value) : signal;
  const values = { channel, midGainDb: 12 };
  const [left] = eq.run({ values, inputs: { main: [signal, other] } }).outputs["main"]!;
  expect(peak(left.map((value, i) => value - signal[i]!))).toBeLessThan(1e-13);
  const same = channel === "mid" ? signal : signal.map((value) => -value);
  const [changed] = eq.run({ values, inputs: { main: [signal, same] } }).outputs["main"]!;
  const [expected] = eq.run({ values: { midGainDb: 12 }, inputs: { main: [signal, same] } }).outputs["main"]!;
  expect(peak(changed.map((value, i) => value - expected[i]!))).toBeLessThan(1e-13);
});

const coloured = (hz: number, peakDb: number, values: PlainValues = {}): Float64Array => {
  const signal = sine(hz, peakDb, 24000);
  return eq.run({ inputs: { main: [signal, signal] }, values: { colour: true, ...values } }).outputs["main"]![0];
};

describe("colour", () => {
  test("the third harmonic leads the second by far more than 10 dB", () => {
    const output = coloured(1000, -18);
    expect(harmonicDb(output, 1000, 3) - harmonicDb(output, 1000, 2)).toBeGreaterThan(40);
  });

  test("at 0 VU the third harmonic is 0.03 %, the same within 0.1 dB at 100 Hz and 5 kHz (asked: 2 dB)", () => {
    const [low, high] = [100, 5000].map((hz) => harmonicDb(coloured(hz, -18), hz, 3));
    expect(Math.abs(low! - decibels(0.0003))).toBeLessThan(0.5);
    expect(Math.abs(low! - high!)).toBeLessThan(0.1);
  });

  // Only the difference that the curve makes passes the oversampling filters: with colour as without there is no cut at all
  // above 20 kHz, where the reference's model cuts steeply while it oversamples.
  test("the pass-band is flat to half the sample rate, with colour as without", () => {
    for (const colour of [false, true]) {
      for (const gain of responseDb(eq, { colour }, [20, 1000, 19000, 21500, 23500])) {
        expect(Math.abs(gain)).toBeLessThan(0.001);
      }
    }
  });

  test("a full-scale tone at twice the colour aliases below −120 dB", () => {
    for (const hz of [5130, 9870]) expect(aliasDb(coloured(hz, 0, { colourPercent: 200 }), hz)).toBeLessThan(-120);
  });

  test("parts of a signal come through as parts of the whole", async () => {
    const parts = [0, 2].map((seed) => [noise(3000, seed + 1), noise(3000, seed + 2)] as const);
    const values = { colour: true, colourPercent: 200, lowGainDb: 6, highGainDb: -4, channel: "mid" };
    expect(await partsAddUp(builtInPack, "twobus.masteringEq", values, parts)).toBeLessThan(-240);
  });
});
