// Every equaliser with bells and shelves, as it is heard, against the analogue curve that its dials name. The designs
// themselves are scanned densely in dsp; here each node is measured at the corners of its ranges and at random between.

import type { PlainValues } from "@twobus/core";
import { describe, expect, test } from "vitest";
import { impulseResponse, logarithmic, magnitudeDb, runnerOf } from "../../test/responses.ts";
import { decibels, randomNumbers } from "../../test/signals.ts";

const SHAPES = ["bell", "lowShelf", "highShelf"] as const;
type Shape = (typeof SHAPES)[number];
interface Setting {
  readonly shape: Shape;
  readonly frequencyHz: number;
  readonly gainDb: number;
  readonly q: number;
}

/** |H| of the prototypes of the Audio EQ Cookbook at w = f/f0. */
function analogueDb({ shape, frequencyHz, gainDb, q }: Setting, hz: number): number {
  const a = 10 ** (gainDb / 40);
  const w = shape === "highShelf" ? frequencyHz / hz : hz / frequencyHz;
  if (shape === "bell") return decibels(Math.hypot(1 - w * w, (w * a) / q) / Math.hypot(1 - w * w, w / (a * q)));
  const damping = (Math.sqrt(a) * w) / q;
  return decibels((a * Math.hypot(a - w * w, damping)) / Math.hypot(1 - a * w * w, damping));
}

interface Subject {
  readonly type: string;
  readonly mostQ: number;
  readonly frames: number;
  /** The node's values for a setting, and the setting that its steps come nearest to. */
  readonly dial: (setting: Setting) => readonly [PlainValues, Setting];
}

const bandOne =
  (others: PlainValues): Subject["dial"] =>
  (setting) => [
    {
      ...others,
      band1Shape: setting.shape,
      band1FrequencyHz: setting.frequencyHz,
      band1GainDb: setting.gainDb,
      band1Q: setting.q,
    },
    setting,
  ];

const nearest = (options: readonly number[], value: number): number =>
  options.reduce((best, option) =>
    Math.abs(Math.log(option / value)) < Math.abs(Math.log(best / value)) ? option : best,
  );

const STEPS_HZ = [400, 600, 1000, 2000, 3000, 4000, 5000, 6000, 8000, 10000, 12000, 16000];
const STEPS_Q = [0.4, 0.5, 0.7, 1, 1.4, 2, 2.8, 4];

const onSteps: Subject["dial"] = (wanted) => {
  const band = wanted.shape === "lowShelf" ? "low" : "high";
  const setting: Setting = {
    ...wanted,
    frequencyHz: band === "low" ? nearest([60, 250, 800], wanted.frequencyHz) : nearest(STEPS_HZ, wanted.frequencyHz),
    gainDb: Math.round(2 * wanted.gainDb) / 2,
    q: nearest(STEPS_Q, wanted.q),
  };
  const values = {
    [`${band}Shape`]: wanted.shape === "bell" ? "bell" : "shelf",
    [`${band}FrequencyHz`]: setting.frequencyHz,
    [`${band}GainDb`]: setting.gainDb,
    [`${band}Q`]: setting.q,
  };
  return [values, setting];
};

const SUBJECTS: readonly Subject[] = [
  { type: "twobus.parametricEq", mostQ: 10, frames: 4096, dial: bandOne({}) },
  { type: "twobus.masteringEq", mostQ: 4, frames: 4096, dial: onSteps },
  { type: "twobus.colourEq", mostQ: 4, frames: 4096, dial: bandOne({ oversampling: 1 }) },
  { type: "twobus.dynamicEq", mostQ: 10, frames: 4096, dial: bandOne({}) },
  // 16383 taps keep what is wider than 8·fs/N (see its checks): every resonance above 1.2 kHz, f0/(Q·A) being 51 Hz there.
  { type: "twobus.linearPhaseEq", mostQ: 10, frames: 17920, dial: bandOne({ taps: 16383 }) },
];

const LOWEST_HZ = 1200;

function settingsOf(mostQ: number, shape: Shape): Setting[] {
  const random = randomNumbers(1);
  const corners = [LOWEST_HZ, 16000].flatMap((frequencyHz) =>
    [0.3, mostQ].flatMap((q) => [-15, 15].map((gainDb) => ({ shape, frequencyHz, gainDb, q }))),
  );
  const between = Array.from({ length: 10 }, () => ({
    shape,
    frequencyHz: LOWEST_HZ * (16000 / LOWEST_HZ) ** Math.sqrt(random()),
    gainDb: 30 * random() - 15,
    q: 0.3 * (mostQ / 0.3) ** random(),
  }));
  return [...corners, ...between];
}

describe.each(SUBJECTS)("$type", async ({ type, mostQ, frames, dial }) => {
  const node = await runnerOf(type);
  test.each([
    [44100, 0.3],
    [48000, 0.3],
    [96000, 0.05],
  ])("at %d Hz bells and shelves are within %f dB of their analogue curves up to 20 kHz", (sampleRate, limitDb) => {
    for (const wanted of SHAPES.flatMap((shape) => settingsOf(mostQ, shape))) {
      const [values, setting] = dial(wanted);
      const response = impulseResponse(node, values, { sampleRate, frames });
      const around = logarithmic(0.65 * setting.frequencyHz, Math.min(1.55 * setting.frequencyHz, 20000), 12);
      for (const hz of [...logarithmic(200, 20000, 14), ...around]) {
        const deviation = magnitudeDb(response, hz, sampleRate) - analogueDb(setting, hz);
        expect(Math.abs(deviation)).toBeLessThan(limitDb);
      }
    }
  });
});
