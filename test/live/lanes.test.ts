// An automation lane that appears, changes or disappears while the mix plays: the value goes from where it stands to where the lane
// is, as any other change does, also where it is inside what rings on.

import { type AutomationLane, type MixDocument, type PlainValue } from "@twobus/core";
import { describe, expect, test } from "vitest";
import { cable, chain, graph, mix, node } from "../support/mixes.ts";
import { equivalentStepDb } from "./equivalent-step.ts";
import { createLiveMix, type LiveMix, type Sound } from "./live-mix.ts";
import { stimuli, toneOf } from "./stimuli.ts";

const SAMPLE_RATE = 48000;
const frames = 60 * SAMPLE_RATE;
const LIMIT_DB = -80;
/** Where within a millisecond or so an edit arrives. */
const POSITIONS = [3, 7, 12];
const START_FRAMES = 0.2 * SAMPLE_RATE;

type Lanes = Readonly<Record<string, AutomationLane>>;
type Values = Readonly<Record<string, PlainValue>>;

/** A tone through one processor, on a track with a fader. */
const through = (type: string, values: Values, automation: Lanes = {}): MixDocument =>
  mix(
    { tone: { file: "tone.wav", frames } },
    {
      mix: graph(
        { tone: node("track", { faderDb: -6 }, { source: "tone", graph: "insert" }), "stereo-bus": node("bus") },
        [cable("tone", "stereo-bus"), cable("stereo-bus", "out")],
      ),
      insert: chain({ it: node(type, values) }),
    },
    { automation },
  );

/** Slow enough to be heard as no click by itself. */
const lane = (from: number, to: number): AutomationLane => ({
  points: [
    { atSeconds: 0, value: from, curve: "linear" },
    { atSeconds: 60, value: to, curve: "linear" },
  ],
});

/** A parameter of each kind, where it stands, and two lanes that are nowhere near. */
const parameters: Readonly<
  Record<
    string,
    readonly [type: string, values: Values, address: string, AutomationLane, AutomationLane, quanta?: number]
  >
> = {
  "the feedback of an echo": [
    "echo",
    { timeMs: 43.1, feedbackPercent: 0 },
    "insert/it.feedbackPercent",
    lane(80, 78),
    lane(20, 25),
  ],
  "the time of an echo": [
    "echo",
    { timeMs: 43.1, feedbackPercent: 50 },
    "insert/it.timeMs",
    lane(48, 49),
    lane(40, 39),
  ],
  "the mix of a reverberation": ["reverb", { mixPercent: 0 }, "insert/it.mixPercent", lane(100, 90), lane(30, 35)],
  "a fader": ["gain", {}, "mix/tone.faderDb", lane(-40, -38), lane(0, -1)],
  "a fader, to silence": ["gain", {}, "mix/tone.faderDb", lane(-96, -96), lane(6, 5)],
  "a pan": ["gain", {}, "mix/tone.panPercent", lane(80, 70), lane(-60, -50)],
  "the gain of a band": [
    "parametricEq",
    { band1Shape: "bell", band1FrequencyHz: 900, band1GainDb: 6 },
    "insert/it.band1GainDb",
    lane(-12, -11),
    lane(12, 11),
  ],
  "the frequency of a band": [
    "parametricEq",
    { band1Shape: "bell", band1FrequencyHz: 300, band1GainDb: 6 },
    "insert/it.band1FrequencyHz",
    lane(3000, 2900),
    lane(120, 130),
  ],
  "the quality of a band": [
    "parametricEq",
    { band1Shape: "bell", band1FrequencyHz: 900, band1GainDb: 6, band1Q: 0.7 },
    "insert/it.band1Q",
    lane(8, 7.8),
    lane(2, 2.1),
  ],
  "a threshold": ["digitalCompressor", { thresholdDb: 0 }, "insert/it.thresholdDb", lane(-30, -29), lane(-12, -13)],
  "a ratio": ["digitalCompressor", { thresholdDb: -20 }, "insert/it.ratio", lane(20, 19), lane(1, 1.2)],
  "the decay of a reverberation": [
    "reverb",
    { decaySeconds: 0.5 },
    "insert/it.decaySeconds",
    lane(3, 2.9),
    lane(1, 1.1),
  ],
  "the spread of a phaser": [
    "phaser",
    { stereoDegrees: 0 },
    "insert/it.stereoDegrees",
    lane(180, 179),
    lane(60, 61),
    300,
  ],
  "the spread of a chorus": [
    "chorus",
    { stereoDegrees: 0 },
    "insert/it.stereoDegrees",
    lane(180, 179),
    lane(60, 61),
    300,
  ],
  "the tempo of an echo": [
    "echo",
    { note: "1/16", tempoBpm: 120, feedbackPercent: 40 },
    "insert/it.tempoBpm",
    lane(125, 125),
    lane(110, 110),
  ],
  "the rate of a phaser": ["phaser", { rateHz: 0.3 }, "insert/it.rateHz", lane(1.5, 1.4), lane(0.1, 0.2)],
};

/**
 * What reads more than a click may and is none, in dB: while the spread moves, in 0.75 s for half a turn, the copies sway as fast as they do
 * all the time at 1.6 Hz.
 */
const SWAYING_DB = -77.9;
const LIMITS_DB: Readonly<Record<string, number>> = { "the spread of a chorus": SWAYING_DB };

test("a chorus that sways steadily at 1.6 Hz reads as much as one whose spread moves", async () => {
  const document = through("chorus", { stereoDegrees: 0, rateHz: 1.6 });
  const live = await createLiveMix(document, { tone: comingIn(toneOf(stimuli["5 kHz"]!, frames)) });
  live.director.update(document);
  live.director.play();
  await live.settle();
  await live.run(300);
  live.heard();
  await live.run(400);
  const steadyDb = worstDb(live.heard());
  await live.close();
  expect(Math.abs(steadyDb - SWAYING_DB)).toBeLessThan(0.1);
});

describe.each(Object.entries(stimuli))("through %s", (_, hz) => {
  const tone = comingIn(toneOf(hz, frames));

  test.each(Object.entries(parameters))("a lane of %s comes, changes and goes without a click", async (name, row) => {
    const [type, values, address, first, second, quanta] = row;
    const bare = through(type, values);
    const live = await createLiveMix(bare, { tone });
    live.director.update(bare);
    live.director.play();
    await live.settle();
    await live.run(80);
    live.heard();
    for (const wait of POSITIONS) {
      const there = [first, second].map((to) => through(type, values, { [address]: to }));
      await turns(live, wait, there, quanta);
      // Gone, and back before it has got there
      live.director.update(bare);
      await live.run(10 + wait);
      await turns(live, wait, [there[0]!, bare], quanta);
    }
    const heard = live.heard();
    await live.close();
    expect(live.problems).toEqual([]);
    expect(worstDb(heard)).toBeLessThan(LIMITS_DB[name] ?? LIMIT_DB);
  });
});

/** Without an edge at its start, which would come out of an echo again and again. */
const comingIn = (tone: Float64Array): Float64Array =>
  tone.map((x, n) => (n < START_FRAMES ? x * Math.sin((Math.PI * n) / (2 * START_FRAMES)) ** 2 : x));

/** One document after the other, each until all that it has changed has been heard. */
async function turns(live: LiveMix, wait: number, documents: readonly MixDocument[], quanta = 90): Promise<void> {
  for (const document of documents) {
    await live.run(wait);
    live.director.update(document);
    await live.run(quanta);
  }
}

const worstDb = (sound: Sound): number => Math.max(...sound.map((side) => equivalentStepDb(side, SAMPLE_RATE)));

test.each<[string, string, Values, string]>([
  ["a fader", "gain", {}, "mix/tone.faderDb"],
  ["a level in decibels", "gain", { gainDb: -6 }, "insert/it.gainDb"],
])(
  "a lane of %s that has come is exactly where it says, and its parameter where it stood once it has gone",
  async (_, type, values, address) => {
    const ones = new Float64Array(frames).fill(0.5);
    const [bare, automated] = [through(type, values), through(type, values, { [address]: lane(-20, -20) })];
    const levelAfter = async (live: LiveMix, document: MixDocument): Promise<number> => {
      live.director.update(document);
      await live.run(120);
      live.heard();
      await live.run(4);
      const [left] = live.heard();
      expect(left.every((x) => x === left[0])).toBe(true);
      return left[0]!;
    };
    const live = await createLiveMix(bare, { tone: ones });
    live.director.update(bare);
    live.director.play();
    await live.run(40);
    const before = await levelAfter(live, bare);
    const there = await levelAfter(live, automated);
    const back = await levelAfter(live, bare);
    await live.close();
    expect(20 * Math.log10(there / before)).toBeCloseTo(-14, 4);
    expect(back).toBe(before);
  },
);
