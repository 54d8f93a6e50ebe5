import { expect, test } from "vitest";
import { mixOf } from "../test/mix.ts";
import { bounced, cut, firstDifference, onset, sessionWith } from "../test/player-harness.ts";

test("what is heard live is what a bounce holds, to the bit", async () => {
  const mix = mixOf();
  const made = await bounced(mix);
  const { player, until, captured, problems } = await sessionWith(mix);
  await player.play();
  await until(({ positionSeconds }) => positionSeconds > 0.8);
  const heard = await captured();
  const start = onset(heard) - onset(made);
  const frames = Math.floor(0.7 * 48000);
  expect(start).toBeGreaterThanOrEqual(0);
  expect(firstDifference(cut(heard, start, frames), cut(made, 0, frames))).toBe(-1);
  expect(problems).toEqual([]);
});
