// What playing from where a mix rests takes stands ready: nobody who presses Play waits for a recording.

import type { MixDocument } from "@twobus/core";
import { describe, expect, test } from "vitest";
import { song, SOURCES } from "../support/song.ts";
import { firstDifference, peakDb } from "./listen.ts";
import { createLiveMix, type LiveMix, type Sound } from "./live-mix.ts";

const OPENING_TURNS = 50;
const HEARD_QUANTA = 100;
const MIDDLE = 12_345;

const quieter = (): MixDocument => {
  const document = song();
  document.graphs["mix"]!.nodes["drums"]!.bypassed = true;
  return document;
};

interface Played {
  /** Quanta of silence after Play. */
  readonly waited: number;
  readonly heard: Sound;
}

async function play(live: LiveMix): Promise<Played> {
  live.heard();
  live.director.play();
  let waited = 0;
  for (; !live.player.isSounding; waited++) await live.run(1);
  live.heard();
  await live.run(HEARD_QUANTA);
  return { waited, heard: live.heard() };
}

describe.each([true, false])("with shared memory: %s", (isShared) => {
  /** What is heard of a mix after `prepare`, with a rest in between or without. */
  async function played(prepare: (live: LiveMix) => void | Promise<void>, rests: boolean): Promise<Played> {
    const live = await createLiveMix(song(), SOURCES, { isShared, openingTurns: OPENING_TURNS });
    live.director.update(song());
    await prepare(live);
    if (rests) await live.settle();
    const result = await play(live);
    expect(live.problems).toEqual([]);
    await live.close();
    return result;
  }

  test.each<[string, (live: LiveMix) => void | Promise<void>]>([
    ["a mix that was opened", () => {}],
    ["a seek", ({ director }) => director.seek(MIDDLE)],
    [
      "a seek to one place, and then to another",
      async (live) => {
        live.director.seek(0);
        await live.settle();
        live.director.seek(MIDDLE);
      },
    ],
    [
      "an edit",
      async (live) => {
        await live.settle();
        live.director.update(quieter());
      },
    ],
    [
      "a stop",
      async (live) => {
        live.director.seek(MIDDLE);
        await play(live);
        live.director.stop();
        while (live.player.isSounding) await live.run(1);
        live.director.seek(MIDDLE);
      },
    ],
  ])("after %s and a rest the same is heard as without, and at once", async (_, prepare) => {
    const [rested, hurried] = [await played(prepare, true), await played(prepare, false)];
    expect(peakDb(rested.heard)).toBeGreaterThan(-30);
    expect(firstDifference(rested.heard, hurried.heard)).toBe(-1);
    expect(rested.waited).toBeLessThan(8);
    expect(hurried.waited).toBeGreaterThan(OPENING_TURNS);
  });

  test("whoever plays while it is being made ready waits for no more than the rest of it", async () => {
    const live = await createLiveMix(song(), SOURCES, { isShared, openingTurns: OPENING_TURNS });
    live.director.update(song());
    await live.run(31 + OPENING_TURNS / 2); // it is left alone for 30
    const { waited } = await play(live);
    expect(waited).toBeLessThan(OPENING_TURNS);
    await live.close();
  });

  test("a recording that could not be opened at rest is opened again", async () => {
    const recordings = { ...SOURCES };
    delete recordings["kick"];
    const live = await createLiveMix(song(), recordings, { isShared });
    live.director.update(song());
    await live.settle();
    expect(live.problems.map(({ code }) => code)).toEqual(["missing-file"]);
    recordings["kick"] = SOURCES["kick"]!;
    const { heard } = await play(live);
    const whole = await played(() => {}, true);
    expect(firstDifference(heard, whole.heard)).toBe(-1);
    await live.close();
  });
});
