// What folds, of every node that is not linear: at its default oversampling, a tone of −6 dBFS driven by 10 dB leaves nothing
// above −90 dB at 5 kHz and −80 dB at 10 kHz, relative to the fundamental, up to 20 kHz, at 48 kHz. Two state figures of their
// own: the clipper without its guard, which clips samples that band-limiting has put above the ceiling, at the song's rate; and
// the multiband saturator at full drive, 22 dB, where curves are nearly squares.
//
// Envelopes faster than these defaults are in `envelope.test.ts`, at each choice of oversampling. Three need no choice: the
// true-peak limiter, whose gain is a mean over its attack and folds nothing at its fastest either; the transient shaper, whose
// times are fixed and slow; and compressors with a colour of their own, which hold peaks for 1 ms.
//
// There are two tones of each kind. At 4900.6 and 9904.5 Hz all that folds lies far from the tone, and is judged alone. At
// 5000.2 and 10000.4 Hz, where nearly a whole number of samples makes whole periods, folds have the levels that they have at
// 5 and 10 kHz, where some would hide behind harmonics; and the crests wander between the samples. The highest of 48 samples
// then rises and falls 9.6 times a second by 1 − cos(π/48), −53 dB at 5 kHz and −41 dB at 10 kHz: the 48th harmonic of what a
// peak detector hears, folded. It moves the gain by less than 0.02 and 0.08 dB and makes side-bands 9.6 Hz from the tone, the
// stronger the faster the attack. Nodes whose detector runs at the song's rate state them; four times the rate leaves 24 dB
// less and more. Detectors of power have none, nor has a tone of 5 kHz itself, whose crests stand still.

import { readFile } from "node:fs/promises";
import type { NodeDefinition, PlainValues } from "@twobus/core";
import { createNodeRunner } from "@twobus/core/laws";
import { expect, test } from "vitest";
import { longTone, strongestAlias } from "../test/aliasing.ts";
import { builtInPack } from "./index.ts";

/** A way to drive a node by 10 dB. */
interface Driven {
  readonly words: string;
  readonly values: PlainValues;
  /** Of the tone: louder where a node has no drive of its own. */
  readonly levelDb?: number;
  /** What the node states instead of the palette's figures. */
  readonly limitsDb?: Pair;
  /** What it states where crests wander between the samples. */
  readonly wanderDb?: Pair;
}

type Pair = readonly [at5k: number, at10k: number];

const LEVEL_DB = -6;
const LIMITS_DB: Pair = [-90, -80];
const TONES_HZ: Pair = [4900.6, 9904.5];
const WANDERING_HZ: Pair = [5000.2, 10000.4];
/** Until the slowest memories stand nearly still. */
const SETTLE_SECONDS = 3;

const drive = (values: PlainValues = {}): Driven => ({ words: "10 dB of drive", values: { driveDb: 10, ...values } });
const louder = (values: PlainValues): Driven => ({ words: "10 dB louder", values, levelDb: LEVEL_DB + 10 });
const over = (values: PlainValues = {}): Driven => ({
  words: "10 dB over its threshold",
  values: { thresholdDb: LEVEL_DB - 10, ...values },
});
const reducing = (values: PlainValues): Driven => ({ words: "10 dB of reduction", values });
const everywhere = (values: PlainValues): PlainValues =>
  Object.fromEntries(
    [1, 2, 3, 4].flatMap((band) => Object.entries(values).map(([name, value]) => [`band${band}${name}`, value])),
  );

/** A band's drive multiplies by 12 times the square of its share. */
const DRIVE_PERCENT_OF_10_DB = 51.34;

const DRIVEN: Readonly<Record<string, readonly Driven[]>> = {
  bus: ["punchy", "warm", "thick"].map((summing) => ({ words: summing, values: { summing, summingDriveDb: 10 } })),
  colourEq: [drive(everywhere({ GainDb: 6, SaturationPercent: 100 }))],
  dynamicEq: [
    {
      words: "10 dB over its threshold",
      values: { band3Shape: "bell", band3FrequencyHz: 7000, band3ThresholdDb: LEVEL_DB - 10 },
      wanderDb: [-87, -75],
    },
  ],
  masteringEq: [louder({ colour: true, highGainDb: 4 })],
  passiveEq: [louder({ highBoostPercent: 40 })],
  midrangePassiveEq: [louder({ highBoostPercent: 40 })],
  digitalCompressor: [{ ...over(), wanderDb: [-82, -70] }],
  diodeCompressor: [over(), reducing({ thresholdDb: -26, recovery: "1.5" })],
  fetCompressor: [
    { ...over(), wanderDb: [-86, -74] },
    {
      ...over({ attackMs: 0.02, releaseMs: 50 }),
      words: "10 dB over its threshold, fastest",
      wanderDb: [-76, -64],
    },
    reducing({ thresholdDb: -20, ratio: "12:1", releaseMs: 1100 }),
  ],
  glueCompressor: [over()],
  modernMuCompressor: [over(), over({ driveDb: 10 })],
  multibandCompressor: [
    {
      words: "10 dB over its thresholds",
      values: everywhere({ ThresholdDb: LEVEL_DB - 10 }),
      wanderDb: [-86, -71],
    },
  ],
  optoCompressor: [
    { ...drive(), wanderDb: [-77, -65] },
    { ...drive({ peakReductionDb: 0 }), words: "10 dB of drive, no reduction" },
  ],
  punchCompressor: [over()],
  vintageMuCompressor: [over(), reducing({ thresholdDb: -28 })],
  multibandSaturator: ["warm", "retro", "tape", "triode", "dualTriode"].flatMap((Curve) => [
    { words: `10 dB of drive, ${Curve}`, values: everywhere({ Curve, DrivePercent: DRIVE_PERCENT_OF_10_DB }) },
    { words: `full drive, 22 dB, ${Curve}`, values: everywhere({ Curve, DrivePercent: 100 }), limitsDb: [-90, -44] },
  ]),
  tapeSaturator: [7.5, 15, 30].map((speedIps) => ({
    ...drive({ speedIps }),
    words: `10 dB of drive at ${speedIps} ips`,
  })),
  transformerSaturator: [{ words: "10 dB over its default drive", values: { driveDb: 22 } }],
  tubeSaturator: [drive(), { ...drive({ character: "pentode" }), words: "10 dB of drive, pentode" }],
  clipper: [
    { ...drive(), wanderDb: [-89, -80] },
    { ...drive({ kneePercent: 0 }), words: "10 dB of drive, hard" },
    { ...drive({ truePeak: false }), words: "10 dB of drive, without its guard", limitsDb: [-41, -22] },
  ],
  deEsser: [
    over({ detection: "absolute", frequencyHz: 5000 }),
    { ...over(), words: "10 dB over its threshold, relative" },
  ],
  gate: [{ words: "6 dB under its threshold", values: { thresholdDb: 0, ratio: 2 } }],
  transientShaper: [{ ...louder({ attackDb: 10, sustainDb: 10 }), wanderDb: [-83, -71] }],
  truePeakLimiter: [
    { words: "10 dB of gain", values: { gainDb: 10 } },
    {
      words: "10 dB of gain, fastest",
      values: { gainDb: 10, lookAheadMs: 1, releaseMs: 10, style: "dense" },
      wanderDb: [-87, -80],
    },
  ],
  echo: [drive({ colour: "saturated", mixPercent: 100, timeMs: 50 })],
};

const nameOf = ({ type }: NodeDefinition): string => type.replace("twobus.", "");
/** What makes sound of its own does nothing to what arrives. */
const nonlinear = builtInPack.nodes.filter(
  (node) => (node.linearity !== "linear" || nameOf(node) === "bus") && node.generates !== true,
);

test("every node that is not linear is driven", () => {
  expect(Object.keys(DRIVEN).toSorted()).toEqual(nonlinear.map(nameOf).toSorted());
});

for (const definition of nonlinear) {
  const runner = await createNodeRunner(builtInPack, definition.type, readFile);
  for (const driven of DRIVEN[nameOf(definition)] ?? []) {
    const { words, values, levelDb = LEVEL_DB, limitsDb = LIMITS_DB, wanderDb = limitsDb } = driven;
    test.each([
      ["", TONES_HZ, limitsDb],
      [", crests wander", WANDERING_HZ, wanderDb],
    ] as const)(`${definition.name}: ${words}%s`, (_, tonesHz, belowDb) => {
      tonesHz.forEach((hz, index) => {
        const tone = longTone(hz, levelDb, SETTLE_SECONDS);
        const [left] = runner.run({ inputs: { main: [tone, tone] }, values }).outputs["main"]!;
        const alias = strongestAlias(left, hz);
        expect.soft(alias.levelDb, `${hz} Hz at ${alias.hz} Hz`).toBeLessThan(belowDb[index]!);
      });
    });
  }
}
