import { expect, test } from "vitest";
import { rendererWith } from "../test/harness.ts";
import { mixOf } from "../test/mix.ts";
import { sessionWith } from "../test/player-harness.ts";

/** What a bounce of the test mix holds. */
async function bounced(): Promise<[Float32Array, Float32Array]> {
  const renderer = await rendererWith();
  const blocks: [Float32Array, Float32Array][] = [];
  await renderer.render({
    receive: ([left, right], frames) => {
      blocks.push([Float32Array.from(left.subarray(0, frames)), Float32Array.from(right.subarray(0, frames))]);
    },
  });
  const join = (side: 0 | 1): Float32Array => Float32Array.from(blocks.flatMap((block) => [...block[side]]));
  return [join(0), join(1)];
}

test("what is heard live is what a bounce holds, to the bit", async () => {
  const [left, right] = await bounced();
  const { player, until, captured, problems } = await sessionWith(mixOf());
  await player.play();
  await until(({ positionSeconds }) => positionSeconds > 0.8);
  const [heardLeft, heardRight] = await captured();
  const lead = left.findIndex((x) => x !== 0);
  const start = heardLeft.findIndex((x) => x !== 0) - lead;
  const frames = Math.floor(0.7 * 48000);
  expect(start).toBeGreaterThanOrEqual(0);
  const differs = (heard: Float32Array, made: Float32Array): number =>
    heard.subarray(start, start + frames).findIndex((x, i) => x !== made[i]);
  expect([differs(heardLeft, left), differs(heardRight, right)]).toEqual([-1, -1]);
  expect(problems).toEqual([]);
});
