// What is heard after a seek is what a whole render has there: at once where nothing remembers for more than half a second and in
// what moves by itself; else as soon as the voice that has heard all of it takes over.

import { QUANTUM, type AutomationLane, type MixDocument, type PlainValue } from "@twobus/core";
import { describe, expect, test } from "vitest";
import { cable, chain, graph, mix, node } from "../support/mixes.ts";
import { drums, noise, sine, together } from "../support/signals.ts";
import { cut, playFor } from "./listen.ts";
import { createLiveMix, type Sound } from "./live-mix.ts";

const SAMPLE_RATE = 48000;
const SECONDS = 9;
const FRAMES = SECONDS * SAMPLE_RATE;
/** On no boundary of anything. */
const SEEK_FRAME = 250_003;
const FADE_FRAMES = 4 * QUANTUM;
const HEARD_QUANTA = 300;

const sources = {
  music: together(sine(FRAMES, 221, 0.2), drums(FRAMES, 3, 5003), noise(FRAMES, 4, 0.05)),
};

type Values = Readonly<Record<string, PlainValue>>;

const through = (
  type: string,
  values: Values,
  automation: Readonly<Record<string, AutomationLane>> = {},
): MixDocument =>
  mix(
    { music: { file: "music.wav", frames: FRAMES } },
    {
      mix: graph(
        { music: node("track", { faderDb: -6 }, { source: "music", graph: "insert" }), "stereo-bus": node("bus") },
        [cable("music", "stereo-bus"), cable("stereo-bus", "out")],
      ),
      insert: chain({ it: node(type, values) }),
    },
    { automation: Object.fromEntries(Object.entries(automation).map(([name, lane]) => [`insert/it.${name}`, lane])) },
  );

const peakDb = (sound: Sound): number =>
  20 * Math.log10(Math.max(1e-12, ...sound.map((side) => side.reduce((most, x) => Math.max(most, Math.abs(x)), 0))));

const difference = (a: Sound, b: Sound): Sound => [a[0].map((x, i) => x - b[0][i]!), a[1].map((x, i) => x - b[1][i]!)];

async function heardFrom(document: MixDocument, frame: number, quanta: number): Promise<Sound> {
  const live = await createLiveMix(document, sources);
  live.director.update(document);
  live.director.seek(frame);
  const heard = await playFor(live, quanta);
  await live.close();
  expect(live.problems).toEqual([]);
  return heard;
}

/** What is heard after a seek less what was to be heard: right after the fade, and in the last half of a second. */
async function errorsOf(document: MixDocument): Promise<{ readonly soonDb: number; readonly laterDb: number }> {
  const whole = await heardFrom(document, 0, Math.ceil(SEEK_FRAME / QUANTUM) + HEARD_QUANTA + 1);
  const apart = difference(
    await heardFrom(document, SEEK_FRAME, HEARD_QUANTA),
    cut(whole, SEEK_FRAME, HEARD_QUANTA * QUANTUM),
  );
  expect(peakDb(cut(whole, SEEK_FRAME, HEARD_QUANTA * QUANTUM))).toBeGreaterThan(-40);
  return {
    soonDb: peakDb(cut(apart, FADE_FRAMES, 20 * QUANTUM)),
    laterDb: peakDb(cut(apart, (HEARD_QUANTA / 2) * QUANTUM, (HEARD_QUANTA / 2) * QUANTUM)),
  };
}

describe("at once", () => {
  test.each<[string, string, Values]>([
    ["a chorus", "chorus", { rateHz: 0.7, feedbackPercent: 40 }],
    ["a flanger", "chorus", { voices: 1, delayMs: 3, depthMs: 2, rateHz: 0.23, feedbackPercent: 60 }],
    ["a phaser", "phaser", { rateHz: 0.37, feedbackPercent: 50 }],
    ["tape with wow and hiss", "tapeSaturator", { flutterPercent: 0.5, noiseDb: -50 }],

    ["a test tone", "testSignal", { on: true, frequencyHz: 443.7, levelDb: -12 }],
    ["a sweep", "testSignal", { on: true, signal: "sweep", periodSeconds: 3, levelDb: -12 }],
    ["pink noise", "testSignal", { on: true, signal: "pinkNoise", levelDb: -12 }],
    ["impulses", "testSignal", { on: true, signal: "impulse", periodSeconds: 0.7, levelDb: -12 }],
    ["a delay of 0.4 s", "delay", { delayMs: 400 }],
    ["an equaliser", "parametricEq", { band1Shape: "bell", band1FrequencyHz: 80, band1GainDb: 6, band1Q: 2 }],
    ["a transformer", "transformerSaturator", {}],
    ["a clipper", "clipper", {}],
  ])("%s is where it would have been", async (_, type, values) => {
    expect((await errorsOf(through(type, values))).soonDb).toBeLessThan(-110);
  });

  test("a phaser whose rate is automated is where it would have been", async () => {
    const rateHz: AutomationLane = {
      points: [
        { atSeconds: 0, value: 0.1, curve: "smooth" },
        { atSeconds: 2.3, value: 3, curve: "linear" },
        { atSeconds: 4.7, value: 0.3, curve: "hold" },
      ],
    };
    expect((await errorsOf(through("phaser", { feedbackPercent: 30 }, { rateHz }))).soonDb).toBeLessThan(-110);
  });
});

describe("a moment later", () => {
  test.each<[string, string, Values]>([
    ["a delay of 2 s", "delay", { delayMs: 2000 }],
    ["a delay of 2 s that repeats once more", "delay", { delayMs: 2000, feedbackPercent: 10 }],
    ["a long reverberation that sways", "reverb", { decaySeconds: 2, modulationPercent: 50, mixPercent: 50 }],
    ["an echo", "echo", { feedbackPercent: 40 }],
    ["a slow release", "digitalCompressor", { thresholdDb: -30, releaseMs: 400 }],
    ["noisy diodes", "diodeCompressor", { noise: true, recovery: "0.4" }],
    ["an optical cell", "optoCompressor", { recoverySeconds: 0.5 }],
  ])("%s is where it would have been", async (_, type, values) => {
    expect((await errorsOf(through(type, values))).laterDb).toBeLessThan(-80);
  });
});
