// The start of a loop, made ready while it plays: others have their turn meanwhile, edits are heard, and no pass is missed.

import { setImmediate } from "node:timers/promises";
import { QUANTUM, type NodeRecord } from "@twobus/core";
import { expect, test } from "vitest";
import { firstDifference, peakDb } from "./listen.ts";
import { createLiveMix, type LiveMix } from "./live-mix.ts";
import { insertSong, SONG_FRAMES } from "./insert-song.ts";
import { toneOf } from "./stimuli.ts";

const SAMPLE_RATE = 48000;

test("a loop that is switched off while what it began in haste has not caught up: stop stops", async () => {
  const live = await createLiveMix(insertSong("echo"), { it: toneOf([443.7], SONG_FRAMES) });
  live.director.update(insertSong("echo"));
  live.director.loop({ start: 100_003, end: 100_003 + 5 * SAMPLE_RATE });
  live.director.seek(100_003);
  live.director.play();
  const goOn = async (quanta: number): Promise<void> => {
    for (let n = 0; n < quanta; n++) {
      await live.run(1);
      for (let turn = 0; turn < 20; turn++) await setImmediate();
    }
  };
  await goOn(60);
  live.director.loop(undefined);
  await goOn(400);
  live.director.stop();
  await goOn(200);
  expect(live.player.isSounding).toBe(false);
  expect(live.director.isSettled).toBe(true);
  await live.close();
});

/** A loop of 15 s of a reverberation that remembers for 8. */
async function loopOfReverb(): Promise<LiveMix> {
  const live = await createLiveMix(insertSong("reverb"), { it: toneOf([443.7], SONG_FRAMES) });
  live.director.update(insertSong("reverb"));
  live.director.seek(100_003);
  live.director.play();
  await live.run(20);
  live.director.loop({ start: 16 * SAMPLE_RATE, end: 31 * SAMPLE_RATE });
  return live;
}

test("while a loop's start is made ready, others have their turn, and stop stops", async () => {
  const live = await loopOfReverb();
  let turns = 0;
  for (; !live.director.isSettled; turns++) await live.run(1);
  // 8 s in pieces of 1024 frames, eight at a time: 47 turns.
  expect(turns).toBeGreaterThan(45);
  await live.close();

  const stopped = await loopOfReverb();
  await stopped.run(5);
  stopped.director.stop();
  let more = 0;
  for (; stopped.player.isSounding; more++) await stopped.run(1);
  expect(more).toBeLessThan(30);
  expect(stopped.problems).toEqual([]);
  await stopped.close();
});

test("a loop that is changed is not made ready to its end", async () => {
  const live = await loopOfReverb();
  await live.run(5);
  live.director.loop({ start: 3 * SAMPLE_RATE, end: 4 * SAMPLE_RATE });
  let turns = 0;
  for (; !live.director.isSettled; turns++) await live.run(1);
  // Of the other loop: 1 s in pieces of 1024 frames, eight at a time
  expect(turns).toBeLessThan(20);
  live.director.seek(3.9 * SAMPLE_RATE);
  while (live.player.position >= 3.95 * SAMPLE_RATE || live.player.position < 3.9 * SAMPLE_RATE) await live.run(1);
  await live.run(60);
  expect(live.player.position).toBeLessThan(3.5 * SAMPLE_RATE);
  await live.close();
});

test("the end of a loop is no place in it", async () => {
  const live = await createLiveMix(insertSong("tiltEq"), { it: toneOf([443.7], SONG_FRAMES) });
  live.director.update(insertSong("tiltEq"));
  // Of 37.5 quanta: every other pass ends with a quantum
  const loop = { start: SAMPLE_RATE, end: SAMPLE_RATE + 4800 };
  live.director.loop(loop);
  live.director.seek(loop.start);
  live.director.play();
  await live.settle();
  const positions: number[] = [];
  for (let quantum = 0; quantum < 400; quantum++) {
    await live.run(1);
    positions.push(live.player.position);
  }
  expect(Math.max(...positions)).toBeLessThan(loop.end);
  expect(positions.filter((position, index) => position < positions[index - 1]!).length).toBeGreaterThan(8);
  await live.close();
});

type Edit = (strip: NodeRecord) => unknown;

/** Edits of what plays, and how many frames later they are heard at the most, besides the mix's latency. */
const loopEdits: readonly {
  readonly words: string;
  readonly edit: Edit;
  readonly mostFrames: number;
  readonly isMove: boolean;
}[] = [
  { words: "a fader", edit: (strip) => (strip.params["faderDb"] = -40), mostFrames: 2 * QUANTUM, isMove: true },
  { words: "a mute", edit: (strip) => (strip.muted = true), mostFrames: 768 + 3 * QUANTUM, isMove: false },
];

test.each(loopEdits)(
  "while a loop's start is made ready, $words is heard at once",
  async ({ edit, mostFrames, isMove }) => {
    const untouched = await loopOfReverb();
    await untouched.run(20);
    const unedited = untouched.heard();
    await untouched.close();

    const live = await loopOfReverb();
    await live.run(5);
    const edited = insertSong("reverb");
    edit(edited.graphs["mix"]!.nodes["it"]!);
    const asked = unedited[0].length - 15 * QUANTUM;
    const { latencySamples } = live.director.update(edited);
    await live.run(15);
    const frames = firstDifference(live.heard(), unedited) - asked;
    expect(frames).toBeGreaterThan(-1);
    expect(frames).toBeLessThan(latencySamples + mostFrames);
    let turns = 20;
    for (; !live.director.isSettled; turns++) await live.run(1);
    // One that moves a number has not disturbed what is made ready; after any other it begins anew, in haste
    if (isMove) expect(turns).toBeGreaterThan(45);
    else expect(turns).toBeLessThan(40);
    expect(live.problems).toEqual([]);
    await live.close();
  },
);

test("a loop is kept while edits go on that each make a new state of the mix, and they are heard", async () => {
  const tone = toneOf([443.7], SONG_FRAMES);
  const live = await createLiveMix(insertSong("tiltEq"), { it: tone }, { openingTurns: 100 });
  const loop = { start: 3 * SAMPLE_RATE, end: 5 * SAMPLE_RATE };
  live.director.update(insertSong("tiltEq"));
  live.director.seek(loop.start);
  live.director.loop(loop);
  live.director.play();
  await live.settle();
  let isMuted = false;
  const positions: number[] = [];
  // Ten edits a second; the loop's start takes a quarter of one to be opened.
  for (let edit = 0; edit < 80; edit++) {
    isMuted = !isMuted;
    const edited = insertSong("tiltEq");
    edited.graphs["mix"]!.nodes["it"]!.muted = isMuted;
    live.director.update(edited);
    live.heard();
    for (let quantum = 0; quantum < 37; quantum++) {
      await live.run(1);
      positions.push(live.player.position);
    }
  }
  expect(Math.max(...positions)).toBeLessThan(loop.end);
  expect(positions.filter((position, index) => position < positions[index - 1]!).length).toBe(4);
  expect(live.problems).toEqual([]);
  // What was asked for last is what is heard in the end.
  await live.settle();
  live.heard();
  await live.run(100);
  expect(isMuted).toBe(false);
  expect(peakDb(live.heard())).toBeGreaterThan(-30);
  await live.close();
});

test("a loop begins with the numbers that were moved while it was made ready", async () => {
  const live = await createLiveMix(insertSong("reverb"), { it: toneOf([443.7], SONG_FRAMES) });
  live.director.update(insertSong("reverb"));
  live.director.seek(9.5 * SAMPLE_RATE);
  live.director.play();
  await live.run(20);
  live.director.loop({ start: 3 * SAMPLE_RATE, end: 10 * SAMPLE_RATE });
  await live.run(5);
  const silenced = insertSong("reverb");
  silenced.graphs["mix"]!.nodes["it"]!.params["faderDb"] = -80;
  live.director.update(silenced);
  for (let turns = 0; !live.director.isSettled; turns++) {
    await live.run(1);
    if (turns === 5) expect(live.player.position).toBeGreaterThan(9 * SAMPLE_RATE);
  }
  while (live.player.position > 9 * SAMPLE_RATE) await live.run(1);
  live.heard();
  await live.run(40);
  // A number that moves takes 75 ms and more; what was ready before it would begin as loud as it was
  expect(peakDb(live.heard())).toBeLessThan(-70);
  expect(live.problems).toEqual([]);
  await live.close();
});
