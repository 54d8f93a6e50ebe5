import { expect, test } from "vitest";
import { noise, outputOf, runnerOf } from "../../../test/dynamics.ts";

const decoder = await runnerOf("twobus.midSideDecoder");
const [mid, side] = [noise(1000, 1), noise(1000, 2)];

test("left is mid plus side and right mid less side, to the bit", () => {
  const sum = mid.map((sample, i) => sample + side[i]!);
  const difference = mid.map((sample, i) => sample - side[i]!);
  expect(outputOf(decoder, {}, [mid, side])).toEqual([sum, difference]);
});

test("mid alone is mono, side alone has opposite polarities", () => {
  expect(outputOf(decoder, { use: "mid" }, [mid, side])).toEqual([mid, mid]);
  expect(outputOf(decoder, { use: "side" }, [mid, side])).toEqual([side, side.map((sample) => -sample)]);
});
