// How often the page is told how it stands, and the Worker where memory is not shared: at most 30 times a second.

import { compileModules, QUANTUM } from "@twobus/core";
import { expect, test, vi } from "vitest";
import { longMedia, longMix } from "../test/long-song.ts";
import { registry } from "../test/mix.ts";
import { sessionWith } from "../test/player-harness.ts";
import type { FromWorklet, ToWorklet } from "./live/messages.ts";
import { fetchBytes } from "./worker/fetch-bytes.ts";
import { PlayerProcessor } from "./worklet/player-processor.ts";

const MOST_PER_SECOND = 30;

test.each([22_050, 44_100, 48_000, 96_000, 192_000])("the worklet at %i Hz, over ten seconds", async (sampleRate) => {
  vi.stubGlobal("sampleRate", sampleRate);
  const { port1, port2 } = new MessageChannel();
  const heard: FromWorklet[] = [];
  const processor = new PlayerProcessor(port1);
  const isSetUp = new Promise<void>((resolve) => {
    port2.onmessage = ({ data }: MessageEvent<FromWorklet>) => {
      heard.push(data);
      if (data.kind === "ready") resolve();
    };
  });
  const send = (message: ToWorklet): void => port2.postMessage(message);
  const modules = await compileModules(registry, fetchBytes, false);
  send({ kind: "setUp", modules, measuresLoad: false });
  send({ kind: "ask" });
  await isSetUp;
  const quanta = Math.floor((10 * sampleRate) / QUANTUM);
  const [left, right] = [new Float32Array(QUANTUM), new Float32Array(QUANTUM)];
  for (let quantum = 0; quantum < quanta; quantum++) processor.process(left, right);
  send({ kind: "ask" });
  await vi.waitFor(() => expect(heard.filter(({ kind }) => kind === "ready")).toHaveLength(2));
  processor.end();
  vi.unstubAllGlobals();
  const perSecond = heard.filter(({ kind }) => kind === "status").length / 10;
  expect(perSecond).toBeLessThanOrEqual(MOST_PER_SECOND);
  expect(perSecond).toBeGreaterThan(20);
});

test("the page, while a mix plays", async () => {
  const { player, reports, until } = await sessionWith(longMix(), { media: longMedia });
  await player.play();
  await until(({ isPlaying }) => isPlaying);
  const [before, began] = [reports.length, performance.now()];
  await until(({ positionSeconds }) => positionSeconds > 2);
  const seconds = (performance.now() - began) / 1000;
  // One more than there are whole intervals
  expect(reports.length - before - 1).toBeLessThanOrEqual(MOST_PER_SECOND * seconds);
  expect(reports.length - before).toBeGreaterThan(10 * seconds);
});
