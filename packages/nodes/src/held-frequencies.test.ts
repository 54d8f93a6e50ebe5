// Frequencies of half of the sample rate and more: every filter holds them below it.

import { readFile } from "node:fs/promises";
import { isHeldBySampleRate, LOWEST_SAMPLE_RATE, type PlainValue, type PlainValues } from "@twobus/core";
import { createNodeRunner, type Stereo } from "@twobus/core/laws";
import { expect, test } from "vitest";
import { noise, randomNumbers } from "../test/signals.ts";
import { builtInPack } from "./index.ts";

const FRAMES = 4096;
const SETTINGS = 8;
const main: Stereo = [noise(FRAMES, 1), noise(FRAMES, 2)];

const held = builtInPack.nodes.flatMap((definition) =>
  Object.entries(definition.params).flatMap(([name, parameter]) =>
    isHeldBySampleRate(parameter) ? [{ definition, name, parameter }] : [],
  ),
);

// At the very end of its range a filter may be off
test.each(held)(
  "$definition.type: $name above half of 8 kHz sounds as it does just above half",
  async ({ definition, name, parameter }) => {
    const runner = await createNodeRunner(builtInPack, definition.type, readFile);
    const inputs = Object.fromEntries(["main", ...Object.keys(definition.inputs)].map((port) => [port, main]));
    const random = randomNumbers(3);
    for (let setting = 0; setting < SETTINGS; setting++) {
      const values: PlainValues = Object.fromEntries(
        Object.entries(definition.params).map(([key, other]): [string, PlainValue] => {
          // A node that runs whole at an inner rate has room above half of the song's, and holds below half of that one
          if (key === "oversampling" && definition.linearity === "gain") return [key, 1];
          if (other.kind === "toggle") return [key, random() < 0.5];
          if (other.kind === "choice") return [key, other.options[Math.floor(random() * other.options.length)]!];
          return [key, other.min + random() * (other.max - other.min)];
        }),
      );
      const at = (hz: number) =>
        runner.run({ inputs, sampleRate: LOWEST_SAMPLE_RATE, values: { ...values, [name]: hz } }).outputs;
      expect(at(0.99 * parameter.max)).toEqual(at(LOWEST_SAMPLE_RATE / 2 + 1));
    }
  },
);
