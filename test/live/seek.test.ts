// What is heard after a seek is what a whole render has there: to the bit where nothing remembers; at once, to −120 dBFS, where
// nothing remembers for more than a second and in what moves by itself; else as soon as the voice that has heard all of it takes over.
// What is left of what remembers for longer than a seek plays stands in `packages/nodes/src/memory.test.ts`.

import { QUANTUM, type AutomationLane, type MixDocument, type PlainValue } from "@twobus/core";
import { describe, expect, test } from "vitest";
import { cable, chain, graph, mix, node } from "../support/mixes.ts";
import { drums, noise, sine, together } from "../support/signals.ts";
import { cut, difference, firstDifference, peakDb, playFor } from "./listen.ts";
import { createLiveMix, type Sound } from "./live-mix.ts";

const SAMPLE_RATE = 48000;
const SECONDS = 9;
const FRAMES = SECONDS * SAMPLE_RATE;
/** On no boundary of anything. */
const SEEK_FRAME = 250_003;
const FADE_FRAMES = 4 * QUANTUM;
const HEARD_QUANTA = 300;
const LIMIT_DB = -120;

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

async function heardFrom(document: MixDocument, frame: number, quanta: number, isShared = true): Promise<Sound> {
  const live = await createLiveMix(document, sources, { isShared });
  live.director.update(document);
  live.director.seek(frame);
  const heard = await playFor(live, quanta);
  await live.close();
  expect(live.problems).toEqual([]);
  return heard;
}

/** What is heard after a seek, and what was to be heard. */
async function seekIn(
  document: MixDocument,
  isShared = true,
): Promise<{ readonly heard: Sound; readonly wanted: Sound }> {
  const whole = await heardFrom(document, 0, Math.ceil(SEEK_FRAME / QUANTUM) + HEARD_QUANTA + 1);
  const wanted = cut(whole, SEEK_FRAME, HEARD_QUANTA * QUANTUM);
  expect(peakDb(wanted)).toBeGreaterThan(-40);
  return { heard: await heardFrom(document, SEEK_FRAME, HEARD_QUANTA, isShared), wanted };
}

/** How far apart they are: right after the fade, and in the last half of a second. */
async function errorsOf(
  document: MixDocument,
  isShared = true,
): Promise<{ readonly soonDb: number; readonly laterDb: number }> {
  const { heard, wanted } = await seekIn(document, isShared);
  const apart = difference(heard, wanted);
  return {
    soonDb: peakDb(cut(apart, FADE_FRAMES, 20 * QUANTUM)),
    laterDb: peakDb(cut(apart, (HEARD_QUANTA / 2) * QUANTUM, (HEARD_QUANTA / 2) * QUANTUM)),
  };
}

describe("to the bit", () => {
  test.each<[string, string, Values]>([
    ["a gain", "gain", { gainDb: -3.3 }],
    ["a balance", "balance", { panPercent: 30 }],
    ["middle and side", "midSideEncoder", {}],
    ["a delay of 0.4 s", "delay", { delayMs: 400 }],
    ["an equaliser in linear phase", "linearPhaseEq", { band1Shape: "bell", band1FrequencyHz: 300, band1GainDb: 6 }],
    ["a clipper", "clipper", {}],
    ["a gate", "gate", { thresholdDb: -40 }],
    ["a sweep", "testSignal", { on: true, signal: "sweep", periodSeconds: 3, levelDb: -12 }],
    ["impulses", "testSignal", { on: true, signal: "impulse", periodSeconds: 0.7, levelDb: -12 }],
  ])("%s is where it would have been", async (_, type, values) => {
    const { heard, wanted } = await seekIn(through(type, values));
    const length = HEARD_QUANTA * QUANTUM - FADE_FRAMES;
    expect(firstDifference(cut(heard, FADE_FRAMES, length), cut(wanted, FADE_FRAMES, length))).toBe(-1);
  });
});

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
    ["a delay of 0.8 s", "delay", { delayMs: 800 }],
    ["an equaliser", "parametricEq", { band1Shape: "bell", band1FrequencyHz: 80, band1GainDb: 6, band1Q: 2 }],
    ["a deep high-pass", "parametricEq", { band1Shape: "highPass", band1FrequencyHz: 20 }],
    ["a passive equaliser", "passiveEq", { lowBoostPercent: 50 }],
    ["a transformer", "transformerSaturator", {}],
    ["a clipper", "clipper", {}],
    ["bands that saturate", "multibandSaturator", {}],
    ["a de-esser", "deEsser", { thresholdDb: -50 }],
    ["a quick release", "digitalCompressor", { thresholdDb: -30, releaseMs: 60 }],
  ])("%s is where it would have been", async (_, type, values) => {
    expect((await errorsOf(through(type, values))).soonDb).toBeLessThan(LIMIT_DB);
  });

  test("a phaser whose rate is automated is where it would have been", async () => {
    const rateHz: AutomationLane = {
      points: [
        { atSeconds: 0, value: 0.1, curve: "smooth" },
        { atSeconds: 2.3, value: 3, curve: "linear" },
        { atSeconds: 4.7, value: 0.3, curve: "hold" },
      ],
    };
    expect((await errorsOf(through("phaser", { feedbackPercent: 30 }, { rateHz }))).soonDb).toBeLessThan(LIMIT_DB);
  });
});

describe("a moment later", () => {
  test.each<[string, string, Values]>([
    ["a delay of 2 s", "delay", { delayMs: 2000 }],
    ["a delay of 2 s that repeats once more", "delay", { delayMs: 2000, feedbackPercent: 10 }],
    ["a long reverberation that sways", "reverb", { decaySeconds: 2, modulationPercent: 50, mixPercent: 50 }],
    ["an echo", "echo", { feedbackPercent: 40 }],
    ["a slow release", "digitalCompressor", { thresholdDb: -30, releaseMs: 300 }],
    ["noisy diodes", "diodeCompressor", { noise: true, recovery: "0.4" }],
    ["an optical cell", "optoCompressor", { recoverySeconds: 0.5 }],
    ["a bus compressor", "glueCompressor", { thresholdDb: -30, release: "0.6" }],
    ["a variable mu", "modernMuCompressor", { recoverySeconds: 0.4 }],
    ["a tube", "tubeSaturator", { driveDb: 6 }],
    ["hits that are shaped", "transientShaper", { attackDb: 6, sustainDb: 6 }],
    ["a limiter that is driven", "truePeakLimiter", { gainDb: 15, style: "punchy" }],
  ])("%s is where it would have been", async (_, type, values) => {
    expect((await errorsOf(through(type, values))).laterDb).toBeLessThan(LIMIT_DB);
  });

  test("an echo whose feedback is automated far above where its knob stands is where it would have been", async () => {
    const feedbackPercent: AutomationLane = {
      points: [
        { atSeconds: 0, value: 60, curve: "linear" },
        { atSeconds: 9, value: 40, curve: "linear" },
      ],
    };
    const document = through("echo", { timeMs: 150, feedbackPercent: 0 }, { feedbackPercent });
    expect((await errorsOf(document)).laterDb).toBeLessThan(LIMIT_DB);
  });
});

describe("without shared memory", () => {
  test.each<[string, string, Values, "soonDb" | "laterDb"]>([
    ["a gain", "gain", {}, "soonDb"],
    ["a phaser", "phaser", { rateHz: 0.37, feedbackPercent: 50 }, "soonDb"],
    ["an echo", "echo", { feedbackPercent: 40 }, "laterDb"],
    ["a limiter that is driven", "truePeakLimiter", { gainDb: 15, style: "punchy" }, "laterDb"],
  ])("%s is where it would have been", async (_, type, values, when) => {
    expect((await errorsOf(through(type, values), false))[when]).toBeLessThan(LIMIT_DB);
  });
});
