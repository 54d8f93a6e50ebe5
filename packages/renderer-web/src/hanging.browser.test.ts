// Who hangs says nothing: it is noticed by what does not come.

import { expect, test } from "vitest";
import { newAilingWorker, rendererWith } from "../test/harness.ts";
import { forgetfulMix, longMedia, longMix } from "../test/long-song.ts";
import { apart, bounced, cut, onset, sessionWith, waiting } from "../test/player-harness.ts";
import hangingUrl from "../test/hanging-worklet.ts?worker&url";

const long = { media: longMedia };
const isPlaying = (report: { readonly isPlaying: boolean }): boolean => report.isPlaying;
const isAtRest = (report: { readonly isPlaying: boolean }): boolean => !report.isPlaying;

/** Those that listen come to nothing. */
const hangFor = (milliseconds: number): void => {
  const channel = new BroadcastChannel("hangs");
  channel.postMessage(milliseconds);
  channel.close();
};

test("a Worker that hangs is replaced, and one that was only busy for seconds is not", async () => {
  const workers: Worker[] = [];
  const { player, until, problems } = await sessionWith(forgetfulMix(), {
    ...long,
    newWorker: () => {
      workers.push(newAilingWorker("hangs"));
      return workers.at(-1)!;
    },
  });
  await player.loop({ startSeconds: 5, endSeconds: 6 });
  await player.seek(5);
  await player.play();
  await until(isPlaying);
  hangFor(5000);
  await waiting(7000);
  await until(isPlaying);
  expect(problems).toEqual([]);
  hangFor(60_000);
  await expect
    .poll(() => problems)
    .toMatchObject([
      { code: "playback-restarted", at: "player", message: expect.stringContaining("has not answered for 10 s") },
    ]);
  const { positionSeconds } = await until(isPlaying);
  expect(positionSeconds).toBeGreaterThanOrEqual(5);
  expect(positionSeconds).toBeLessThan(6);
  expect(workers).toHaveLength(2);
  expect(problems).toHaveLength(1);
});

test("a Worker that hangs while it bounces: the call says so, and the next one is answered", async () => {
  const renderer = await rendererWith({ mix: longMix(), ...long, worker: () => newAilingWorker("hangs") });
  const options = { container: "wav", sampleFormat: "int16", to: { kind: "memory" } } as const;
  const bouncing = renderer.bounce({ ...options, progress: () => hangFor(60_000) });
  await expect(bouncing).rejects.toMatchObject({
    problems: [{ code: "render-worker-failed", message: expect.stringContaining("has not answered for 10 s") }],
  });
  await renderer.bounce({ ...options, toSeconds: 0.1 });
});

test("an audio thread that hangs is told once, and playback goes on where it was when that does", async () => {
  const made = await bounced(forgetfulMix(), longMedia);
  const { player, until, captured, reports, problems } = await sessionWith(forgetfulMix(), {
    ...long,
    workletUrl: hangingUrl,
  });
  await player.play();
  await until(({ positionSeconds }) => positionSeconds > 0.5);
  const { positionSeconds } = await until(isAtRest);
  expect(problems).toMatchObject([{ code: "output-still", at: "player" }]);
  expect(positionSeconds).toBeLessThan(2);
  const seen = reports.length;
  const next = await until(isPlaying);
  expect(reports.length).toBeGreaterThan(seen);
  // Not by the clock, 14 s later. Some seconds the browser has asked for meanwhile, and takes them at once:
  expect(next.positionSeconds).toBeLessThan(positionSeconds + 7);
  await until((report) => report.positionSeconds > positionSeconds + 1);
  expect(problems).toHaveLength(1);
  // what leaves the player goes on at the sample at which it stopped, after 0.8 s.
  const heard = await captured();
  const shift = onset(heard) - onset(made);
  expect(apart(cut(heard, shift + 9600, 52_800), cut(made, 9600, 52_800))).toBeLessThan(1e-5);
});
