// Nodes whose nonlinearity is an envelope, at each choice of oversampling: what folds at their fastest and, where that differs, at
// other times, and that they stay what they are. What folds of all nodes at their defaults is in `aliasing.test.ts`.

import type { PlainValues } from "@twobus/core";
import { OVERSAMPLING_FACTORS } from "@twobus/dsp";
import { describe, expect, test } from "vitest";
import { longTone, strongestAlias } from "../test/aliasing.ts";
import { decibelsOf, differenceDb, gainOf, programme, runnerOf, staticReductionDb, tone } from "../test/dynamics.ts";
import { partsAddUp } from "../test/follow.ts";
import { amplitude } from "../test/summed.ts";
import { envelopeLatencySamples } from "./envelope.ts";
import { builtInPack } from "./index.ts";

interface Driven {
  readonly words: string;
  readonly values: PlainValues;
  /** What folds of 4.9 and of 9.9 kHz at 1, 2, 4 and 8 stays below these. */
  readonly foldsDb: readonly (readonly [at5k: number, at10k: number])[];
}

interface Envelope {
  /** Ways to drive it 10 dB over the threshold of a tone of −6 dBFS. */
  readonly driven: readonly Driven[];
  /** Nothing happens to the sound; the phase of crossovers is out of the way. */
  readonly idle: PlainValues;
}

const THRESHOLD_DB = -16;
const LIMITS_DB = [-90, -80] as const;
const TONES_HZ = [4900.6, 9904.5];

const bands = (values: PlainValues): PlainValues =>
  Object.fromEntries(
    [1, 2, 3, 4].flatMap((band) => Object.entries(values).map(([name, value]) => [`band${band}${name}`, value])),
  );

/** With the shortest times there are. */
const fastest = (values: PlainValues, foldsDb: Driven["foldsDb"]): Driven => ({ words: "fastest", values, foldsDb });

const ENVELOPES: Readonly<Record<string, Envelope>> = {
  digitalCompressor: {
    driven: [
      fastest({ thresholdDb: THRESHOLD_DB, attackMs: 0.01, releaseMs: 5 }, [
        [-73, -85],
        [-88, -87],
        LIMITS_DB,
        LIMITS_DB,
      ]),
    ],
    idle: { ratio: 1 },
  },
  glueCompressor: {
    driven: [
      fastest({ thresholdDb: THRESHOLD_DB, attackMs: 0.1, release: "0.1" }, [
        [-94, -87],
        [-97, -87],
        [-112, -100],
        [-118, -116],
      ]),
      ...[0.3, 1, 3, 10, 30].flatMap((attackMs) =>
        ["0.1", "1.2"].map((release) => ({
          words: `${attackMs} ms, ${release} s`,
          values: { thresholdDb: THRESHOLD_DB, attackMs, release },
          foldsDb: [LIMITS_DB, LIMITS_DB, [-110, -100], [-115, -105]] as const,
        })),
      ),
      {
        words: "10:1, 1 ms, 0.1 s",
        values: { thresholdDb: THRESHOLD_DB, attackMs: 1, release: "0.1", ratio: "10:1" },
        foldsDb: [[-88, -84], LIMITS_DB, LIMITS_DB, LIMITS_DB],
      },
    ],
    idle: { thresholdDb: 10 },
  },
  punchCompressor: {
    driven: [
      fastest({ thresholdDb: THRESHOLD_DB, attackMs: 0.03, releaseMs: 50 }, [
        [-64, -73],
        [-71, -78],
        [-86, -85],
        LIMITS_DB,
      ]),
      ...feedback(0.03, [
        [-54, -64],
        [-64, -65],
        [-87, -76],
        [-89, -93],
      ]),
      ...feedback(0.1, [[-60, -70], [-82, -72], LIMITS_DB, LIMITS_DB]),
      ...feedback(0.3, [[-75, -79], LIMITS_DB, LIMITS_DB, LIMITS_DB]),
      ...[1, 3, 10, 30].flatMap((attackMs) => feedback(attackMs, [LIMITS_DB, LIMITS_DB, LIMITS_DB, LIMITS_DB])),
    ],
    idle: { thresholdDb: 10 },
  },
  multibandCompressor: {
    driven: [
      fastest(bands({ ThresholdDb: THRESHOLD_DB, AttackMs: 0.1, ReleaseMs: 5 }), [
        [-77, -88],
        LIMITS_DB,
        LIMITS_DB,
        LIMITS_DB,
      ]),
    ],
    idle: { bands: 2, crossover1Hz: 20, band1ThresholdDb: 6, band2ThresholdDb: 6 },
  },
  gate: {
    driven: [
      fastest({ thresholdDb: 0, ratio: 4, attackMs: 0.01, holdMs: 0, releaseMs: 5 }, [
        [-73, -73],
        [-83, -75],
        LIMITS_DB,
        LIMITS_DB,
      ]),
      {
        words: "a ratio of 4, its own times",
        values: { thresholdDb: 0, ratio: 4 },
        foldsDb: [[-86, -82], LIMITS_DB, LIMITS_DB, LIMITS_DB],
      },
      {
        words: "a ratio of 10, its own times",
        values: { thresholdDb: -2, ratio: 10 },
        foldsDb: [[-76, -72], LIMITS_DB, LIMITS_DB, LIMITS_DB],
      },
    ],
    idle: { rangeDb: 0 },
  },
  deEsser: {
    driven: [
      fastest({ thresholdDb: THRESHOLD_DB, attackMs: 0.1, releaseMs: 10 }, [
        [-76, -72],
        LIMITS_DB,
        LIMITS_DB,
        LIMITS_DB,
      ]),
    ],
    idle: { rangeDb: 0 },
  },
  dynamicEq: {
    driven: [
      fastest(
        {
          band3Shape: "highShelf",
          band3FrequencyHz: 3000,
          band3ThresholdDb: THRESHOLD_DB,
          band3Ratio: 4,
          band3RangeDb: -24,
          band3AttackMs: 0.1,
          band3ReleaseMs: 5,
        },
        [[-70, -83], [-86, -85], LIMITS_DB, LIMITS_DB],
      ),
    ],
    idle: {},
  },
};

/** Feeding back, which reads the wave that its own gain has bent; release at its shortest and longer. */
function feedback(attackMs: number, foldsDb: Driven["foldsDb"]): Driven[] {
  return [50, 200].map((releaseMs) => ({
    words: `feedback, ${attackMs} / ${releaseMs} ms`,
    values: { thresholdDb: THRESHOLD_DB, attackMs, releaseMs, topology: "feedback" },
    foldsDb,
  }));
}

/** What reduces each of them at 1 kHz by some decibels. */
const WORKING: Readonly<Record<string, PlainValues>> = {
  ...Object.fromEntries(Object.keys(ENVELOPES).map((name) => [name, { thresholdDb: -30 }])),
  multibandCompressor: bands({ ThresholdDb: -30 }),
  gate: { thresholdDb: 0, ratio: 1.5, rangeDb: 12 },
  deEsser: { thresholdDb: -40, frequencyHz: 2000, mode: "wide" },
  dynamicEq: { band2Shape: "bell", band2FrequencyHz: 1000, band2ThresholdDb: -40 },
};

test("every node with such a choice is here", () => {
  const envelopes = builtInPack.nodes.filter(
    ({ linearity, params }) => linearity === "gain" && params["oversampling"] !== undefined,
  );
  expect(envelopes.map(({ type }) => type.replace("twobus.", "")).toSorted()).toEqual(
    Object.keys(ENVELOPES).toSorted(),
  );
});

for (const [name, { driven, idle }] of Object.entries(ENVELOPES)) {
  const runner = await runnerOf(`twobus.${name}`);
  describe.each(OVERSAMPLING_FACTORS)(`${name} at %i`, (oversampling) => {
    const latency = envelopeLatencySamples({ oversampling }, 48000);

    test.each(driven)("what folds: $words", ({ values, foldsDb }) => {
      TONES_HZ.forEach((hz, index) => {
        const signal = longTone(hz, -6, 1);
        const inputs = { main: [signal, signal] } as const;
        const [left] = runner.run({ inputs, values: { ...values, oversampling } }).outputs["main"]!;
        const limitDb = foldsDb[OVERSAMPLING_FACTORS.indexOf(oversampling)]![index]!;
        expect.soft(strongestAlias(left, hz).levelDb, `${hz} Hz`).toBeLessThan(limitDb);
      });
    });

    test("idle, it is flat within 0.05 dB to 18 kHz", () => {
      const values = { ...idle, oversampling };
      for (const hz of [50, 1000, 12000, 18000]) {
        const signal = tone(hz, [[-6, 1]]);
        const [left] = runner.run({ inputs: { main: [signal, signal] }, values }).outputs["main"]!;
        expect(Math.abs(decibelsOf(amplitude(left, hz) / gainOf(-6))), `${hz} Hz`).toBeLessThan(0.05);
      }
    });

    test("reduces a steady tone as at the rate of the song", () => {
      const values = WORKING[name]!;
      const expected = staticReductionDb(runner, { ...values, oversampling: 1 }, -12);
      expect(expected).toBeGreaterThan(3);
      expect(Math.abs(staticReductionDb(runner, { ...values, oversampling }, -12) - expected)).toBeLessThan(0.05);
    });

    test("a key that is the sound itself changes nothing", () => {
      const main = programme(9000);
      const values = { ...WORKING[name], oversampling };
      const own = runner.run({ inputs: { main }, values }).outputs["main"]![0];
      const keyed = runner.run({ inputs: { main, key: main }, values }).outputs["main"]![0];
      expect(keyed).toEqual(own);
    });

    // Half a sample would leave −24 dB; filters that bend the axis less at the inner rate leave −32
    test("is as late as it says while it works", () => {
      const values = { ...WORKING[name], oversampling };
      const main = tone(1000, [[-12, 0.5]]);
      const [late] = runner.run({ inputs: { main: [main, main] }, values }).outputs["main"]!;
      const [prompt] = runner.run({ inputs: { main: [main, main] }, values: { ...values, oversampling: 1 } }).outputs[
        "main"
      ]!;
      expect(differenceDb(late.subarray(12000 + latency), prompt.subarray(12000, late.length - latency))).toBeLessThan(
        -30,
      );
    });

    test("parts add up to the whole", async () => {
      const [a, b] = [
        programme(3000),
        programme(5000).map((channel) => channel.subarray(2000)) as [Float64Array, Float64Array],
      ];
      const values = { ...WORKING[name], oversampling };
      expect(await partsAddUp(builtInPack, `twobus.${name}`, values, [a, b])).toBeLessThan(-250);
    });
  });
}
