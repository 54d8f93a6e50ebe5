import { expect, test } from "vitest";
import { forgetfulMix, longMedia, longMix } from "../test/long-song.ts";
import { mixOf, node } from "../test/mix.ts";
import {
  apart,
  bounced,
  cut,
  firstDifference,
  joined,
  onset,
  peak,
  sessionWith,
  waiting,
  type Session,
} from "../test/player-harness.ts";
import type { PlayerReport } from "./live/live-worker.ts";

const long = { media: longMedia };
/** The fade is over. */
const FADED = 512;
const FRAMES = 9600;

const isPlaying = (report: PlayerReport): boolean => report.isPlaying;
const isAtRest = (report: PlayerReport): boolean => !report.isPlaying;
const secondsFrom = (session: Session, seconds: number): Promise<unknown> =>
  session.until((report) => report.isPlaying && report.positionSeconds >= seconds);

test("play is heard soon on a mix that is loaded", async () => {
  const { player, captured, until } = await sessionWith(longMix(), long);
  await captured();
  await player.play();
  await until(({ positionSeconds }) => positionSeconds > 0.2);
  const startMs = onset(await captured()) / 48;
  console.log(`first sound ${startMs.toFixed(1)} ms after play`);
  expect(startMs).toBeGreaterThan(0);
  expect(startMs).toBeLessThan(1000);
});

test.each([0.5, 7.25 + 1 / 48_000])("a seek to %f s is heard to the sample, playing or not", async (seconds) => {
  const mix = forgetfulMix();
  const made = await bounced(mix, longMedia);
  const frame = Math.round(seconds * 48_000);
  const wanted = cut(made, frame + FADED, FRAMES);
  const session = await sessionWith(mix, long);
  const { player, captured, problems } = session;

  await player.seek(seconds);
  expect(await session.until(isAtRest)).toMatchObject({ positionSeconds: frame / 48_000 });
  await player.play();
  await secondsFrom(session, seconds + 0.4);
  const fromRest = await captured();
  const error = apart(cut(fromRest, onset(fromRest) + FADED, FRAMES), wanted);

  await player.seek(12);
  await secondsFrom(session, 12.2);
  await captured();
  await player.seek(seconds);
  await session.until(({ positionSeconds }) => positionSeconds < 12 && positionSeconds > seconds + 0.4);
  const onTheWay = await captured();
  // Where in it the sought place lies is found by one sample's neighbourhood, and all around it must fit.
  const probe = cut(made, frame + FADED + 1000, 32);
  const at = onTheWay[0].findIndex((_, i) => apart(cut(onTheWay, i, 32), probe) < 1e-5);
  expect(at).toBeGreaterThan(0);
  const errorOnTheWay = apart(cut(onTheWay, at - 1000, FRAMES), wanted);
  console.log(`error after a seek: ${error} from rest, ${errorOnTheWay} on the way`);
  expect(Math.max(error, errorOnTheWay)).toBeLessThan(1e-6);
  expect(problems).toEqual([]);
});

test("what remembers for seconds is a moment after a seek where it would have been", async () => {
  const mix = longMix();
  mix.graphs["mix"]!.nodes["compressor"] = node("delay", { delayMs: 1900, mixPercent: 50 });
  mix.graphs["mix"]!.nodes["saturator"] = node("phaser", { rateHz: 0.3 });
  const made = await bounced(mix, longMedia);
  const session = await sessionWith(mix, long);
  const { player, captured, problems } = session;
  const frame = 7 * 48_000 + 1;
  await player.seek(frame / 48_000);
  await player.play();
  await secondsFrom(session, 7.4);
  let heard = await captured();
  const start = onset(heard);
  const apartNow = (): number => {
    const from = heard[0].length - FRAMES;
    return apart(cut(heard, from, FRAMES), cut(made, frame + from - start, FRAMES));
  };
  expect(apartNow()).toBeGreaterThan(1e-3);
  while (apartNow() > 1e-5) {
    await waiting(100);
    heard = joined([heard, await captured()]);
  }
  console.log(`it remembers ${((heard[0].length - start) / 48_000).toFixed(2)} s after the seek`);
  expect(problems).toEqual([]);
});

test("passes of a loop are the same to the bit, from the second on", async () => {
  const { player, captured, until, problems } = await sessionWith(longMix(), long);
  const loop = { startSeconds: 3 + 1 / 48_000, endSeconds: 3.2 };
  const length = Math.round((loop.endSeconds - loop.startSeconds) * 48_000);
  await player.loop(loop);
  await player.seek(loop.startSeconds);
  await player.play();
  await until(isPlaying);
  await waiting(1600);
  const heard = await captured();
  const pass = (index: number) => cut(heard, onset(heard) + index * length, length);
  expect(peak(pass(1))).toBeGreaterThan(0.01);
  expect([2, 3, 4, 5].map((index) => firstDifference(pass(index), pass(1)))).toEqual([-1, -1, -1, -1]);
  await player.loop(undefined);
  await until(({ positionSeconds }) => positionSeconds > 3.5);
  expect(problems).toEqual([]);
});

test("a loop that ends before it starts is refused, and the one there is goes on", async () => {
  const { player, until } = await sessionWith(longMix(), long);
  await player.loop({ startSeconds: 1, endSeconds: 1.1 });
  await expect(player.loop({ startSeconds: 2, endSeconds: 1 })).rejects.toMatchObject({
    problems: [{ code: "bad-loop" }],
  });
  await player.seek(1);
  await player.play();
  await until(isPlaying);
  await waiting(400);
  const { positionSeconds } = await until(isPlaying);
  expect(positionSeconds).toBeLessThan(1.1);
});

test("the song's end stops, goes back to the start, and it plays again to the bit", async () => {
  const mix = mixOf();
  const { player, until, captured, problems } = await sessionWith(mix);
  const made = await bounced(mix);
  await player.seek(0.7);
  await player.play();
  await until(isPlaying);
  expect(await until(isAtRest)).toMatchObject({ positionSeconds: 0 });
  await captured();
  await player.play();
  await until(({ positionSeconds }) => positionSeconds > 0.6);
  const heard = await captured();
  const start = onset(heard) - onset(made);
  expect(firstDifference(cut(heard, start, 24_000), cut(made, 0, 24_000))).toBe(-1);
  expect(problems).toEqual([]);
});

test("stop while a fade goes on, and while another begins", async () => {
  const { player, until, captured } = await sessionWith(longMix(), long);
  await player.seek(2);
  for (const restMs of [0, 2, 5, 9, 14]) {
    await player.play();
    await waiting(restMs);
    void player.seek(4);
    await player.stop();
    await until(isAtRest);
  }
  await waiting(100);
  await captured();
  await waiting(100);
  expect(peak(await captured())).toBe(0);
  expect(await until(isAtRest)).toMatchObject({ positionSeconds: 4 });
});

test("twenty seeks at once end where the last one says", async () => {
  const { player, until, problems } = await sessionWith(longMix(), long);
  await player.play();
  await until(isPlaying);
  await Promise.all(Array.from({ length: 20 }, (_, index) => player.seek(1 + ((index * 7) % 13))));
  const last = 1 + ((19 * 7) % 13);
  await until(({ positionSeconds }) => positionSeconds > last && positionSeconds < last + 0.9);
  await waiting(300);
  const { positionSeconds } = await until(isPlaying);
  expect(positionSeconds).toBeGreaterThan(last + 0.1);
  expect(positionSeconds).toBeLessThan(last + 3);
  expect(problems).toEqual([]);
});

test("a storm of play and stop ends as the last of them says", async () => {
  const { player, until, problems } = await sessionWith(longMix(), long);
  const storm = (calls: readonly (() => Promise<void>)[]) =>
    Promise.all(Array.from({ length: 10 }).flatMap(() => calls.map((call) => call())));
  await storm([player.stop, player.play]);
  await until(isPlaying);
  await waiting(200);
  await until(isPlaying);
  await storm([player.play, player.stop]);
  await until(isAtRest);
  await waiting(200);
  const { positionSeconds } = await until(isAtRest);
  await player.play();
  await until((report) => report.isPlaying && report.positionSeconds > positionSeconds + 0.2);
  expect(problems).toEqual([]);
});
