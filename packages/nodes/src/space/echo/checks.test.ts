// The behaviour of delays, with the limits that the reference sheet sets (section G).

import { expect, test } from "vitest";
import {
  createRegistry,
  defaultValues,
  emptyMix,
  upgradeNodes,
  type ChoiceParameter,
  type PlainValues,
} from "@twobus/core";
import {
  decibelsOf,
  differenceDb,
  noise,
  outputOf,
  programme,
  rms,
  runnerOf,
  SAMPLE_RATE,
  tone,
} from "../../../test/dynamics.ts";
import { partsAddUp } from "../../../test/follow.ts";
import { reaches } from "../../../test/ranges.ts";
import { builtInPack } from "../../index.ts";
import { echo as echoNode } from "./node.ts";
import { harmonicDb } from "../../../test/probes.ts";

const echo = await runnerOf("twobus.echo");
const WET = { mixPercent: 100, lowCutHz: 20, highCutHz: 20000 };

test("it reaches from a millisecond to four seconds, and knows dotted notes and triplets", () => {
  expect(reaches(echoNode, "timeMs", 1, 4000)).toBe(true);
  expect(reaches(echoNode, "tempoBpm", 40, 240)).toBe(true);
  const { options } = echoNode.params["note"] as ChoiceParameter;
  for (const note of ["1/2", "1/4", "1/8", "1/16"])
    for (const kind of ["", " dotted", " triplet"]) expect(options).toContain(`${note}${kind}`);
});

function impulseAt(frames: number): Float64Array {
  const signal = new Float64Array(frames);
  signal[0] = 1;
  return signal;
}

/** Where the first channel is loudest. */
const loudestFrame = (signal: Float64Array): number =>
  signal.reduce((best, sample, i) => (Math.abs(sample) > Math.abs(signal[best]!) ? i : best), 0);

test.each([
  [{ timeMs: 1 }, 48],
  [{ timeMs: 350 }, 16800],
  [{ timeMs: 4000 }, 192000],
  [{ note: "1/8", tempoBpm: 120 }, 12000], // 120 bpm: 250.0 ms
  [{ note: "1/4 dotted", tempoBpm: 120 }, 36000],
  [{ note: "1/8 triplet", tempoBpm: 120 }, 8000],
  [{ note: "1/2", tempoBpm: 120 }, 48000],
  [{ note: "1/16 dotted", tempoBpm: 150 }, 7200],
  [{ note: "1/32", tempoBpm: 150 }, 2400],
  [{ note: "1/1", tempoBpm: 100 }, 115200],
])("%o comes %d samples later, to the bit", (values, samples) => {
  const impulse = impulseAt(samples + 10);
  const [left] = outputOf(echo, { ...WET, feedbackPercent: 0, ...values }, [impulse, impulse]);
  expect(left[samples]).toBe(1);
  expect(left.filter((sample) => sample !== 0).length).toBe(1);
});

/** Beats per minute, note and its length in beats, where that is no whole number of frames. */
test.each([
  [133, "1/8 dotted", 0.75, 48000],
  [97.3, "1/4 triplet", 2 / 3, 48000],
  [120, "1/32", 0.125, 44100],
])("at %d bpm a %s is exact to a millionth of a frame, also the fourth time: no repeat drifts", (...given) => {
  const [tempoBpm, note, beats, sampleRate] = given;
  const samples = (60 / tempoBpm) * beats * sampleRate;
  expect(Math.abs(samples - Math.round(samples))).toBeGreaterThan(0.01);
  const impulse = impulseAt(Math.ceil(4.5 * samples));
  const values = { ...WET, feedbackPercent: 50, note, tempoBpm };
  const [left] = echo.run({ inputs: { main: [impulse, impulse] }, values, sampleRate }).outputs["main"]!;
  for (let repeat = 1; repeat <= 4; repeat++) {
    const from = Math.round((repeat - 0.5) * samples);
    const response = left.subarray(from, from + Math.round(samples));
    const sum = response.reduce((all, y) => all + y, 0);
    const centre = response.reduce((all, y, n) => all + y * (from + n), 0) / sum;
    expect(Math.abs(centre - repeat * samples)).toBeLessThan(1e-6);
    expect(Math.abs(sum - 0.5 ** (repeat - 1))).toBeLessThan(1e-12);
  }
});

test("half way between two frames a repeat loses 0.01 dB at 8 kHz and 0.2 dB at 12 kHz, and nothing is gained", () => {
  const half = [-5, 49, -245, 1225, 1225, -245, 49, -5].map((weight) => weight / 2048);
  for (const [hz, most] of [[4000, 0.001] as const, [8000, 0.011] as const, [12000, 0.2] as const]) {
    const expected = half.reduce((sum, w, k) => sum + w * Math.cos((2 * Math.PI * hz * (k - 3.5)) / SAMPLE_RATE), 0);
    const signal = tone(hz, [[0, 0.2]]);
    const values = { ...WET, feedbackPercent: 0, timeMs: (1000 * 480.5) / SAMPLE_RATE };
    const [left] = outputOf(echo, values, [signal, signal]);
    const loss = decibelsOf(rms(signal.subarray(4800)) / rms(left.subarray(4800)));
    expect(Math.abs(loss + decibelsOf(expected))).toBeLessThan(1e-3);
    expect(loss).toBeLessThan(most);
    expect(loss).toBeGreaterThan(-1e-6);
  }
});

test("a beat that was saved as its length becomes its tempo", () => {
  const registry = createRegistry([builtInPack]);
  const params = { ...defaultValues(registry.definition("twobus.echo")!), beatMs: 400 };
  const { tempoBpm: _, ...saved } = params as PlainValues;
  const mix = emptyMix("Saved", 48000);
  mix.graphs["mix"]!.nodes = { echo: { type: "twobus.echo", version: 1, params: { ...saved } } };
  const { document } = upgradeNodes(mix, registry);
  const { version, params: upgraded } = document.graphs["mix"]!.nodes["echo"]!;
  expect(version).toBe(2);
  expect(upgraded).toEqual({ ...defaultValues(registry.definition("twobus.echo")!), tempoBpm: 150 });
});

test.each([1, 2, 4, 8])("saturated at %d×, a repeat comes at its time", (oversampling) => {
  const impulse = impulseAt(3000).map((sample) => sample * 0.01);
  const values = { ...WET, colour: "saturated", driveDb: 0, oversampling, timeMs: 20, feedbackPercent: 50 };
  const [left] = outputOf(echo, values, [impulse, impulse]);
  expect(loudestFrame(left)).toBe(960);
  expect(loudestFrame(left.subarray(1500))).toBe(1920 - 1500);
});

test("repeats fade by the feedback", () => {
  const impulse = impulseAt(9000);
  const [left] = outputOf(echo, { ...WET, timeMs: 10, feedbackPercent: 60 }, [impulse, impulse]);
  for (let repeat = 0; repeat < 15; repeat++)
    expect(Math.abs(left[480 * (repeat + 1)]! - 0.6 ** repeat)).toBeLessThan(1e-15);
});

test.each([
  WET,
  { mixPercent: 100, lowCutHz: 300, highCutHz: 3000 },
  { ...WET, timeMs: 50.01 },
  { ...WET, colour: "saturated", driveDb: 0 },
  { ...WET, colour: "saturated", driveDb: 24, mode: "pingPong" },
])("a feedback of 100 never gains more than 0.1 dB per loop: %o", (values) => {
  const burst = new Float64Array(20 * 2400);
  burst.set(noise(2400, 5).map((sample) => 0.5 * sample));
  const output = outputOf(echo, { timeMs: 50, ...values, feedbackPercent: 100 }, [burst, burst]);
  const sum = (round: number): number =>
    Math.hypot(...output.map((channel) => rms(channel.subarray(2400 * round, 2400 * (round + 1)))));
  for (let round = 2; round < 20; round++) expect(decibelsOf(sum(round) / sum(round - 1))).toBeLessThan(0.1);
});

test("ping-pong goes from left to right and back", () => {
  const impulse = impulseAt(3000);
  const values = { ...WET, mode: "pingPong", timeMs: 10, feedbackPercent: 50 };
  const [left, right] = outputOf(echo, values, [impulse, new Float64Array(3000)]);
  expect([left[480], right[480], left[960], right[960], left[1440], right[1440]]).toEqual([0.5, 0, 0, 0.25, 0.125, 0]);
});

test("the loop's filters are Butterworth, once more for each repeat", () => {
  const tangent = (hz: number): number => Math.tan((Math.PI * hz) / SAMPLE_RATE);
  for (const hz of [100, 300, 1000, 6000]) {
    const values = { mixPercent: 100, lowCutHz: 300, highCutHz: 4000, timeMs: 100, feedbackPercent: 0 };
    const signal = tone(hz, [[-6, 1]]);
    const [left] = outputOf(echo, values, [signal, signal]);
    const low = 10 * Math.log10(1 + (tangent(300) / tangent(hz)) ** 4);
    const high = 10 * Math.log10(1 + (tangent(hz) / tangent(4000)) ** 4);
    const loss = decibelsOf(rms(signal.subarray(24000)) / rms(left.subarray(24000)));
    expect(Math.abs(loss - low - high)).toBeLessThan(0.001);
  }
});

const saturated = (hz: number, values: PlainValues): Float64Array => {
  const signal = tone(hz, [[-6, 0.5]]);
  const all = { ...WET, colour: "saturated", timeMs: 50, feedbackPercent: 0, ...values };
  return outputOf(echo, all, [signal, signal])[0];
};

test("saturation is odd and grows with drive", () => {
  expect(harmonicDb(saturated(1000, { driveDb: 12 }), 1000, 3)).toBeGreaterThan(-25);
  expect(harmonicDb(saturated(1000, { driveDb: 12 }), 1000, 2)).toBeLessThan(-120);
  expect(harmonicDb(saturated(1000, { driveDb: 0 }), 1000, 3)).toBeLessThan(-30);
});

test("ducking turns repeats down while something plays", () => {
  const signal = tone(1000, [[-6, 1]]);
  const values = { ...WET, timeMs: 100, feedbackPercent: 0 };
  const [free] = outputOf(echo, values, [signal, signal]);
  const [ducked] = outputOf(echo, { ...values, duckDb: 12 }, [signal, signal]);
  const change = decibelsOf(rms(ducked.subarray(24000)) / rms(free.subarray(24000)));
  expect(change).toBeLessThan(-10);
  expect(change).toBeGreaterThan(-12);
});

test("a new time never clicks", () => {
  const signal = tone(200, [[0, 0.6]]);
  const { outputs } = echo.run({
    inputs: { main: [signal, signal] },
    values: { ...WET, feedbackPercent: 0 },
    automate: (quantum) => ({ timeMs: quantum < 120 ? 20 : 17.5 }), // half a period: the other sign
  });
  const [left] = outputs["main"]!;
  const steepest = (2 * Math.PI * 200) / SAMPLE_RATE + Math.PI / (0.02 * SAMPLE_RATE);
  for (let i = 2000; i < left.length; i++) expect(Math.abs(left[i]! - left[i - 1]!)).toBeLessThan(steepest);
});

test("the mix runs from dry to repeats", () => {
  const main = programme(6000);
  const dry = outputOf(echo, { mixPercent: 0 }, main);
  expect(differenceDb(dry[0], main[0])).toBeLessThan(-300);
});

test.each([
  { colour: "clean" },
  { colour: "saturated", driveDb: 18, oversampling: 4 },
  { colour: "saturated", mode: "pingPong", driveDb: 24, oversampling: 1, duckDb: 12 },
])("parts add up to the whole: %o", async (values) => {
  const parts = [programme(12000), [noise(12000, 5), noise(12000, 6)] as const];
  const all = { timeMs: 3.01, feedbackPercent: 80, mixPercent: 60, ...values };
  expect(await partsAddUp(builtInPack, "twobus.echo", all, parts)).toBeLessThan(-240);
});
