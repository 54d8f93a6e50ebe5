// A player in an offline context runs all at once: nothing that it is told on the way arrives in time.

import { QUANTUM } from "@twobus/core";
import { expect, onTestFinished, test } from "vitest";
import { renderToMemory, temporaryFolder } from "../support/render.ts";
import { song, SOURCES, writeRecordings } from "../support/song.ts";
import { cut, firstDifference } from "./listen.ts";
import { createLiveMix, type Sound } from "./live-mix.ts";

test.each([true, false])("once it is ready a player needs nobody; with shared memory: %s", async (isShared) => {
  const live = await createLiveMix(song(), SOURCES, { isShared });
  live.director.update(song());
  live.director.play();
  await live.director.ready();
  const heard: Sound = [new Float32Array(230 * QUANTUM), new Float32Array(230 * QUANTUM)];
  for (let at = 0; at < heard[0].length; at += QUANTUM)
    live.player.process(...(cut(heard, at, QUANTUM) as [Float32Array, Float32Array]));
  await live.close();
  const folder = await temporaryFolder(onTestFinished);
  await writeRecordings(folder);
  const { left, right } = await renderToMemory(song(), folder);
  expect(firstDifference(heard, [Float32Array.from(left), Float32Array.from(right)])).toBe(-1);
  expect(live.problems).toEqual([]);
});

test("ready at rest, and ready again after what was asked for has sounded", async () => {
  const live = await createLiveMix(song(), SOURCES);
  await live.director.ready();
  live.director.update(song());
  live.director.play();
  await live.director.ready();
  expect(live.player.isSounding).toBe(false);
  await live.settle();
  await live.director.ready();
  expect(live.player.isSounding).toBe(true);
  await live.close();
});

test("a director lets go of a player that never runs, whatever it waits for", async () => {
  const live = await createLiveMix(song(), SOURCES);
  live.director.update(song());
  live.director.play();
  await live.director.ready();
  await live.close();

  const stopping = await createLiveMix(song(), SOURCES);
  stopping.director.update(song());
  stopping.director.play();
  await stopping.settle();
  stopping.director.stop();
  await stopping.close();
  expect(stopping.director.isSettled).toBe(true);
});
