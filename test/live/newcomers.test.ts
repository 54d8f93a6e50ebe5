// What moves by itself in a processor that is added while the mix plays is where a render of the mix with it has it.

import { QUANTUM, type AutomationLane, type MixDocument, type PlainValue } from "@twobus/core";
import { describe, expect, test } from "vitest";
import { cable, chain, graph, mix, node } from "../support/mixes.ts";
import { drums, sine, together } from "../support/signals.ts";
import { cut, difference, peakDb, playFor } from "./listen.ts";
import { createLiveMix, type LiveMix } from "./live-mix.ts";

const FRAMES = 6 * 48_000;
const LIMIT_DB = -120;
/** On no boundary of chunks, and where no slow oscillator is where it began. */
const BEFORE_QUANTA = 403;
const FORGOTTEN_QUANTA = 600;
const HEARD_QUANTA = 40;

const signals = { music: together(sine(FRAMES, 221, 0.3), drums(FRAMES, 3, 5003)) };

type Values = Readonly<Record<string, PlainValue>>;

const through = (type: string, values: Values, automation: Readonly<Record<string, AutomationLane>>): MixDocument =>
  mix(
    { music: { file: "music.wav", frames: FRAMES } },
    {
      mix: graph({ music: node("track", {}, { source: "music", graph: "insert" }), "stereo-bus": node("bus") }, [
        cable("music", "stereo-bus"),
        cable("stereo-bus", "out"),
      ]),
      insert: chain({ gain: node("gain"), it: node(type, values) }),
    },
    { automation },
  );

const without = (document: MixDocument): MixDocument => {
  const bare = structuredClone(document);
  bare.graphs["insert"] = chain({ gain: bare.graphs["insert"]!.nodes["gain"]! });
  bare.automation = {};
  return bare;
};

const withLive = async <T>(
  document: MixDocument,
  isShared: boolean,
  play: (live: LiveMix) => Promise<T>,
): Promise<T> => {
  const live = await createLiveMix(document, signals, { isShared });
  live.director.update(document);
  const result = await play(live);
  await live.close();
  expect(live.problems).toEqual([]);
  return result;
};

const risingRate: AutomationLane = {
  points: [
    { atSeconds: 0, value: 0.1, curve: "linear" },
    { atSeconds: 6, value: 3, curve: "linear" },
  ],
};

describe.each([true, false])("with shared memory: %s", (isShared) => {
  test.each<[string, string, Values, Readonly<Record<string, AutomationLane>>]>([
    ["a phaser", "phaser", { rateHz: 0.37 }, {}],
    ["a phaser whose rate is automated", "phaser", {}, { "insert/it.rateHz": risingRate }],
    ["a chorus", "chorus", { rateHz: 0.7 }, {}],
    ["tape with wow and hiss", "tapeSaturator", { flutterPercent: 0.5, noiseDb: -50 }, {}],
    ["pink noise", "testSignal", { on: true, signal: "pinkNoise", levelDb: -12 }, {}],
    ["a detector that holds peaks", "digitalCompressor", { thresholdDb: -30 }, {}],
  ])("%s is where it would have been", async (_, type, values, automation) => {
    const document = through(type, values, automation);
    const quanta = BEFORE_QUANTA + FORGOTTEN_QUANTA + HEARD_QUANTA + 8;
    const whole = await withLive(document, isShared, (live) => playFor(live, quanta));
    await withLive(without(document), isShared, async (live) => {
      await playFor(live, BEFORE_QUANTA);
      live.director.update(document);
      await live.run(FORGOTTEN_QUANTA);
      live.heard();
      const { position } = live.player;
      await live.run(HEARD_QUANTA);
      const wanted = cut(whole, position, HEARD_QUANTA * QUANTUM);
      expect(peakDb(wanted)).toBeGreaterThan(-30);
      expect(peakDb(difference(live.heard(), wanted))).toBeLessThan(LIMIT_DB);
    });
  });
});
