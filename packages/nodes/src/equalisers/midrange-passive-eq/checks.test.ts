import type { PlainValues } from "@twobus/core";
import { describe, expect, test } from "vitest";
import { partsAddUp } from "../../../test/follow.ts";
import { midrangeCircuitDb, type MidrangeTurns } from "../../../test/midrange-circuit.ts";
import { aliasDb, harmonicDb, sine } from "../../../test/probes.ts";
import { impulseResponse, logarithmic, magnitudeDb, responseDb, runnerOf } from "../../../test/responses.ts";
import { noise } from "../../../test/signals.ts";
import { builtInPack } from "../../index.ts";

const eq = await runnerOf("twobus.midrangePassiveEq");

const valuesOf = ({
  lowHz = 500,
  low = 0,
  dipHz = 700,
  dip = 0,
  highHz = 3000,
  high = 0,
}: MidrangeTurns): PlainValues => ({
  lowBoostFrequencyHz: lowHz,
  lowBoostPercent: 100 * low,
  dipFrequencyHz: dipHz,
  dipPercent: 100 * dip,
  highBoostFrequencyHz: highHz,
  highBoostPercent: 100 * high,
});

const curve = (turns: MidrangeTurns, frequenciesHz: readonly number[]): number[] =>
  responseDb(eq, valuesOf(turns), frequenciesHz);
const at = (turns: MidrangeTurns, hz: number): number => curve(turns, [hz])[0]!;

const LOW_HZ = [200, 300, 500, 700, 1000] as const;
const DIP_HZ = [200, 300, 500, 700, 1000, 1500, 2000, 3000, 4000, 5000, 7000] as const;
const HIGH_HZ = [1500, 2000, 3000, 4000, 5000] as const;

/** Every band alone, turned to `turn`. */
const bandsAt = (turn: number): readonly (readonly [band: string, centreHz: number, turns: MidrangeTurns])[] => [
  ...LOW_HZ.map((lowHz) => ["low", lowHz, { lowHz, low: turn }] as const),
  ...DIP_HZ.map((dipHz) => ["dip", dipHz, { dipHz, dip: turn }] as const),
  ...HIGH_HZ.map((highHz) => ["high", highHz, { highHz, high: turn }] as const),
];

const COLUMNS_HZ = [100, 200, 300, 500, 700, 1000, 2000, 3000, 5000, 10000];

// Computed from the circuit by another program, rounded to 0.1 dB.
test.each<[MidrangeTurns, number[]]>([
  [{ low: 1 }, [0.6, 2.3, 5.0, 10.0, 6.9, 3.5, 0.9, 0.4, 0.1, 0.0]],
  [{ dip: 1, dipHz: 1000 }, [-0.2, -0.7, -1.5, -3.9, -7.1, -10.0, -3.9, -1.8, -0.7, -0.2]],
  [{ high: 1 }, [0.0, 0.1, 0.1, 0.3, 0.6, 1.3, 5.1, 8.0, 4.2, 1.0]],
  [{ low: 0.5, dip: 0.5, dipHz: 500 }, [-0.2, -0.7, -1.3, -1.9, -1.6, -1.0, -0.3, -0.2, -0.1, 0.0]],
  [{ low: 1, dip: 1, dipHz: 500 }, [-0.1, -0.3, -0.4, 0.0, -0.4, -0.4, -0.2, -0.1, 0.0, 0.0]],
  [{ low: 0.5, lowHz: 300, dip: 0.6, high: 0.5 }, [0.4, 2.0, 2.9, -2.8, -6.4, -3.6, 1.8, 3.4, 2.2, 0.6]],
  [
    { low: 0.3, lowHz: 200, dip: 0.4, dipHz: 3000, high: 1, highHz: 5000 },
    [1.1, 2.1, 1.6, 0.6, 0.2, -0.3, -2.0, -2.4, 5.7, 0.9],
  ],
])("%o: the table within 0.1 dB", (turns, expected) => {
  curve(turns, COLUMNS_HZ).forEach((found, i) => expect(Math.abs(found - expected[i]!)).toBeLessThan(0.1));
});

// Check 1 asks 10, −10 and 8 dB ±1.
test.each(bandsAt(1))("the %s band at %d Hz ends at 10, −10 or 8 dB within 0.1", (band, centreHz, turns) => {
  const expected = band === "low" ? 10 : band === "dip" ? -10 : 8;
  expect(Math.abs(at(turns, centreHz) - expected)).toBeLessThan(0.1);
});

// Check 2 asks 1 dB.
test("the last fifth of the dip's travel takes less than 0.5 dB; the fifth before it takes over 1 dB", () => {
  for (const dipHz of [200, 1000, 7000] as const) {
    const [at6, at8, at10] = [0.6, 0.8, 1].map((dip) => at({ dipHz, dip }, dipHz));
    expect(at8! - at10!).toBeGreaterThan(0);
    expect(at8! - at10!).toBeLessThan(0.5);
    expect(at6! - at8!).toBeGreaterThan(1);
  }
});

// Check 3 asks 3 %.
test.each([0.3, 1])("turned to %f every band has its extreme at its frequency within 2 %", (turn) => {
  for (const [band, centreHz, turns] of bandsAt(turn)) {
    const frequencies = logarithmic(0.9 * centreHz, 1.1 * centreHz, 41);
    const gains = curve(turns, frequencies).map((gain) => (band === "dip" ? -gain : gain));
    expect(Math.abs(frequencies[gains.indexOf(Math.max(...gains))]! / centreHz - 1)).toBeLessThan(0.02);
  }
});

// Check 4 asks 0.5 dB.
test("500 Hz boosted and dipped by the same turn is not flat: 1.9 dB are left", () => {
  const gains = curve({ low: 0.5, dip: 0.5, dipHz: 500 }, logarithmic(100, 5000, 60));
  expect(Math.abs(Math.max(...gains.map(Math.abs)) - 1.9)).toBeLessThan(0.05);
});

/** Centre over the width at half the gain in dB, of a band whose gain falls evenly to both sides. */
function qOf(centreHz: number, turns: MidrangeTurns): number {
  const response = impulseResponse(eq, valuesOf(turns), { frames: 16384 });
  const gainAt = (hz: number): number => Math.abs(magnitudeDb(response, hz));
  const half = gainAt(centreHz) / 2;
  const edge = (outermost: number): number => {
    let [inside, outside] = [centreHz, outermost];
    for (let step = 0; step < 12; step++) {
      const middle = Math.sqrt(inside * outside);
      if (gainAt(middle) > half) inside = middle;
      else outside = middle;
    }
    return inside;
  };
  return centreHz / (edge(Math.min(centreHz * 6, 22000)) - edge(centreHz / 6));
}

describe("width", () => {
  const found = [0.35, 0.5, 0.8, 1].map((turn) =>
    bandsAt(turn).map(([band, centreHz, turns]) => ({ band, q: qOf(centreHz, turns) })),
  );

  test("Q lies between 0.6 and 1.5 in every band, and stays within 25 % of its middle from a third of the turn up", () => {
    for (const index of bandsAt(1).keys()) {
      const qs = found.map((row) => row[index]!.q);
      const [least, most] = [Math.min(...qs), Math.max(...qs)];
      expect(least).toBeGreaterThan(0.6);
      expect(most).toBeLessThan(1.52);
      expect(most / least).toBeLessThan(1.25 ** 2);
    }
  });

  test("it changes with frequency, most in the high boost", () => {
    const spreadOf = (name: string): number => {
      const qs = found[3]!.flatMap(({ band, q }) => (band === name ? [q] : []));
      return Math.max(...qs) / Math.min(...qs);
    };
    expect(spreadOf("low")).toBeGreaterThan(1.4);
    expect(spreadOf("high")).toBeGreaterThan(spreadOf("low"));
    expect(spreadOf("high")).toBeGreaterThan(spreadOf("dip"));
  });
});

describe("the circuit's own response, up to 20 kHz", () => {
  const settings: readonly MidrangeTurns[] = [
    { lowHz: 200, low: 1, dipHz: 7000, dip: 1, highHz: 3000, high: 1 },
    { lowHz: 500, low: 0.5, dipHz: 500, dip: 0.5, highHz: 1500, high: 0.03 },
    { lowHz: 1000, low: 1, dipHz: 1000, dip: 1, highHz: 1500, high: 1 },
    { lowHz: 300, low: 0.05, dipHz: 4000, dip: 0.9, highHz: 4000, high: 0.9 },
  ];
  test.each([
    [44100, 0.12],
    [48000, 0.08],
    [96000, 0.005],
  ])("at %d Hz within %f dB", (sampleRate, limitDb) => {
    for (const turns of settings) {
      const response = impulseResponse(eq, valuesOf(turns), { sampleRate, frames: 16384 });
      for (const hz of logarithmic(20, 20000, 40)) {
        expect(Math.abs(magnitudeDb(response, hz, sampleRate) - midrangeCircuitDb(hz, turns))).toBeLessThan(limitDb);
      }
    }
  });
});

test.each([
  ["lowBoostPercent", { dipFrequencyHz: 500, dipPercent: 60 }],
  ["dipPercent", { dipFrequencyHz: 500, lowBoostPercent: 60 }],
  ["dipPercent", { dipFrequencyHz: 3000, highBoostPercent: 60 }],
  ["highBoostPercent", { dipFrequencyHz: 3000, dipPercent: 40 }],
])(
  "%s turned through beside %o does not click: the level bends by less than 0.0002 dB between frames",
  (knob, others) => {
    for (const hz of [300, 1000, 5000]) {
      const turning = [0, Math.PI / 2].map((shift) =>
        Float64Array.from({ length: 48000 }, (_, i) => Math.cos((2 * Math.PI * hz * i) / 48000 - shift)),
      );
      const [left, right] = eq.run({
        inputs: { main: [turning[0]!, turning[1]!] },
        values: { ...others, colourPercent: 0, oversampling: 1, [knob]: 0 },
        automate: (quantum) => ({ [knob]: 100 * Math.min(1, Math.max(0, (quantum - 80) / 240)) }),
      }).outputs["main"]!;
      const levels = left.map((value, i) => 20 * Math.log10(Math.hypot(value, right[i]!))).subarray(9600);
      const bends = levels.subarray(2).map((level, i) => Math.abs(level - 2 * levels[i + 1]! + levels[i]!));
      expect(Math.max(...bends)).toBeLessThan(0.005);
    }
  },
);

const heard = (hz: number, peakDb: number, values: PlainValues = {}): Float64Array => {
  const signal = sine(hz, peakDb, 48000);
  return eq.run({ inputs: { main: [signal, signal] }, values }).outputs["main"]![0];
};

describe("colour", () => {
  test("flat is flat within 0.02 dB, but the valves are heard", () => {
    for (const gain of curve({}, logarithmic(20, 20000, 30))) expect(Math.abs(gain)).toBeLessThan(0.02);
    expect(Math.abs(100 * 10 ** (harmonicDb(heard(1000, -18), 1000, 2) / 20) - 0.1)).toBeLessThan(0.01);
  });

  test("without colour there is no harmonic", () => {
    const output = heard(1000, -6, { colourPercent: 0 });
    expect(Math.max(harmonicDb(output, 1000, 2), harmonicDb(output, 1000, 3))).toBeLessThan(-200);
  });

  test("a full-scale tone aliases below −130 dB", () => {
    for (const hz of [5130, 9870]) expect(aliasDb(heard(hz, 0), hz)).toBeLessThan(-130);
  });

  test("parts of a signal come through as parts of the whole", async () => {
    const parts = [0, 2].map((seed) => [noise(3000, seed + 1), noise(3000, seed + 2)] as const);
    const values = { ...valuesOf({ low: 0.6, dip: 0.7, high: 0.4 }), colourPercent: 200 };
    expect(await partsAddUp(builtInPack, "twobus.midrangePassiveEq", values, parts)).toBeLessThan(-240);
  });
});
