import { readFile } from "node:fs/promises";
import { createNodeRunner } from "@twobus/core/laws";
import { expect, test } from "vitest";
import { builtInPack } from "../../index.ts";

const gain = await createNodeRunner(builtInPack, "twobus.gain", readFile);
const ramp = Float64Array.from({ length: 300 }, (_, i) => (i - 150) / 150);

test("0 dB changes no bit", () => {
  const { outputs } = gain.run({ inputs: { main: [ramp, ramp] } });
  expect(outputs["main"]![0]).toEqual(ramp);
});

test("−6.0206 dB halves", () => {
  const { outputs } = gain.run({ inputs: { main: [ramp, ramp] }, values: { gainDb: -6.020599913279624 } });
  outputs["main"]![1].forEach((y, i) => expect(Math.abs(y - ramp[i]! / 2)).toBeLessThan(1e-15));
});

test("a change is a straight ramp over its quantum", () => {
  const one = new Float64Array(384).fill(1);
  const { outputs } = gain.run({
    inputs: { main: [one, one] },
    automate: (quantum) => ({ gainDb: quantum === 1 ? -96 : 0 }),
  });
  const [left] = outputs["main"]!;
  expect(left[127]).toBe(1);
  expect(left[191]).toBeCloseTo(0.5, 4);
  expect(left[255]).toBeLessThan(2e-5);
});
