// Going elsewhere in the song: playing from its middle, seeking, stopping, the end of a loop. None of it clicks, and a loop stays what it
// is however often it has gone round.

import { setImmediate } from "node:timers/promises";
import { QUANTUM } from "@twobus/core";
import { describe, expect, test } from "vitest";
import { drums, sine, together } from "../support/signals.ts";
import { equivalentStepDb } from "./equivalent-step.ts";
import { insertSong, SONG_FRAMES } from "./insert-song.ts";
import { createLiveMix, type LiveMix, type Sound } from "./live-mix.ts";
import { stimuli, toneOf } from "./stimuli.ts";

const SAMPLE_RATE = 48000;
const LIMIT_DB = -80;

/** How long a director is waited for while no time passes for the player: it may need the player to go on. */
const TURNS = 100;

const worstDb = (sound: Sound): number => Math.max(...sound.map((side) => equivalentStepDb(side, SAMPLE_RATE)));

test("stop right after a seek: it rests where it was sought, and nothing of that is heard", async () => {
  for (const quanta of [0, 1, 2, 5]) {
    const live = await createLiveMix(insertSong(), { it: toneOf([443.7], SONG_FRAMES) });
    live.director.update(insertSong());
    live.director.seek(100_003);
    live.director.play();
    await live.settle();
    live.director.seek(400_001);
    for (let turn = 0; turn < quanta; turn++) await setImmediate();
    const eventsBefore = live.events.length;
    live.director.stop();
    await live.settle();
    expect(live.director.restingFrame).toBe(400_001);
    expect(live.events.slice(eventsBefore).filter(({ kind }) => kind === "sounding")).toEqual([]);
    expect(live.player.isSounding).toBe(false);
    live.director.play();
    await live.settle();
    expect(live.player.position).toBeGreaterThanOrEqual(400_001);
    expect(live.player.position).toBeLessThan(500_000);
    await live.close();
  }
});

/** Through memory that is shared, with everything; through messages, each once. */
const ways = [
  ...Object.entries(stimuli).map(([words, hz]) => ({ words, hz, isShared: true, positions: [3, 7, 12] })),
  { words: "a chord, and messages", hz: stimuli["chord"]!, isShared: false, positions: [7] },
];

describe.each(ways)("through $words", ({ hz, isShared, positions }) => {
  const tone = toneOf(hz, SONG_FRAMES);

  async function heardWhile(play: (live: LiveMix, wait: number) => Promise<void>): Promise<void> {
    for (const wait of positions) {
      const live = await createLiveMix(insertSong("tiltEq"), { it: tone }, { isShared });
      live.director.update(insertSong("tiltEq"));
      // Not on a boundary of quanta, and not where the tone is 0
      live.director.seek(100_003 + 41 * wait);
      live.director.play();
      await play(live, wait);
      const heard = live.heard();
      await live.close();
      expect(live.problems).toEqual([]);
      expect(heard[0].length).toBeGreaterThan(40 * QUANTUM);
      expect(worstDb(heard)).toBeLessThan(LIMIT_DB);
    }
  }

  test("playing from the middle of the song does not click", () => heardWhile(({ run }) => run(80)));

  test("a seek does not click, nor what it has begun in haste", () =>
    heardWhile(async ({ director, settle, run }, wait) => {
      await settle();
      await run(40 + wait);
      director.seek(400_001);
      await settle();
      await run(60);
    }));

  test("seeks that overtake each other do not click", () =>
    heardWhile(async ({ director, run }, wait) => {
      await run(60);
      for (let seek = 0; seek < 8; seek++) {
        director.seek(200_003 + 30_011 * seek);
        await run(wait);
      }
      await run(60);
    }));

  test("stop, and play again, do not click", () =>
    heardWhile(async ({ director, settle, run }, wait) => {
      await run(40 + wait);
      director.stop();
      await settle();
      await run(40);
      director.play();
      await run(60);
    }));

  test("the end of a loop does not click", () =>
    heardWhile(async ({ director, run }, wait) => {
      director.loop({ start: 100_003, end: 107_010 + wait });
      await run(300);
    }));
});

test.each([
  { passes: 1000, isShared: true },
  { passes: 100, isShared: false },
])(
  "$passes passes of a loop are the same to the bit, from the second on; with shared memory: $isShared",
  async ({ passes, isShared }) => {
    const music = together(sine(SONG_FRAMES, 221, 0.3), drums(SONG_FRAMES, 3, 701));
    const live = await createLiveMix(insertSong(), { it: music }, { isShared });
    live.director.update(insertSong());
    const loop = { start: 48_001, end: 48_001 + 1531 };
    const length = loop.end - loop.start;
    live.director.loop(loop);
    live.director.seek(loop.start);
    live.director.play();
    while (!live.player.isSounding) await live.run(1);
    live.heard();
    /** What has been heard and not yet been compared. */
    let [left, right]: Sound = [new Float32Array(), new Float32Array()];
    const joined = (a: Float32Array, b: Float32Array): Float32Array => Float32Array.from([...a, ...b]);
    const pass = async (): Promise<Sound> => {
      while (left.length < length) {
        await live.run(1);
        // The next pass stands ready before this one ends, as it does where time is real
        for (let turn = 0; turn < TURNS && !live.director.isSettled; turn++) await setImmediate();
        const more = live.heard();
        [left, right] = [joined(left, more[0]), joined(right, more[1])];
      }
      const whole: Sound = [left.subarray(0, length), right.subarray(0, length)];
      [left, right] = [left.subarray(length), right.subarray(length)];
      return whole;
    };
    await pass();
    const second = await pass();
    expect(second[0].some((x) => Math.abs(x) > 0.1)).toBe(true);
    for (let index = 2; index < passes; index++) expect((await pass()).map(same(second))).toEqual([true, true]);
    await live.close();
    expect(live.problems).toEqual([]);
  },
);

const same =
  (wanted: Sound) =>
  (side: Float32Array, index: number): boolean =>
    side.every((x, i) => Object.is(x, wanted[index]![i]));
