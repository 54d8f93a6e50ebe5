// What a node has heard before it begins to be played what it says it remembers is forgotten: a seek rests on that. The worst
// there is: loud sound up to that moment, and from there on sound 20 dB down, of which nothing drives what holds gain back.

import { defaultValues, type PlainValues } from "@twobus/core";
import { expect, test } from "vitest";
import { decibelsOf, noise, runnerOf, SAMPLE_RATE } from "../test/dynamics.ts";
import { builtInPack } from "./index.ts";

const QUANTUM = 128;
/** No whole number of anything that a kernel might count. */
const LOUD_FRAMES = 4 * SAMPLE_RATE + 5 * QUANTUM;
const HEARD_FRAMES = 2048;
const QUIET = 0.1;
/** What a seek plays at the least and at most; `core/src/live/memory-frames.ts` has them. */
const SHORTEST_SECONDS = 0.5;
const LONGEST_SECONDS = 25;

const hiss = noise(LOUD_FRAMES + HEARD_FRAMES + LONGEST_SECONDS * SAMPLE_RATE + QUANTUM, 5);
const music = hiss.map(
  (x, n) => 0.5 * Math.sin((2 * Math.PI * 221.3 * n) / SAMPLE_RATE) + (n % 5003 < 400 ? 0.4 : 0.1) * x,
);

/** How far apart the output is, in dBFS, with and without the loud sound, after as much as is played at a seek. */
async function leftDb(type: string, values: PlainValues): Promise<number> {
  const definition = builtInPack.nodes.find((node) => node.type === `twobus.${type}`)!;
  const all = { ...defaultValues(definition), ...values };
  const samples = (of?: (values: PlainValues, sampleRate: number) => number): number => of?.(all, SAMPLE_RATE) ?? 0;
  const remembered = Math.max(samples(definition.tailSamples), samples(definition.memorySamples));
  const bounded = Math.min(remembered + samples(definition.latencySamples), LONGEST_SECONDS * SAMPLE_RATE);
  const played = Math.ceil(Math.max(SHORTEST_SECONDS * SAMPLE_RATE, bounded) / QUANTUM) * QUANTUM;
  const whole = music.subarray(0, LOUD_FRAMES + played + HEARD_FRAMES).map((x, n) => (n < LOUD_FRAMES ? x : QUIET * x));
  const part = whole.subarray(LOUD_FRAMES);
  const node = await runnerOf(`twobus.${type}`);
  const [left] = node.run({ inputs: { main: [whole, whole] }, values: all }).outputs["main"]!;
  const [begun] = node.run({ inputs: { main: [part, part] }, values: all, passedFrames: LOUD_FRAMES }).outputs["main"]!;
  let most = 0;
  for (let n = played; n < played + HEARD_FRAMES; n++)
    most = Math.max(most, Math.abs(left[LOUD_FRAMES + n]! - begun[n]!));
  return decibelsOf(Math.max(1e-20, most));
}

test.each<[string, PlainValues]>([
  ["truePeakLimiter", { gainDb: 12 }],
  ["truePeakLimiter", { gainDb: 12, style: "punchy" }],
  ["truePeakLimiter", { gainDb: 12, style: "dense" }],
  ["truePeakLimiter", { gainDb: 12, style: "safe" }],
  ["truePeakLimiter", { gainDb: 12, style: "dense", releaseMs: 1000 }],
  ["transientShaper", { attackDb: 9, sustainDb: -9 }],
  ["tubeSaturator", { driveDb: 12 }],
  ["tubeSaturator", { driveDb: 12, character: "pentode" }],
  ["multibandSaturator", {}],
  ["digitalCompressor", { thresholdDb: -40, ratio: 20 }],
  ["digitalCompressor", { thresholdDb: -40, ratio: 20, autoRelease: true }],
  ["digitalCompressor", { thresholdDb: -40, ratio: 20, detector: "rms" }],
  ["fetCompressor", { thresholdDb: -40 }],
  ["diodeCompressor", { thresholdDb: -20, recovery: "0.4" }],
  ["diodeCompressor", { thresholdDb: -20, recovery: "a1" }],
  ["glueCompressor", { thresholdDb: -30, release: "1.2" }],
  ["optoCompressor", { recoverySeconds: 0.5 }],
  ["punchCompressor", { thresholdDb: -30 }],
  ["modernMuCompressor", {}],
  ["vintageMuCompressor", {}],
  ["multibandCompressor", { band1ThresholdDb: -40, band2ThresholdDb: -40, band3ThresholdDb: -40 }],
  ["gate", { thresholdDb: -20 }],
  ["deEsser", { thresholdDb: -50 }],
  ["echo", { feedbackPercent: 80 }],
  ["reverb", { decaySeconds: 2, modulationPercent: 50 }],
  ["delay", { delayMs: 700, feedbackPercent: 40 }],
])("%s %j has forgotten by −120 dBFS what lies before its memory", async (type, values) => {
  expect(await leftDb(type, values)).toBeLessThan(-120);
});

// What remembers for longer than a seek plays, and what is left then
test.each<[string, PlainValues, number]>([
  ["glueCompressor", {}, -72],
  ["modernMuCompressor", { recoverySeconds: 8 }, -110],
  ["vintageMuCompressor", { timeConstant: 5 }, -44],
  ["vintageMuCompressor", { timeConstant: 6 }, -38],
  ["echo", { feedbackPercent: 95 }, -51],
  ["reverb", { decaySeconds: 20 }, -83],
])("%s %j has heard no more than 25 s, and is less than %i dBFS off", async (type, values, limitDb) => {
  expect(await leftDb(type, values)).toBeLessThan(limitDb);
});
