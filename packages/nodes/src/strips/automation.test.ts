// Automation (reference sheet, section G), on a track's fader.

import { readFile } from "node:fs/promises";
import { compileModules, createRegistry, emptyMix, type AutomationPoint } from "@twobus/core";
import { createMixPlayer, equivalentStep } from "@twobus/core/laws";
import { expect, test } from "vitest";
import { decibels, sine } from "../../test/probes.ts";
import { cable, node } from "../../test/strips.ts";
import { builtInPack } from "../index.ts";

const registry = createRegistry([builtInPack]);
const modules = await compileModules(registry, readFile, false);
const SAMPLE_RATE = 48000;

/** A track's left channel while its fader moves along some points. */
async function played(signal: Float64Array, points: AutomationPoint[]): Promise<Float64Array> {
  const mix = emptyMix("Automation", SAMPLE_RATE);
  mix.sources["one"] = { file: "one.wav", channels: 2, sampleRate: SAMPLE_RATE, frames: signal.length };
  mix.graphs["mix"]!.nodes = { one: node("track", {}, { source: "one" }) };
  mix.graphs["mix"]!.connections = [cable("one → out")];
  mix.automation["mix/one.faderDb"] = { points };
  return (await createMixPlayer(mix, registry, modules)).play(signal.length, { one: [signal, signal] })[0];
}

const rise: AutomationPoint[] = [
  { atSeconds: 0, value: -60, curve: "linear" },
  { atSeconds: 1, value: 0, curve: "linear" },
];

test("from −60 to 0 dB in a second, −30 ± 0.2 dB are half-way, and every sample lies on the line", async () => {
  const one = new Float64Array(SAMPLE_RATE).fill(1);
  const gain = await played(one, rise);
  expect(Math.abs(decibels(gain[SAMPLE_RATE / 2]!) + 30)).toBeLessThan(0.2);
  gain.forEach((y, n) => expect(Math.abs(decibels(y) - (-60 + (60 * n) / SAMPLE_RATE))).toBeLessThan(0.01));
});

test("two renders are the same bits", async () => {
  const tone = sine(997, -18, SAMPLE_RATE);
  expect(await played(tone, rise)).toEqual(await played(tone, rise));
});

// The sheet asks for no more than −70 dBFS of a step and names neither step nor tone. A jump takes a quantum of 128 frames in a
// straight line, whose corners bend a tone of amplitude A by A·Δg/128 per frame; the metric reads such a corner 1.6 dB lower. On
// a tone at 0 VU (A = 0.126) that is −72.4 dBFS for 3 dB down (Δg = 0.29) and −67.8 dBFS for 6 dB: the figure holds up to jumps
// of 4.2 dB. What is to be quieter is drawn as a ramp.
test.each([
  [-3, -72.4],
  [-6, -67.8],
])("a jump by %i dB on a tone at 0 VU clicks like a step of %d dBFS at most", async (value, expectedDb) => {
  const jump: AutomationPoint[] = [
    { atSeconds: 0, value: 0, curve: "hold" },
    { atSeconds: 0.1, value, curve: "hold" },
  ];
  const clicks = await Promise.all(
    Array.from({ length: 8 }, async (_, turn) => {
      const tone = sine(997, -18, 9600).map((_sample, n, all) => all[(n + 6 * turn) % 9600]!);
      return decibels(equivalentStep(await played(tone, jump), 4000, 6000));
    }),
  );
  expect(Math.abs(Math.max(...clicks) - expectedDb)).toBeLessThan(0.5);
});
