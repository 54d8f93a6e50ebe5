// Levels that jump as far as they can, and turn round on their way: faders, trims, cables, the monitor.

import { QUANTUM, type MixDocument } from "@twobus/core";
import { describe, expect, test } from "vitest";
import { cable, chain, graph, mix, node } from "../support/mixes.ts";
import { equivalentStepDb } from "./equivalent-step.ts";
import { createLiveMix, type LiveMix, type Sound } from "./live-mix.ts";
import { stimuli, toneOf } from "./stimuli.ts";

const SAMPLE_RATE = 48000;
const frames = 60 * SAMPLE_RATE;
const LIMIT_DB = -80;
/** Where within a millisecond or so an edit arrives, and how far on its way it is turned round. */
const POSITIONS = [3, 7, 12];

/** Through memory that is shared, with everything; through messages, each kind of jump once. */
const ways = [
  ...Object.entries(stimuli).map(([words, hz]) => ({ words, hz, isShared: true, positions: POSITIONS })),
  { words: "a chord, and messages", hz: stimuli["chord"]!, isShared: false, positions: [7] },
];

interface Levels {
  readonly faderDb?: number;
  readonly trimDb?: number;
  readonly gainDb?: number;
  readonly cableDb?: number;
  readonly isMuted?: boolean;
}

/** A tone through everything that has a level, and nothing that would hide what it does. */
function through({ faderDb = 0, trimDb = 0, gainDb = 0, cableDb = 0, isMuted = false }: Levels): MixDocument {
  const track = node("track", { faderDb, trimDb }, { source: "tone", graph: "gain" });
  return mix(
    { tone: { file: "tone.wav", frames } },
    {
      mix: graph({ tone: isMuted ? { ...track, muted: true } : track, "stereo-bus": node("bus") }, [
        cable("tone", "stereo-bus", { gainDb: cableDb }),
        cable("stereo-bus", "out"),
      ]),
      gain: chain({ gain: node("gain", { gainDb }) }),
    },
  );
}

const jumps: Readonly<Record<string, readonly [from: Levels, to: Levels]>> = {
  "a fader by 40 dB": [{ faderDb: 0 }, { faderDb: -40 }],
  "a fader by 60 dB": [{ faderDb: 0 }, { faderDb: -60 }],
  "a fader to silence": [{ faderDb: 0 }, { faderDb: -96 }],
  "a fader from silence to its top": [{ faderDb: -96 }, { faderDb: 12 }],
  "a trim by 60 dB": [{ trimDb: 12 }, { trimDb: -48 }],
  "a gain to silence": [{ gainDb: 0 }, { gainDb: -96 }],
  "a cable by 60 dB": [{ cableDb: 0 }, { cableDb: -60 }],
  mute: [{}, { isMuted: true }],
};

describe.each(ways)("through $words", ({ hz, isShared, positions }) => {
  const tone = toneOf(hz, frames);

  async function heardWhile(start: MixDocument, play: (live: LiveMix) => Promise<void>): Promise<Sound> {
    const live = await createLiveMix(start, { tone }, { isShared });
    live.director.update(start);
    live.director.play();
    await live.settle();
    await live.run(20);
    live.heard();
    await play(live);
    await live.run(80);
    const heard = live.heard();
    await live.close();
    expect(live.problems).toEqual([]);
    return heard;
  }

  const worstDb = (sound: Sound): number => Math.max(...sound.map((side) => equivalentStepDb(side, SAMPLE_RATE)));

  test.each(Object.entries(jumps))("%s, and back, does not click", async (__, [from, to]) => {
    for (const wait of positions) {
      const heard = await heardWhile(through(from), async ({ director, run }) => {
        await run(wait);
        director.update(through(to));
        await run(80);
        director.update(through(from));
      });
      expect(worstDb(heard)).toBeLessThan(LIMIT_DB);
    }
  });

  test.each(Object.entries(jumps))("%s, turned round on its way, does not click", async (__, [from, to]) => {
    for (const wait of positions) {
      const heard = await heardWhile(through(from), async ({ director, run }) => {
        director.update(through(to));
        await run(wait);
        director.update(through(from));
      });
      expect(worstDb(heard)).toBeLessThan(LIMIT_DB);
    }
  });

  test("the monitor, to silence and turned round, does not click", async () => {
    for (const wait of positions) {
      const heard = await heardWhile(through({}), async ({ player, run }) => {
        for (const settings of [
          { gain: 0, mono: false },
          { gain: 1, mono: true },
          { gain: 0.01, mono: false },
          { gain: 1, mono: false },
        ]) {
          player.receive({ kind: "monitor", settings });
          await run(wait);
        }
        await run(80);
        player.receive({ kind: "monitor", settings: { gain: 0, mono: false } });
      });
      expect(worstDb(heard)).toBeLessThan(LIMIT_DB);
    }
  });
});

test("a jump is heard within 50 ms, and arrives exactly", async () => {
  const ones = new Float64Array(frames).fill(0.5);
  const live = await createLiveMix(through({}), { tone: ones });
  live.director.update(through({}));
  live.director.play();
  await live.settle();
  await live.run(40);
  live.heard();
  live.director.update(through({ faderDb: -96 }));
  await live.run(80);
  const [left] = live.heard();
  await live.close();
  const halfWay = left.findIndex((x) => x < 0.25);
  expect(halfWay).toBeGreaterThan(0);
  expect(halfWay / SAMPLE_RATE).toBeLessThan(0.05);
  expect(left.subarray(40 * QUANTUM).every((x) => x === 0)).toBe(true);
});
