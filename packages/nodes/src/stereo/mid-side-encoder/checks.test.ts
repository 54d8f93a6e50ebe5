import { expect, test } from "vitest";
import { differenceDb, noise, outputOf, runnerOf } from "../../../test/dynamics.ts";

const encoder = await runnerOf("twobus.midSideEncoder");
const decoder = await runnerOf("twobus.midSideDecoder");
const main = [noise(1000, 1), noise(1000, 2)] as const;
const half = (sign: number): Float64Array => main[0].map((left, i) => (left + sign * main[1][i]!) / 2);

test("mid is half the sum and side half the difference, to the bit", () => {
  expect(outputOf(encoder, {}, main)).toEqual([half(1), half(-1)]);
  expect(outputOf(encoder, { output: "mid" }, main)).toEqual([half(1), half(1)]);
  expect(outputOf(encoder, { output: "side" }, main)).toEqual([half(-1), half(-1)]);
});

test("encoded and decoded, the sound is the same", () => {
  const back = outputOf(decoder, {}, outputOf(encoder, {}, main));
  for (const side of [0, 1] as const) expect(differenceDb(back[side], main[side])).toBeLessThan(-300);
});
