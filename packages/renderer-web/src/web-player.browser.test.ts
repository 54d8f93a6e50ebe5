import type { Problem } from "@twobus/core";
import { expect, test } from "vitest";
import { newWorker } from "../test/harness.ts";
import { mixOf } from "../test/mix.ts";
import { bounced, cut, emptySession, firstDifference, LATE, onset, sessionWith } from "../test/player-harness.ts";

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

test("how the page is served is told once, before anything is asked for; it plays all the same, and not again in another Worker", async () => {
  const problems: Problem[] = [];
  const workers: Worker[] = [];
  const { player, until } = await emptySession(48_000, {
    onProblem: (problem) => void (problem.code !== LATE && problems.push(problem)),
    newWorker: () => {
      workers.push(newWorker());
      return workers.at(-1)!;
    },
  });
  const told = crossOriginIsolated ? [] : [{ code: "no-shared-memory", at: "page" }];
  expect(problems).toMatchObject(told);
  for (const { message } of problems) {
    expect(message).toMatch(/share memory between threads: all works.*Opener-Policy.*Embedder-Policy/);
  }
  await player.update(mixOf());
  await player.play();
  await until(({ positionSeconds }) => positionSeconds > 0.1);
  workers[0]!.terminate();
  await expect.poll(() => workers.length, { timeout: 20_000 }).toBe(2);
  await until(({ isPlaying }) => isPlaying);
  expect(problems).toMatchObject([...told, { code: "playback-restarted" }]);
});
