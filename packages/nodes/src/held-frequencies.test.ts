// Frequencies of half of the sample rate and more: every filter holds them below it. A node that runs whole at an inner rate has
// room above half of the song's, and holds below half of that one.

import { readFile } from "node:fs/promises";
import {
  isHeldBySampleRate,
  LOWEST_SAMPLE_RATE as LOWEST,
  runsInside,
  type NodeDefinition,
  type PlainValue,
  type PlainValues,
} from "@twobus/core";
import { createNodeRunner, type Stereo } from "@twobus/core/laws";
import { expect, test } from "vitest";
import { noise, randomNumbers } from "../test/signals.ts";
import { builtInPack } from "./index.ts";

const FRAMES = 4096;
const SETTINGS = 8;
/** In many settings a band is off, or silent, or held by the one before it. */
const MOST_SETTINGS = 100;
const main: Stereo = [noise(FRAMES, 1), noise(FRAMES, 2)];

const held = builtInPack.nodes.flatMap((definition) =>
  Object.entries(definition.params).flatMap(([name, parameter]) =>
    isHeldBySampleRate(parameter)
      ? factorsOf(definition).map((factor) => ({ definition, name, parameter, factor, halfHz: (factor * LOWEST) / 2 }))
      : [],
  ),
);

/** By how much the rate of its filters is above the mix's: more than 1 only where the whole node runs at the inner rate. */
function factorsOf(definition: NodeDefinition): readonly number[] {
  const { oversampling } = definition.params;
  return runsInside(definition) && oversampling?.kind === "choice" ? oversampling.options.map(Number) : [1];
}

/** What is heard of a node in any setting, with one frequency where it is wanted. */
async function soundAt({ definition, name, factor }: (typeof held)[number]) {
  const runner = await createNodeRunner(builtInPack, definition.type, readFile);
  const inputs = Object.fromEntries(["main", ...Object.keys(definition.inputs)].map((port) => [port, main]));
  const random = randomNumbers(3);
  const settings = Array.from({ length: MOST_SETTINGS }, () => anySetting(definition, factor, random));
  return (setting: number, hz: number) =>
    runner.run({ inputs, sampleRate: LOWEST, values: { ...settings[setting]!, [name]: hz } }).outputs;
}

function anySetting(definition: NodeDefinition, factor: number, random: () => number): PlainValues {
  const values = Object.entries(definition.params).map(([key, parameter]): [string, PlainValue] => {
    if (key === "oversampling" && runsInside(definition)) return [key, factor];
    if (parameter.kind === "toggle") return [key, random() < 0.5];
    if (parameter.kind === "choice") return [key, parameter.options[Math.floor(random() * parameter.options.length)]!];
    const { min, max, scale } = parameter;
    const isSpread = scale === "logarithmic" && min > 0;
    return [key, isSpread ? min * (max / min) ** random() : min + random() * (max - min)];
  });
  return Object.fromEntries(values);
}

// At the very end of its range a filter may be off
test.each(held.filter(({ parameter, halfHz }) => parameter.max > halfHz))(
  "$definition.type at $factor×: $name above half of that much of 8 kHz sounds as it does just above half",
  async (subject) => {
    const at = await soundAt(subject);
    for (let setting = 0; setting < SETTINGS; setting++)
      expect(at(setting, 0.99 * subject.parameter.max)).toEqual(at(setting, subject.halfHz + 1));
  },
);

test.each(held.filter(({ factor }) => factor > 1))(
  "$definition.type at $factor×: $name above half of 8 kHz is not held there",
  async (subject) => {
    const at = await soundAt(subject);
    const highest = Math.min(0.95 * subject.parameter.max, 0.97 * subject.halfHz);
    const moves = Array.from({ length: MOST_SETTINGS }, (_, setting) => setting).some((setting) => {
      const [low, high] = [at(setting, LOWEST / 2 + 1), at(setting, highest)];
      return Object.keys(low).some((port) => low[port]![0].some((x, n) => x !== high[port]![0][n]));
    });
    expect(moves).toBe(true);
  },
);
