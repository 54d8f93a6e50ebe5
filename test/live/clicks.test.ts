import { QUANTUM } from "@twobus/core";
import { beforeAll, describe, expect, test } from "vitest";
import { edits, session, type Edit } from "./edits.ts";
import { equivalentStepDb } from "./equivalent-step.ts";
import { createLiveMix, type LiveMix } from "./live-mix.ts";
import { stimuli, toneOf } from "./stimuli.ts";

const SAMPLE_RATE = 48000;
const SECONDS = 120;
const frames = SECONDS * SAMPLE_RATE;
const LIMIT_DB = -80;
/** Where within a millisecond or so an edit arrives. */
const POSITIONS = [3, 7, 12];

/** Through memory that is shared, with everything; through messages, each kind of edit once. */
const ways = [
  ...Object.entries(stimuli).map(([words, hz]) => ({ words, hz, isShared: true, positions: POSITIONS })),
  { words: "a chord, and messages", hz: stimuli["chord"]!, isShared: false, positions: [7] },
];

const edited = (edit: Edit) => {
  const document = session(frames);
  edit(document);
  return document;
};

describe.each(ways)("through $words", ({ hz, isShared, positions }) => {
  let live: LiveMix;
  beforeAll(async () => {
    const tone = toneOf(hz, frames);
    live = await createLiveMix(session(frames), { tone, other: tone.map((x) => -0.3 * x) }, { isShared });
    live.director.update(session(frames));
    live.director.play();
    await live.settle();
    await live.run(300);
    return () => live.close();
  });

  test.each(Object.entries(edits))("%s, and back, does not click", async (__, edit) => {
    for (const wait of positions) {
      await live.run(wait);
      live.heard();
      live.director.update(edited(edit));
      await live.settle();
      await live.run(40);
      const there = live.heard();
      live.director.update(session(frames));
      await live.settle();
      await live.run(40);
      const back = live.heard();
      for (const sound of [...there, ...back]) {
        expect(sound.length).toBeGreaterThan(30 * QUANTUM);
        expect(equivalentStepDb(sound, SAMPLE_RATE)).toBeLessThan(LIMIT_DB);
      }
    }
  });

  test("solo, and back, does not click", async () => {
    for (const wait of positions) {
      for (const solo of [["other"], ["bus"], []]) {
        await live.run(wait);
        live.heard();
        live.director.update(session(frames), solo);
        await live.settle();
        await live.run(40);
        for (const sound of live.heard()) expect(equivalentStepDb(sound, SAMPLE_RATE)).toBeLessThan(LIMIT_DB);
      }
    }
  });
});
