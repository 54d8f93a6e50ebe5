import { expect, test } from "vitest";
import { forgetfulMix, longMedia } from "../test/long-song.ts";
import { apart, bounced, cut, onset, sessionWith } from "../test/player-harness.ts";
import workletUrl from "../test/broken-pack-worklet.ts?worker&url";

const newWorker = (): Worker =>
  new Worker(new URL("../test/broken-pack-worker.ts", import.meta.url), { type: "module" });
const FAILS = 24_000;
const FRAMES = 9600;

/** The processor of other people stands where the tilt would be. */
function mixWith(params: Readonly<Record<string, string | number>>) {
  const mix = forgetfulMix();
  mix.graphs["mix"]!.nodes["compressor"] = {
    type: "test.broken",
    version: 1,
    params: { latencySamples: 0, ...params },
  };
  return mix;
}

function mixWithoutIt() {
  const mix = forgetfulMix();
  mix.graphs["mix"]!.nodes["compressor"]!.bypassed = true;
  return mix;
}

test.each(["throws", "nan", "infinity"])("a processor that %s is named, and its input goes on", async (way) => {
  const made = await bounced(mixWithoutIt(), longMedia);
  const { player, until, captured, problems } = await sessionWith(mixWith({ way, failsSamples: FAILS }), {
    media: longMedia,
    newWorker,
    workletUrl,
  });
  await player.play();
  const { failed } = await until((report) => report.failed.length > 0);
  await until(({ positionSeconds }) => positionSeconds > 1.6);
  const heard = await captured();
  const start = onset(heard) - onset(made);
  const from = FAILS + 36_000; // what comes behind has settled
  expect(failed).toEqual(["compressor"]);
  expect(problems).toMatchObject([{ code: "processor-failed", at: "compressor" }]);
  expect(apart(cut(heard, start + from, FRAMES), cut(made, from, FRAMES))).toBeLessThan(1e-6);
  expect(apart(cut(heard, start, FRAMES), cut(made, 0, FRAMES))).toBeGreaterThan(0.01);
});

test("a processor that the worklet does not know is a problem; without it the mix plays", async () => {
  const { player, until, problems } = await sessionWith(mixWith({ way: "nan", failsSamples: 1e9 }), {
    media: longMedia,
    newWorker,
  });
  await player.play();
  await expect.poll(() => problems.length, { timeout: 20_000 }).toBe(1);
  expect(problems).toMatchObject([{ code: "playback-failed", at: "mix" }]);
  expect(problems[0]!.message).toContain("test.broken");
  await player.update(mixWithoutIt());
  await until(({ positionSeconds }) => positionSeconds > 0.2);
  expect(problems).toHaveLength(1);
});
