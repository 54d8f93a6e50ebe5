// An edit that is undone before it has quite been heard: no click, whenever that is, and in the end the mix is what it was.

import { QUANTUM } from "@twobus/core";
import { beforeAll, describe, expect, test } from "vitest";
import { renderToMemory, temporaryFolder } from "../support/render.ts";
import { writeSignals } from "../support/song.ts";
import { edits, session, type Edit } from "./edits.ts";
import { equivalentStepDb } from "./equivalent-step.ts";
import { cut, difference, peakDb } from "./listen.ts";
import { createLiveMix, type LiveMix, type Sound } from "./live-mix.ts";
import { stimuli, toneOf } from "./stimuli.ts";

const SAMPLE_RATE = 48000;
const frames = 90 * SAMPLE_RATE;
const LIMIT_DB = -80;
/** What is left of an edit that has been undone. */
const APART_DB = -120;
/** Quanta after an edit: it is being made, runs unheard, fades in, and numbers are on their way. */
const MOMENTS = [2, 7, 10, 12, 18];
/** What the session remembers: an echo of 60 %, a release of 120 ms. */
const FORGOTTEN_QUANTA = 700;

const signalsOf = (hz: readonly number[]): Readonly<Record<string, Float64Array>> => {
  const tone = toneOf(hz, frames);
  return { tone, other: tone.map((x) => -0.3 * x) };
};

async function playing(hz: readonly number[]): Promise<LiveMix> {
  const live = await createLiveMix(session(frames), signalsOf(hz));
  live.director.update(session(frames));
  live.director.play();
  await live.settle();
  await live.run(300);
  live.heard();
  return live;
}

const worstDb = (sound: Sound): number => Math.max(...sound.map((side) => equivalentStepDb(side, SAMPLE_RATE)));

const documentEdits = Object.entries(edits).map(([name, edit]): readonly [string, (live: LiveMix) => void] => [
  name,
  ({ director }) => director.update(edited(edit)),
]);
const everyEdit: typeof documentEdits = [
  ...documentEdits,
  ["solo", ({ director }) => director.update(session(frames), ["other"])],
];

function edited(edit: Edit): ReturnType<typeof session> {
  const document = session(frames);
  edit(document);
  return document;
}

/** Makes an edit and undoes it after each of some times. */
async function undone(live: LiveMix, make: (live: LiveMix) => void, moments: readonly number[]): Promise<void> {
  for (const moment of moments) {
    make(live);
    await live.run(moment);
    live.director.update(session(frames));
    await live.run(45);
  }
}

const { chord, ...others } = stimuli;

describe.each(Object.entries(others))("through %s", (_, hz) => {
  let live: LiveMix;
  beforeAll(async () => {
    live = await playing(hz);
    return () => live.close();
  });

  test.each(everyEdit)("%s, undone on its way, does not click", async (__, make) => {
    await undone(live, make, MOMENTS.slice(1, 4));
    const heard = live.heard();
    expect(heard[0].length).toBeGreaterThan(40 * QUANTUM);
    expect(worstDb(heard)).toBeLessThan(LIMIT_DB);
  });
});

describe("through a chord", () => {
  let live: LiveMix;
  let offline: Sound;
  beforeAll(async () => {
    let cleanUp = async (): Promise<void> => {};
    const folder = await temporaryFolder((work) => (cleanUp = work));
    await writeSignals(folder, signalsOf(chord!));
    const { left, right } = await renderToMemory(session(frames), folder);
    await cleanUp();
    offline = [Float32Array.from(left), Float32Array.from(right)];
    live = await playing(chord!);
    return () => live.close();
  });

  test.each(everyEdit)(
    "%s, undone on its way, does not click, and in the end the mix is what it was",
    async (_, make) => {
      live.heard();
      await undone(live, make, MOMENTS);
      expect(worstDb(live.heard())).toBeLessThan(LIMIT_DB);
      await live.run(FORGOTTEN_QUANTA);
      await live.settle();
      live.heard();
      const { position } = live.player;
      await live.run(20);
      const wanted = cut(offline, position, 20 * QUANTUM);
      expect(peakDb(wanted)).toBeGreaterThan(-20);
      expect(peakDb(difference(live.heard(), wanted))).toBeLessThan(APART_DB);
      expect(live.problems).toEqual([]);
    },
  );
});
